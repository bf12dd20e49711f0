/// Why no run was made at the calendar's times.
package enum MissedRunCause: String, Sendable, Hashable, CaseIterable {
  case serviceOff = "service-off"
  case runUnderWay = "run-under-way"
  case machineAsleep = "machine-asleep"
  case clockSet = "clock-set"

  var sentence: String {
    switch self {
    case .serviceOff: "while the service was off"
    case .runUnderWay: "while another run was under way"
    case .machineAsleep: "while the machine slept"
    case .clockSet: "because the clock was put forward"
    }
  }
}
