internal import Words

/// Pieces of the sentences and fields of log events.
enum LogText {
  /// `1 row`, `2 rows`.
  static func counted(_ count: Int, _ noun: String, _ plural: String? = nil) -> String {
    "\(count) \(count == 1 ? noun : plural ?? noun + "s")"
  }

  /// As much of a digest as commands accept.
  static func short(_ digest: ConfigurationDigest) -> String { String(digest.short) }

  /// A field's number, or `?` if it is not known of `unknown` record sets: nothing that is not known is shown as a number.
  static func number(_ count: Int, unknownIn unknown: Int) -> String { unknown == 0 ? "\(count)" : "?" }

  /// What stands behind a number in a sentence if it is not known of `recordSets` record sets.
  static func unknown(in recordSets: Int) -> String {
    recordSets == 0 ? "" : ", and ? in \(counted(recordSets, "record set"))"
  }
}
