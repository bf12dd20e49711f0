extension Instant {
  /// Date, time and offset on a zone's clocks, for people: `2026-11-29 02:30:00 +01:00`.
  package func text(in zone: TimeZone) -> String {
    let (date, second) = zone.local(at: self)
    let offset = zone.offset(at: self)
    let time = [second / 3_600, second / 60 % 60, second % 60].map { CivilDate.padded($0, 2) }
    let east = abs(offset)
    return
      "\(date) \(time.joined(separator: ":")) \(offset < 0 ? "-" : "+")\(CivilDate.padded(east / 3_600, 2)):\(CivilDate.padded(east / 60 % 60, 2))"
  }
}
