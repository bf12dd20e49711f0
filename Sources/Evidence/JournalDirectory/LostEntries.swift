package import AuditJournal
internal import CivilTime
internal import JSONText
internal import TransparencyLog
internal import Words

/// What a folder has of a journal that the journal itself has not, or not any more.
package struct LostEntries: Sendable {
  /// The entries that both have.
  package let common: Int
  /// The entries of the folder.
  package let size: Int
  /// Holds that were placed and lifted in what is lost, by the lines that say so.
  package private(set) var holds: [String] = []
  /// Batches that were committed there.
  package private(set) var batches = 0
  /// What somebody decided there: approvals, changes of keys, acceptances.
  package private(set) var others: [String] = []
  /// What is wrong with the folder itself; if anything is, what it says may be anybody's.
  package let findings: [String]

  package var count: Int { size - common }

  /// Reads a folder behind where it and the journal part.
  package init(of path: String, from journal: AuditJournal) throws {
    let folder = try JournalDirectory(path)
    size = folder.checkpoint.size
    findings = try DirectoryVerifier.verify(path, verifierKey: journal.firstVerifierKey()).findings
    common = try Self.common(folder, journal)
    for index in common..<size {
      guard
        let entry = try? JournalEntry(
          bytes: folder.entry(at: index), index: index, origin: journal.location.origin)
      else { continue }
      let line =
        "entry \(index), \(entry.time.iso8601): \(entry.type.rawValue.split(separator: ".").dropFirst().joined(separator: " "))"
      switch entry.type.loss {
      case .hold:
        let reference = entry.data["reference"]?.stringValue.map { ", reference \($0)" } ?? ""
        holds.append(line + (entry.data["hold"]?.integerValue.map { " \($0)" } ?? "") + reference)
      case .outcome:
        if entry.data["outcome"]?.stringValue == BatchOutcome.committed.word { batches += 1 }
      case .decision: others.append(line)
      case nil: break
      }
    }
  }

  /// The largest number of first entries that have the same root in both.
  private static func common(_ folder: JournalDirectory, _ journal: AuditJournal) throws -> Int {
    var (same, other) = (0, min(folder.checkpoint.size, journal.size) + 1)
    while other - same > 1 {
      let middle = (same + other) / 2
      let isSame =
        try TreeHash(of: 0..<middle, nodes: folder.node) == TreeHash(of: 0..<middle, nodes: journal.node)
      if isSame { same = middle } else { other = middle }
    }
    return same
  }
}
