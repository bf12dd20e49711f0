package import AuditJournal
internal import CivilTime
internal import RecordStores
internal import StoreBindings
internal import Words

extension Configuration {
  /// Returns what holds keep under the files that are in force and would not keep under these. A table that these files do not bind is left out:
  /// nothing of it is purged.
  package func released(since inForce: Configuration, _ holds: [Hold]) -> [HoldWarning] {
    let before = inForce.tables
    let after = tables
    // A name that these files do not have at all is an unknown one, which stops every run.
    let unknown = Set(
      warnings(of: holds, on: CivilDate(daysSinceEpoch: 0)).compactMap { warning in
        if case .unknownName(let hold, _, _) = warning { hold } else { nil }
      })
    return holds.filter { !unknown.contains($0.id) }.flatMap { hold in
      after.filter { place, _ in before[place] != nil }.sorted { $0.value[0].name < $1.value[0].name }
        .compactMap { place, now -> HoldWarning? in
          let then = before[place] ?? []
          switch hold.kind {
          case .subject, .persons:
            guard then.contains(where: { $0.subject != nil }), Self.subjects(then) != Self.subjects(now)
            else {
              return nil
            }
            return .otherSubject(hold: hold.id, recordSet: now[0].name)
          case .record, .recordSet, .domain, .store:
            guard let name = hold.name, then.contains(where: name.includes),
              !now.contains(where: name.includes)
            else { return nil }
            return .released(hold: hold.id, recordSet: now[0].name)
          }
        }
    }
  }

  private static func subjects(_ recordSets: [RecordSet]) -> Set<String> {
    Set(recordSets.map { "\($0.subject ?? "") \($0.subjectParent?.rawValue ?? "")" })
  }

  /// A table where it lies, whatever its store is called.
  private struct Place: Hashable {
    let engine: StoreDefinition.Engine
    let table: String
  }

  private var tables: [Place: [RecordSet]] {
    let engines = Dictionary(bindings.stores.map { ($0.name, $0.engine) }) { first, _ in first }
    return Dictionary(
      grouping: bindings.recordSets.map(\.recordSet).filter { engines[$0.store] != nil }
    ) { set in
      Place(engine: engines[set.store] ?? .documents(path: ""), table: set.table)
    }
  }
}
