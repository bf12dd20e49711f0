internal import RecordStores
internal import Words

/// Finds out which dependents are record sets themselves, and in which order record sets go.
enum DependentBinding {
  /// The record sets with their dependents bound: a table of another set of the same store goes by that set's rules wherever it depends, and what
  /// depends on several records is known to.
  static func bind(_ recordSets: [BoundRecordSet]) -> [BoundRecordSet] {
    let ancestries = Dictionary(grouping: recordSets.map(\.recordSet), by: \.store).mapValues {
      Ancestry($0)
    }
    return recordSets.map { bound in
      let own = bound.recordSet
      let ancestry = ancestries[own.store] ?? .none
      func bind(_ dependent: Dependent, of parent: String) -> Dependent {
        let way = Ancestry.Step(
          table: dependent.table, references: dependent.references, parent: parent)
        return Dependent(
          table: dependent.table, references: dependent.references, domain: dependent.domain,
          subject: dependent.subject, subjectForm: dependent.subjectForm,
          subjectParent: dependent.subjectParent,
          recordSets: recordSets.map(\.recordSet).filter {
            $0.store == own.store && $0.table.lowercased() == dependent.table.lowercased()
          }.map(\.name),
          hasOtherParents: ancestry.steps(from: dependent.table).contains { $0 != way },
          dependents: dependent.dependents.map { bind($0, of: dependent.table) }, files: dependent.files)
      }
      return bound.with(
        own.with(dependents: own.dependents.map { bind($0, of: own.table) }).with(ancestry: ancestry))
    }
  }
}

extension BoundRecordSet {
  /// The same of which each row goes by itself, and no partition whole.
  package var goingByRows: BoundRecordSet { with(recordSet.goingByRows) }

  fileprivate func with(_ recordSet: RecordSet) -> BoundRecordSet {
    BoundRecordSet(
      recordSet: recordSet, domain: domain, events: events, facts: facts, changes: changes,
      anonymity: anonymity, effect: effect,
      archive: archive,
      isArchive: isArchive, limits: limits, warningShares: warningShares, batch: batch,
      firstRunRows: firstRunRows)
  }
}

extension StoreBindings {
  /// The record sets, each behind those whose rows keep its own: what goes by its own period makes room for what it refers to. Where they refer
  /// to each other in a circle, in the file's order.
  package var inPurgeOrder: [BoundRecordSet] {
    var ordered: [BoundRecordSet] = []
    var visited: Set<RecordSetName> = []
    func visit(_ bound: BoundRecordSet) {
      guard visited.insert(bound.recordSet.name).inserted else { return }
      for name in bound.recordSet.keepers {
        if let keeper = recordSets.first(where: { $0.recordSet.name == name }) { visit(keeper) }
      }
      ordered.append(bound)
    }
    for bound in recordSets { visit(bound) }
    return ordered
  }
}

extension RecordSet {
  /// The record sets whose rows can keep its own, directly.
  fileprivate var keepers: [RecordSetName] {
    func names(_ dependents: [Dependent]) -> [RecordSetName] {
      dependents.flatMap { $0.recordSets + names($0.dependents) }
    }
    return names(dependents)
  }
}
