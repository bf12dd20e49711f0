package import CivilTime
internal import JSONText
package import Words

/// The files that a service reads, by their digests.
package struct LoadedFiles: Hashable, Sendable {
  /// The digest of both together.
  package let configuration: ConfigurationDigest
  package let rules: String
  package let stores: String

  package init(configuration: ConfigurationDigest, rules: String, stores: String) {
    self.configuration = configuration
    self.rules = rules
    self.stores = stores
  }
}

extension AuditJournal {
  /// A start is not told again if one stands in the journal that is younger, in seconds, and no stop behind it.
  ///
  /// A service that dies and is started again each minute would fill the journal otherwise. That it died shows all the same: the next start that is told follows a
  /// start without a stop.
  static let leastSecondsBetweenStarts = 3_600

  /// Records that a service of a version started.
  ///
  /// - Returns: false if that is told already.
  @discardableResult
  package func recordServiceStart(version: String, at time: Instant) throws -> Bool {
    try write(at: time) {
      let now = acceptedTime(for: time)
      if let start = try runningServiceStart(), start.data["version"]?.stringValue == version,
        now.secondsSinceEpoch - start.time.secondsSinceEpoch < Self.leastSecondsBetweenStarts
      {
        return false
      }
      try appendInTransaction([.serviceStarted(version: version)], at: time)
      return true
    }
  }

  /// Records that the service stopped, if its start is told.
  ///
  /// - Parameter reason: without naming a person whose records these are.
  /// - Returns: false if no start is told that it would be the end of.
  @discardableResult
  package func recordServiceStop(reason: String, at time: Instant) throws -> Bool {
    try write(at: time) {
      guard try runningServiceStart() != nil else { return false }
      try appendInTransaction([.serviceStopped(reason: reason)], at: time)
      return true
    }
  }

  /// Records which files the service read, unless they are those that the last such entry names.
  ///
  /// - Returns: false if that is told already.
  @discardableResult
  package func recordLoading(of files: LoadedFiles, at time: Instant) throws -> Bool {
    try write(at: time) {
      let last = try lastEntry(ofType: .rulesLoaded)
      guard
        last?.data["configuration"]?.stringValue != files.configuration.rawValue
          || last?.data["stores"]?.stringValue != files.stores
      else { return false }
      try appendInTransaction(
        [.rulesLoaded(configuration: files.configuration, rules: files.rules, stores: files.stores)], at: time
      )
      return true
    }
  }

  /// The last entry that says that the service started; nil if it stopped since.
  private func runningServiceStart() throws -> JournalEntry? {
    guard let start = try lastEntry(ofType: .serviceStarted) else { return nil }
    let stop = try lastEntry(ofType: .serviceStopped)
    return stop?.index ?? -1 < start.index ? start : nil
  }
}
