internal import Synchronization

/// What the service manager shows of the program: what it does, and what it waits for if it does.
final class StatusLine: Sendable {
  private let shown = Mutex<(text: String, wait: String?)>(("", nil))

  /// Notes what the program does now. It waits for nothing yet.
  func set(_ text: String) { shown.withLock { $0 = (text, nil) } }

  /// Notes what the program waits for, and returns the whole line; nil if it is as before.
  func waiting(for name: String?) -> String? {
    shown.withLock { shown in
      guard shown.wait != name else { return nil }
      shown.wait = name
      return name.map { "\(shown.text) (waiting for \($0))" } ?? shown.text
    }
  }
}
