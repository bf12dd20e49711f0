internal import RetentionPolicy
internal import Words

/// The rows of one record set that its first run may still change, over all its stages.
final class FirstRunAllowance {
  private(set) var rows: Int
  /// Rows of a class that go together or not at all; 1 where rows go one by one.
  private let classRows: Int
  /// Tells if the first run is over and a word is waited for: nothing is changed.
  let isWaiting: Bool
  private var hasChanged = false
  private var looks = 0

  /// After so many batches in which no class was large enough, what the run has changed is enough for a look.
  private static let patience = 20

  init(rows: Int, classRows: Int, isWaiting: Bool) {
    self.rows = isWaiting ? 0 : rows
    self.classRows = classRows
    self.isWaiting = isWaiting
  }

  /// Tells if another batch of the stage would be too much.
  func isSpent(for action: StageAction) -> Bool {
    rows < (action == .pseudonymise ? classRows : 1) || (hasChanged && looks > Self.patience)
  }

  func take(_ count: Int) {
    rows = max(0, rows - count)
    hasChanged = true
    looks = 0
  }

  /// A batch found only rows that must stay.
  func pass() { looks += 1 }
}
