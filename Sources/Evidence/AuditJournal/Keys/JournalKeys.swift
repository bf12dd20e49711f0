package import TransparencyLog

/// What a journal is signed with.
package struct JournalKeys: Sendable {
  /// The key that the configuration names; nil if it was destroyed, as epochs destroy it.
  package let configured: SigningKey?
  /// The file that it is in, to be destroyed after the first epoch; nil for what is in no file of ours.
  package let configuredFile: String?
  /// After how many entries a new key follows by itself; nil if none does.
  package let epochEntries: Int?

  package init(configured: SigningKey?, configuredFile: String? = nil, epochEntries: Int? = nil) {
    self.configured = configured
    self.configuredFile = configuredFile
    self.epochEntries = epochEntries
  }
}
