package import AuditJournal
internal import JSONText
internal import RetentionPolicy

extension Configuration {
  /// Returns what its rules allow that those of an earlier approval did not: whoever agrees again should know of it.
  ///
  /// - Parameter approval: nil if nobody has approved anything yet, so that there is nothing to compare with.
  package func loosened(since approval: Approval?) -> [ConfigurationFinding] {
    guard let approval, approval.rules != rulesBytes else { return [] }
    do throws(DocumentProblems) {
      let before = try Schedule.load(approval.rules, file: "approved rules")
      return schedule.loosened(since: before).map(ConfigurationFinding.loosened)
    } catch {
      return [.unreadableBefore]
    }
  }
}
