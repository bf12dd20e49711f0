import Glibc
import Systemd
import Testing

// Each test that needs the environment is a process of its own: changing it beside other tests is not safe.
@Suite("What the service manager hears")
struct ServiceNotifierTests {
  @Test("Each state reaches the socket as systemd writes it")
  func states() async {
    await #expect(processExitsWith: .success) {
      let socket = try NotificationSocket()
      let notifier = ServiceNotifier()
      #expect(notifier.isActive)
      #expect(notifier.ready(status: "3 rules"))
      #expect(socket.receive() == ["READY=1", "STATUS=3 rules"])
      #expect(notifier.ready())
      #expect(socket.receive() == ["READY=1"])
      #expect(notifier.status("resting"))
      #expect(socket.receive() == ["STATUS=resting"])
      #expect(notifier.watchdog())
      #expect(socket.receive() == ["WATCHDOG=1"])
      #expect(notifier.stopping(status: "last batch"))
      #expect(socket.receive() == ["STOPPING=1", "STATUS=last batch"])
      #expect(socket.receive() == nil)
    }
  }

  @Test("A reload says when it began, on the clock that systemd compares")
  func reload() async {
    await #expect(processExitsWith: .success) {
      let socket = try NotificationSocket()
      var before = timespec()
      unsafe clock_gettime(CLOCK_MONOTONIC, &before)
      #expect(ServiceNotifier().reloading())
      let lines = try #require(socket.receive())
      #expect(lines.first == "RELOADING=1")
      let time = try #require(lines.last?.split(separator: "=").last.flatMap { Int($0) })
      #expect(lines.last == "MONOTONIC_USEC=\(time)")
      let start = before.tv_sec * 1_000_000 + before.tv_nsec / 1_000
      #expect((start...start + 60_000_000).contains(time))
    }
  }

  @Test("A status text cannot smuggle in an assignment, and a long one does not lose the message")
  func hostileStatus() async {
    await #expect(processExitsWith: .success) {
      let socket = try NotificationSocket()
      let notifier = ServiceNotifier()
      #expect(notifier.status("up\nREADY=1\r\u{0}MAINPID=1"))
      #expect(socket.receive() == ["STATUS=up READY=1 MAINPID=1"])
      #expect(notifier.ready(status: String(repeating: "é", count: 10_000)))
      let lines = try #require(socket.receive())
      #expect(lines.first == "READY=1")
      #expect(lines.last?.utf8.count == "STATUS=".utf8.count + 1024)
    }
  }

  @Test("Without a service manager nothing is sent and nothing fails")
  func withoutManager() async {
    await #expect(processExitsWith: .success) {
      unsafe unsetenv("NOTIFY_SOCKET")
      unsafe unsetenv("WATCHDOG_USEC")
      let notifier = ServiceNotifier()
      #expect(!notifier.isActive)
      #expect(!notifier.ready(status: "x"))
      #expect(notifier.watchdogInterval == nil)
    }
  }

  @Test("The watchdog's interval is the unit's, and only when it is meant for this process")
  func watchdog() async {
    await #expect(processExitsWith: .success) {
      unsafe setenv("WATCHDOG_USEC", "1500000", 1)
      unsafe setenv("WATCHDOG_PID", "\(getpid())", 1)
      #expect(ServiceNotifier().watchdogInterval == .milliseconds(1500))
      unsafe setenv("WATCHDOG_PID", "1", 1)
      #expect(ServiceNotifier().watchdogInterval == nil)
    }
  }
}
