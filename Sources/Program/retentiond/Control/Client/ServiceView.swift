internal import JSONText

/// What the service does now, in one line.
enum ServiceView {
  static func text(of facts: JSONValue) -> String {
    let wait = facts["waitsFor"]?.stringValue.map { "; waiting for \($0)" } ?? ""
    switch facts["state"]?.stringValue {
    case "planning": return "a run begins: it looks at what is due\(wait)"
    case "purging": return progress(facts) + wait
    default: return facts["line"]?.stringValue ?? "it answers"
    }
  }

  private static func progress(_ facts: JSONValue) -> String {
    func number(_ name: String) -> Int? { facts[name]?.integerValue }
    var text = "\(facts["run"]?.stringValue ?? "a run") is under way: \(number("changed") ?? 0)"
    if let due = number("due") { text += " of \(due)" }
    text += " records in \(number("seconds") ?? 0) s"
    if let rate = number("perSecond") { text += ", \(rate) a second" }
    if let left = number("secondsLeft") { text += ", about \(left) s left" }
    if let name = facts["recordSet"]?.stringValue { text += ", in \(name)" }
    return text
  }
}
