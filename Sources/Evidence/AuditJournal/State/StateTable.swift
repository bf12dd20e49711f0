/// The tables of the journal's file that decide what a run does and leaves alone. The raw value is their name in the entries' member `state`.
package enum StateTable: String, CaseIterable, Hashable, Sendable {
  case approvals
  /// Batches that are open, whose keys are kept, or that have files left.
  case batches
  case holds
  /// Numbers by name: the last entry of each store, survey, anchor and so on.
  case marks

  /// The table in words, for a sentence that goes on with "in the journal's file".
  var words: String {
    switch self {
    case .approvals: "the approvals"
    case .batches: "the open batches and those with kept keys or with files left"
    case .holds: "the holds"
    case .marks: "the marks (table `state`)"
    }
  }
}
