package import AuditJournal
internal import JSONText
package import RetentionPolicy
package import TransparencyLog
package import Words

/// A certificate of destruction: what one run did, under which rules and whose approval, and how to verify that the journal says so.
///
/// It names no person whom records are about: it has counts, cutoffs and digests only. It says of nothing more than the journal knows: what a person
/// decided, what came back and what nobody could measure stand apart from what the stores said.
package struct Certificate: Sendable {
  package let record: RunRecord
  /// The rules as they were approved.
  package let schedule: Schedule?
  /// The key that signs for the journal's last checkpoint.
  package let verifierKey: VerifierKey

  /// Reads a run from the journal; nil if there is no such run.
  package init?(run: RunName, in journal: AuditJournal) throws {
    guard let record = try journal.record(ofRun: run) else { return nil }
    self.record = record
    let approval = try journal.approval(for: record.configuration)
    do throws(DocumentProblems) {
      schedule = try approval.map { approval throws(DocumentProblems) in
        try Schedule.load(approval.rules, file: "approved rules")
      }
    } catch {
      // Rules of an earlier version of the program may be unreadable to this one: their ids still stand.
      schedule = nil
    }
    verifierKey = record.keys.last?.key ?? journal.verifierKey
  }

  /// Returns a rule's title in the certificate's language, in the title's own first one if it lacks that, or the rule's id if the approved
  /// rules cannot be had.
  func title(ofRule id: RuleID, _ language: CertificateLanguage) -> String {
    rule(id)?.title.text(in: language.tag) ?? id.rawValue
  }

  func rule(_ id: RuleID) -> Rule? { schedule?.domains.lazy.flatMap(\.rules).first { $0.id == id } }

  /// The records of all lines of a stage.
  func recordCount(of action: StageAction) -> Int {
    record.lines.filter { $0.action == action }.reduce(0) { $0 + $1.records }
  }

  /// Tells if the run destroyed anything, by the word of the stores: what is archived or pseudonymised is there.
  var isOfDestruction: Bool { recordCount(of: Self.destruction) > 0 }

  /// The stage that destroys records.
  static let destruction = StageAction.delete
}

/// The languages that a certificate is written in.
package enum CertificateLanguage: String, Sendable, CaseIterable {
  case french = "fr"
  case english = "en"

  /// The language in which titles are looked for.
  var tag: LanguageTag {
    switch self {
    case .french: .french
    case .english: .english
    }
  }
}
