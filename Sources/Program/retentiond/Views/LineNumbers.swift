/// Lines of a list in words: the first ten of them.
enum LineNumbers {
  static func text(_ lines: [Int]) -> String {
    let more = lines.count > 10 ? ", … (\(lines.count) in all)" : ""
    return
      "line\(lines.count == 1 ? "" : "s") \(lines.prefix(10).map(String.init).joined(separator: ", "))\(more)"
  }
}
