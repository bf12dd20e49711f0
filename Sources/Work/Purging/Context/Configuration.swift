package import AuditJournal
internal import Crypto
package import JSONText
internal import RecordStores
package import RetentionPolicy
package import StoreBindings
package import Words

/// The two files, loaded and checked together, with the digests that approvals and journal entries name.
package struct Configuration: Sendable {
  package let schedule: Schedule
  package let bindings: StoreBindings
  /// The bytes of `retention-rules.json` as they were read.
  package let rulesBytes: [UInt8]
  /// The bytes of `stores.json` as they were read.
  package let storesBytes: [UInt8]
  /// SHA-256 of a newer stores file that says how the stores are reached, in hex; nil where this one does.
  private(set) var readStoresDigest: String?

  /// Checks both files.
  ///
  /// - Parameters:
  ///   - baseDirectory: what relative paths of the stores file start from.
  ///   - demands: how much is demanded of them.
  /// - Throws: every problem of both files at once; those of the stores file only when the rules are sound, since
  ///   it is checked against them.
  package static func load(
    rules: [UInt8], rulesFile: String, stores: [UInt8], storesFile: String, baseDirectory: String,
    demands: FileDemands = .proposed
  ) throws(DocumentProblems) -> Configuration {
    let schedule = try Schedule.load(rules, file: rulesFile)
    let bindings = try StoreBindings.load(
      stores, file: storesFile, schedule: schedule, baseDirectory: baseDirectory,
      companions: demands.companions, standing: demands.standing)
    return Configuration(
      schedule: schedule, bindings: bindings, rulesBytes: rules, storesBytes: stores)
  }

  /// Loads the files that somebody agreed to, as the journal keeps them.
  ///
  /// - Parameters:
  ///   - companions: a hierarchy that changed since then is needed for changing rows alone.
  ///   - rulesFile: what problems call the rules file.
  ///   - storesFile: what problems call the stores file.
  package static func load(
    _ approval: Approval, companions: CompanionFiles = .skip, rulesFile: String = "approved rules",
    storesFile: String = "approved stores"
  ) throws(DocumentProblems) -> Configuration {
    try load(
      rules: approval.rules, rulesFile: rulesFile, stores: approval.stores, storesFile: storesFile,
      baseDirectory: approval.baseDirectory,
      demands: FileDemands(standing: .approved, companions: companions))
  }

  /// What keeps the files from being approved by this version of the program, by record set: earlier versions let them be.
  package var dependentProblems: [RecordSetName: [DependentDomains.Problem]] {
    let domains = DependentDomains(bindings, schedule: schedule)
    return Dictionary(
      uniqueKeysWithValues: bindings.recordSets.map {
        ($0.recordSet.name, domains.problems(of: $0.recordSet))
      }
    ).filter { !$0.value.isEmpty }
  }

  /// SHA-256 of the rules file, in hex.
  package var rulesDigest: String { Hexadecimal.encode(SHA256.hash(data: rulesBytes)) }

  /// SHA-256 of the stores file, in hex.
  package var storesDigest: String { Hexadecimal.encode(SHA256.hash(data: storesBytes)) }

  /// SHA-256 of the stores file that says how the stores are reached, in hex: another than the one that is approved where only ways were changed since.
  package var readStores: String { readStoresDigest ?? storesDigest }

  /// What an approval is given to: SHA-256 over both files' digests, in hex.
  package var digest: ConfigurationDigest {
    ConfigurationDigest(
      Hexadecimal.encode(
        SHA256.hash(data: Array("retentiond configuration v1\n\(rulesDigest)\n\(storesDigest)\n".utf8))))
  }
}
