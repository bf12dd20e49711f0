package import CalendarExpressions

/// Which of the windows and black-out days of stores.json bind a run.
package enum WindowRule: Sendable, Hashable {
  case all
  /// A run that was missed begins at once, but on no black-out day.
  case blackOutOnly
  /// Somebody says that it may run at any time.
  case none

  /// What is left of windows by the rule.
  package func bounds(of windows: RunWindows) -> RunWindows {
    switch self {
    case .all: windows
    case .blackOutOnly: RunWindows(blackOut: windows.blackOut)
    case .none: RunWindows()
    }
  }
}
