import RecordStores
import TestNames
import Words

extension TroubledStore {
  /// Has the store choose rows by another predicate than the rules', as a store that is deceived does.
  func choosing(_ recordSet: RecordSetName, _ choose: @escaping (Predicate) -> Predicate) -> TroubledStore {
    choosing = { selection in
      guard selection.recordSet.name == recordSet else { return selection }
      var chosen = Selection(
        recordSet: selection.recordSet, predicate: choose(selection.predicate),
        orderedBy: selection.orderedBy,
        pseudonymising: selection.pseudonymising)
      chosen.after = selection.after
      chosen.keys = selection.keys
      chosen.dependents = selection.dependents
      chosen.judge = selection.judge
      return chosen
    }
    // What a walk looks for is chosen the same way.
    asking = { question in
      guard question.recordSet.name == recordSet else { return question }
      var asked = question
      asked.predicates = question.predicates.map { $0.relatedRows.isEmpty ? $0 : choose($0) }
      return asked
    }
    return self
  }
}
