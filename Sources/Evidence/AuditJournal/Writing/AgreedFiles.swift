package import Words

/// The configuration that somebody agrees to: both files as they are, with their digests.
package struct AgreedFiles: Sendable {
  /// The digest of the configuration, which both files make together.
  package let digest: ConfigurationDigest
  package let rules: [UInt8]
  package let rulesDigest: String
  package let stores: [UInt8]
  package let storesDigest: String
  /// The folder that the stores file's relative paths start from.
  package let baseDirectory: String

  package init(
    digest: ConfigurationDigest, rules: [UInt8], rulesDigest: String, stores: [UInt8], storesDigest: String,
    baseDirectory: String
  ) {
    self.digest = digest
    self.rules = rules
    self.rulesDigest = rulesDigest
    self.stores = stores
    self.storesDigest = storesDigest
    self.baseDirectory = baseDirectory
  }

  /// Tells if the files' digests are of these files.
  var haveTheirDigests: Bool {
    rulesDigest == AuditJournal.digest(of: rules) && storesDigest == AuditJournal.digest(of: stores)
  }
}
