package import RecordStores
package import Words

/// What a hold is on that has a name: all of a record set, a domain or a store. A hold on one record has the name of its record set.
package enum HeldName: Hashable, Sendable, CustomStringConvertible {
  case recordSet(RecordSetName)
  case domain(DomainID)
  case store(StoreName)

  /// Makes the name that a hold of a kind has; nil for a kind that has none.
  init?(_ name: String, of kind: HoldKind) {
    switch kind {
    case .record, .recordSet: self = .recordSet(RecordSetName(name))
    case .domain: self = .domain(DomainID(name))
    case .store: self = .store(StoreName(name))
    case .subject, .persons: return nil
    }
  }

  /// The name alone, without what it is the name of.
  package var description: String {
    switch self {
    case .recordSet(let name): name.rawValue
    case .domain(let id): id.rawValue
    case .store(let name): name.rawValue
    }
  }

  /// Tells if a record set has the name, or belongs to what has it.
  package func includes(_ recordSet: RecordSet) -> Bool {
    switch self {
    case .recordSet(let name): recordSet.name == name
    case .domain(let id): recordSet.allDomains.contains(id)
    case .store(let name): recordSet.store == name
    }
  }
}
