internal import Glibc

/// Runs blocking work on a thread of its own.
package enum OwnThread {
  /// Starts work that nobody waits for: it may never come back.
  ///
  /// - Returns: 0, or the system's error; then nothing was started.
  package static func start(_ body: @escaping @Sendable () -> Void) -> Int32 {
    let work = Work(body)
    var thread = pthread_t()
    let pointer = unsafe Unmanaged.passRetained(work).toOpaque()
    let code = unsafe pthread_create(
      &thread, nil,
      { pointer in
        // A thread is started with the one reference that `passRetained` made.
        if let pointer = unsafe pointer {
          unsafe Unmanaged<Work>.fromOpaque(pointer).takeRetainedValue().body()
        }
        return nil
      }, pointer)
    if code == 0 {
      pthread_detach(thread)
    } else {
      unsafe Unmanaged<Work>.fromOpaque(pointer).release()
    }
    return code
  }

  private final class Work: Sendable {
    let body: @Sendable () -> Void
    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
  }
}
