internal import JSONText
package import Words

/// A configuration that somebody agreed to, with both files as they were.
package struct Approval: Sendable {
  package let digest: ConfigurationDigest
  package let rules: [UInt8]
  package let stores: [UInt8]
  /// The folder that the stores file's relative paths start from.
  package let baseDirectory: String
  package let by: String
  /// The entry that says so.
  package let entry: Int
}

extension Approval {
  /// Tells if an entry's data are those of this approval, down to the bytes of both files.
  func matches(_ data: JSONValue) -> Bool {
    data["configuration"]?.stringValue == digest.rawValue && data["by"]?.stringValue == by
      && data["rules"]?.stringValue == AuditJournal.digest(of: rules)
      && data["stores"]?.stringValue == AuditJournal.digest(of: stores)
      && data["baseDirectory"]?.stringValue == AuditJournal.digest(of: baseDirectory.utf8)
  }
}
