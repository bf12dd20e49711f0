/// What a hold keeps, as the journal writes it.
struct HoldContent {
  let kind: HoldKind
  /// The record set, domain or store.
  var name: String?
  /// Of everything but people.
  var locator: [UInt8]?
  /// Of a person of before.
  var tag: UInt64?
  var people: HeldPersons?
}
