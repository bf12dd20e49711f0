package import StoreBindings

/// How much is demanded of the two files when they are loaded.
package struct FileDemands: Sendable {
  /// What files that were approved as they are need not meet any more.
  package var standing = FileStanding.proposed
  /// What is done about the files that the stores file names as part of what it says.
  package var companions = CompanionFiles.read

  package init(standing: FileStanding = .proposed, companions: CompanionFiles = .read) {
    self.standing = standing
    self.companions = companions
  }

  /// Files that somebody proposes.
  package static let proposed = FileDemands()
  /// Files that somebody agreed to.
  package static let approved = FileDemands(standing: .approved)
}
