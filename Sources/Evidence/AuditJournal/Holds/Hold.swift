package import CivilTime
package import Words

/// What a hold keeps from every stage.
package enum HoldScope: Sendable {
  /// Every record of a person, in every record set that names its subject.
  case subject(String)
  /// The same of each person of a list.
  case persons(HeldPersons)
  /// One record, by its key in `KeyList`'s encoding.
  case record(store: StoreName, recordSet: RecordSetName, key: [UInt8])
  case recordSet(RecordSetName)
  /// Every record set of a domain.
  case domain(DomainID)
  /// Every record set of a store.
  case store(StoreName)
}

/// The word for what a hold keeps, in the journal's state and entries.
package enum HoldKind: String, Hashable, Sendable {
  /// One person, of a hold that was placed under `FirstSpelling`.
  case subject
  /// One person or a list of them. Earlier programs refuse the word, and so do not pass over the hold.
  case persons
  case record
  case recordSet = "record-set"
  case domain
  case store
}

/// What somebody says of a hold when they place it.
package struct HoldTerms: Hashable, Sendable {
  package var reference: String
  package var reason: String
  package var by: String
  /// Who ordered it, such as a court.
  package var authority: String?
  /// The day on which somebody is to look if it is needed still. Nothing ends then.
  package var review: CivilDate?
  /// The last day of the hold; nil if it ends only when somebody lifts it.
  package var until: CivilDate?
  /// Tells if it is a restriction of processing (article 18 GDPR), and no legal hold.
  package var isRestriction: Bool

  package init(
    reference: String, reason: String, by: String, authority: String? = nil, review: CivilDate? = nil,
    until: CivilDate? = nil, isRestriction: Bool = false
  ) {
    self.reference = reference
    self.reason = reason
    self.by = by
    self.authority = authority
    self.review = review
    self.until = until
    self.isRestriction = isRestriction
  }

  func check() throws(JournalError) {
    try JournalText.check(reference, "reference", mayBeBlank: false)
    try JournalText.check(reason, "reason", mayBeBlank: false)
    try JournalText.check(by, "by")
    if let authority { try JournalText.check(authority, "authority", mayBeBlank: false) }
  }
}

/// A hold in force, without whom it is about.
package struct Hold: Hashable, Sendable {
  package let id: Int
  package let kind: HoldKind
  /// The record set of a hold on one or on a record of one, the domain or the store.
  package let name: HeldName?
  /// How many people it is about; nil if it is about none.
  package let persons: Int?
  /// The version of the spellings that its people are compared by; nil if it is about none.
  package let spellings: Int?
  /// The domains and key versions whose pseudonyms it knows.
  package let pseudonyms: [HeldPseudonyms]
  package let terms: HoldTerms
  package let since: Instant

  package var reference: String { terms.reference }
}

/// What placing a hold did.
package struct PlacedHold: Hashable, Sendable {
  package let id: Int
  /// Batches that were under way, whose rows were tested before.
  package let pendingBatches: [BatchName]

  package var wereBatchesPending: Bool { !pendingBatches.isEmpty }
}
