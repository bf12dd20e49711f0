internal import CivilTime
internal import RecordStores
internal import RetentionPolicy
internal import StoreBindings
internal import Transforms
internal import Words

/// The parts of a configuration that decide which rows of a record set are changed, and how. Two that are equal do the same; titles, sources, paths of stores, pace and
/// guards have no part in it (decision 26).
struct DecidingParts: Hashable {
  private let engine: String
  private let recordSet: RecordSet
  private let events: [String: BoundEvent]
  private let facts: [String: FactBinding]
  private let changes: [ColumnSpecification]
  private let anonymity: Anonymity?
  private let archive: RecordSet?
  private let isArchive: Bool
  private let rules: [Rule]
  private let zone: TimeZone

  /// - Returns: nil if the configuration has no such record set.
  init?(of name: RecordSetName, in configuration: Configuration) {
    let bindings = configuration.bindings
    guard let bound = bindings.recordSets.first(where: { $0.recordSet.name == name }),
      let store = bindings.stores.first(where: { $0.name == bound.recordSet.store })
    else { return nil }
    engine = store.engine.kind
    recordSet = bound.recordSet.goingByRows.deciding
    events = bound.events
    facts = bound.facts
    changes = bound.changes
    anonymity = bound.anonymity
    archive = bound.archive.flatMap { name in
      bindings.recordSets.first { $0.recordSet.name == name }?.recordSet.goingByRows.deciding
    }
    isArchive = bound.isArchive
    rules = (configuration.schedule.domain(bound.domain)?.rules ?? []).map(\.withoutWords)
    zone = configuration.schedule.timeZone
  }
}

extension RecordSet {
  /// The same without what other record sets say, and without the domains of dependents and the reviews of triggers, which refuse a record set and choose no
  /// row.
  fileprivate var deciding: RecordSet {
    func deciding(_ dependent: Dependent) -> Dependent {
      var other = dependent
      (other.domain, other.hasOtherParents, other.neededColumns) = (nil, false, [:])
      other.dependents = dependent.dependents.map(deciding)
      return other
    }
    return with(dependents: dependents.map(deciding)).with(ancestry: .none).with(triggers: [])
  }
}

extension StoreDefinition.Engine {
  fileprivate var kind: String {
    switch self {
    case .sqlite: "sqlite"
    case .server(let address): address.kind.rawValue
    case .documents: "documents"
    }
  }
}

extension Rule {
  /// The rule without what people read.
  fileprivate var withoutWords: Rule {
    let nothing = Title(Title.Wording(.english, ""))
    return Rule(
      id: id, title: nothing, source: "", trigger: trigger, when: when, minimum: minimum, ceiling: ceiling,
      period: isUnset ? .unset(reason: nothing) : period, stages: stages,
      declaredActions: declaredActions)
  }
}
