internal import TransparencyLog
internal import Words

/// What a hold keeps as far as its entry tells everybody: a record set, a domain, a store, or the locator of one record. Of people it tells nobody.
enum HoldName: Hashable, Sendable {
  case recordSet(RecordSetName)
  case domain(DomainID)
  case store(StoreName)
  case record(recordSet: RecordSetName, TreeHash)

  /// Reads the data of the entry that places the hold; nil for a hold on people.
  init?(_ text: (String) -> String?) {
    guard let kind = text("kind").flatMap(HoldKind.init),
      let name = text(HoldEntry.nameMember(of: kind))
    else { return nil }
    switch kind {
    case .recordSet: self = .recordSet(RecordSetName(name))
    case .domain: self = .domain(DomainID(name))
    case .store: self = .store(StoreName(name))
    case .record:
      guard let locator = text("locator").flatMap(Hexadecimal.decode).flatMap({ TreeHash($0) }) else {
        return nil
      }
      self = .record(recordSet: RecordSetName(name), locator)
    case .subject, .persons: return nil
    }
  }
}
