package import Words

extension LogEvent {
  /// Both files were read, and everything in them can be applied.
  package static func configurationLoaded(digest: ConfigurationDigest, rules: Int, recordSets: Int)
    -> LogEvent
  {
    LogEvent(
      "configuration-loaded", id: "03b5d61b62924bc1b40219cf1250fa8e", .notice,
      [(.configuration, digest.rawValue), (.rules, "\(rules)"), (.recordSets, "\(recordSets)")],
      "configuration \(LogText.short(digest)) loaded: \(LogText.counted(rules, "rule")), \(LogText.counted(recordSets, "record set"))"
    )
  }

  /// A reload found problems; the configuration with the digest `kept` goes on.
  package static func configurationRefused(reason: String, kept: ConfigurationDigest) -> LogEvent {
    LogEvent(
      "configuration-refused", id: "8f266d8c8c8948a192ce0511394e9782", .error,
      [(.configuration, kept.rawValue), (.reason, reason)],
      "the new configuration is refused and \(LogText.short(kept)) goes on: \(reason)")
  }

  /// A configuration that nobody approved; the approved one goes on, if there is one.
  package static func configurationUnapproved(digest: ConfigurationDigest, approved: ConfigurationDigest?)
    -> LogEvent
  {
    LogEvent(
      "configuration-unapproved", id: "4b76d5511931497c954851501849bd38", .warning,
      [(.configuration, digest.rawValue), (.approved, approved?.rawValue)],
      "configuration \(LogText.short(digest)) is not approved"
        + (approved.map { "; going on with \(LogText.short($0)), which is" }
          ?? ": nothing is purged until it is"))
  }

  /// Something that both files may say does nothing, or too seldom: a calendar that never comes, a domain that no record set serves.
  package static func configurationDoubtful(reason: String) -> LogEvent {
    LogEvent(
      "configuration-doubtful", id: "eab79b34f8a74aaa8dc3dcc611ba262e", .warning, [(.reason, reason)],
      "the configuration may not do what is expected of it: \(reason)")
  }

  /// A rule without a period: `count` rows wait for it.
  package static func ruleUnset(recordSet: RecordSetName, rule: RuleID, count: Int) -> LogEvent {
    LogEvent(
      "rule-unset", id: "0db6c3aa63d9434ea497201ad87703f3", .warning,
      [(.recordSet, recordSet.rawValue), (.rule, rule.rawValue), (.count, "\(count)")],
      "\(recordSet): \(rule) has no period yet; \(LogText.counted(count, "row")) wait for one")
  }
}
