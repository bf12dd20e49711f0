/// Numbers of one kind with their labels, as Prometheus reads them: the text exposition format, version 0.0.4.
struct MetricFamily {
  enum Kind: String {
    case gauge, counter, histogram
  }

  /// One number.
  struct Sample {
    /// What follows the family's name: `_bucket`, `_sum` and `_count` of a histogram.
    let suffix: String
    let labels: [(name: String, value: String)]
    let value: Double
  }

  /// Without the prefix that all have.
  let name: String
  let help: String
  let kind: Kind
  private(set) var samples: [Sample] = []

  init(_ name: String, _ help: String, _ kind: Kind = .gauge) {
    self.name = name
    self.help = help
    self.kind = kind
  }

  mutating func add(_ value: Double, _ labels: [(name: String, value: String)] = [], suffix: String = "") {
    samples.append(Sample(suffix: suffix, labels: labels, value: value))
  }

  mutating func add(_ value: Int, _ labels: [(name: String, value: String)] = []) {
    add(Double(value), labels)
  }

  /// The lines of the family; none if it has no number. What is not known has no line: a 0 would be a promise.
  var text: String {
    guard !samples.isEmpty else { return "" }
    let full = "retentiond_" + name
    return "# HELP \(full) \(Self.escaped(help))\n# TYPE \(full) \(kind.rawValue)\n"
      + samples.map { sample in
        let labels = sample.labels.map {
          "\($0.name)=\"\(Self.escaped($0.value).replacing("\"", with: "\\\""))\""
        }
        let shown = labels.isEmpty ? "" : "{\(labels.joined(separator: ","))}"
        return "\(full)\(sample.suffix)\(shown) \(Self.text(of: sample.value))\n"
      }.joined()
  }

  private static func escaped(_ text: String) -> String {
    text.replacing("\\", with: "\\\\").replacing("\n", with: "\\n")
  }

  private static func text(of value: Double) -> String {
    if value == .infinity { return "+Inf" }
    // Whole numbers that a double has exactly are written as such.
    if value.rounded() == value, abs(value) < 9_007_199_254_740_992 { return String(Int(value)) }
    return String(value)
  }
}
