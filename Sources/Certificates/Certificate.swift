public import AuditJournal
internal import JSONText
public import RetentionPolicy
public import TransparencyLog

/// A certificate of destruction: what one run did, under which rules and whose approval, and how to verify that the journal says so.
///
/// It names no person: it has counts, cutoffs and digests only.
public struct Certificate: Sendable {
  public let record: RunRecord
  /// Who agreed to the configuration; nil if the journal has no approval of it.
  public let approval: (by: String, entry: Int)?
  /// The rules as they were approved.
  public let schedule: Schedule?
  /// The journal's last checkpoint, signed.
  public let note: String
  public let verifierKey: VerifierKey

  /// Reads a run from the journal; nil if there is no such run.
  public init?(run: String, in journal: AuditJournal) throws {
    guard let record = try journal.record(ofRun: run) else { return nil }
    self.record = record
    let approval = try journal.approval(for: record.configuration)
    self.approval = approval.map { ($0.by, $0.entry) }
    do throws(DocumentProblems) {
      schedule = try approval.map { approval throws(DocumentProblems) in
        try Schedule.load(approval.rules, file: "approved rules")
      }
    } catch {
      // Rules of an earlier version of the program may be unreadable to this one: their ids still stand.
      schedule = nil
    }
    note = try journal.note(ofSize: journal.size) ?? ""
    verifierKey = journal.verifierKey
  }

  /// A rule's title, or its id where its text cannot be had.
  func title(ofRule id: String, _ language: CertificateLanguage) -> String {
    rule(id).map { language == .french ? $0.title.french : $0.title.english } ?? id
  }

  func rule(_ id: String) -> Rule? { schedule?.domains.lazy.flatMap(\.rules).first { $0.id == id } }

  /// The records of all lines.
  var recordCount: Int { record.lines.reduce(0) { $0 + $1.records } }
}

/// The languages that a certificate is written in.
public enum CertificateLanguage: String, Sendable, CaseIterable {
  case french = "fr"
  case english = "en"
}
