/// What a stage does to a record, the least severe first.
package enum StageAction: String, Hashable, Sendable, CaseIterable, Comparable {
  case archive
  case pseudonymise
  case delete

  package static func < (left: StageAction, right: StageAction) -> Bool {
    left.severity < right.severity
  }

  private var severity: Int {
    switch self {
    case .archive: 0
    case .pseudonymise: 1
    case .delete: 2
    }
  }
}
