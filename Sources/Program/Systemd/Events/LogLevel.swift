/// How much an event matters, as syslog numbers it (RFC 5424 section 6.2.1).
package enum LogLevel: Int, Sendable {
  case critical = 2
  case error, warning, notice, info
}
