/// What a hold keeps, as the journal writes it.
struct HoldContent {
  let kind: HoldKind
  /// The record set, domain or store.
  var name: String?
  /// The locator of a hold on something else than people.
  var locator: [UInt8]?
  /// The tag of a person, in a hold under version 1 of the spellings.
  var tag: UInt64?
  var people: HeldPersons?
}
