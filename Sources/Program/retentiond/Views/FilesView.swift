internal import AuditJournal
internal import Files
internal import JSONText
internal import Purging
internal import RecordStores
internal import Words

/// Files that are left, for people.
enum FilesView {
  static func printout(of left: [LeftFiles], showsPaths: Bool) -> Printout {
    let rows = left.flatMap { left in
      Dictionary(grouping: left.reasons, by: \.reason).sorted { $0.key < $1.key }.map { reason, files in
        var members: [String: JSONValue] = [
          "batch": .string(left.pending.batch.rawValue),
          "recordSet": .string(left.pending.recordSet.rawValue),
          "reason": .string(reason), "files": .integer(files.count),
        ]
        if showsPaths { members["paths"] = JSONValue(files.map { path($0.file.path, below: $0.file.root) }) }
        return JSONValue.object(members)
      }
    }
    return Printout(
      page: text(of: left, showsPaths: showsPaths), json: .array(rows), rows: rows,
      members: ["batch", "recordSet", "reason", "files"] + (showsPaths ? ["paths"] : []))
  }

  /// - Parameter paths: the files that no row names; nil if they are not to be shown.
  static func printout(ofOrphans found: [(root: String, count: Int)], paths: [String]?) -> Printout {
    let rows = found.map { JSONValue.object(["folder": .string($0.root), "files": .integer($0.count)]) }
    var members: [String: JSONValue] = ["folders": .array(rows)]
    members["paths"] = paths.map { JSONValue($0) }
    return Printout(
      page: found.map { "\($0.root): \($0.count) files that no row names" }.asPage, json: .object(members),
      rows: rows, members: ["folder", "files"])
  }

  private static func text(of left: [LeftFiles], showsPaths: Bool) -> String {
    guard !left.isEmpty else { return "No files of purged rows are left." }
    var lines: [String] = []
    for left in left {
      lines.append("\(left.pending.batch)  \(left.pending.recordSet)  \(left.reasons.count) files")
      let byReason = Dictionary(grouping: left.reasons, by: \.reason)
      for (reason, files) in byReason.sorted(by: { $0.key < $1.key }) {
        lines.append("  \(files.count): \(reason)")
        if showsPaths { lines += files.map { "    " + path($0.file.path, below: $0.file.root) } }
      }
    }
    return lines.asPage
  }

  /// A path neither steers the terminal nor makes a line of its own; bytes that are no text are shown as such.
  static func path(_ path: FilePath, below root: String) -> String {
    let text = path.text ?? path.bytes.map(shown).joined()
    return (root + "/" + text).onOneLine
  }

  private static func shown(_ byte: UInt8) -> String {
    if (0x20..<0x7F).contains(byte) { return String(Unicode.Scalar(byte)) }
    return "\\x" + Hexadecimal.encode([byte])
  }
}
