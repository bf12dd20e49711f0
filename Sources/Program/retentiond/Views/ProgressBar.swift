internal import Purging
internal import RetentionPolicy
internal import Words

/// One line on a terminal that shows how far a run is. Elsewhere nothing.
struct ProgressBar {
  private let terminal: Terminal
  private var total = 0
  private var done = 0
  private var lastPercent = -1

  init(terminal: Terminal = .standardError) {
    self.terminal = terminal
  }

  mutating func show(_ event: RunEvent) {
    switch event {
    case .started(_, let due, _): total = due
    case .batch(let batch):
      done += batch.count
      draw(label: "\(batch.action.rawValue) \(batch.recordSet)")
    default: return
    }
  }

  /// Leaves the line free for what comes after.
  func clear() {
    if lastPercent >= 0 { terminal.redraw() }
  }

  private mutating func draw(label: String) {
    guard terminal.isTerminal, total > 0 else { return }
    let percent = min(100, done * 100 / total)
    guard percent != lastPercent else { return }
    lastPercent = percent
    let width = max(10, min(40, terminal.width - 50))
    let filled = width * percent / 100
    let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: width - filled)
    terminal.redraw("\(bar) \(percent) % \(done)/\(total) \(label)")
  }
}
