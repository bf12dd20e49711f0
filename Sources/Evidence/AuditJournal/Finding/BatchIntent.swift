internal import JSONText
package import Words

/// What a batch is about to commit. What it has in common with its stage's other batches is read as its own: `intent.rule`.
@dynamicMemberLookup
package struct BatchIntent: Hashable, Sendable {
  package let stage: StageOfRun
  package let count: Int
  /// Rows of dependents, by table.
  package let dependents: [String: Int]
  /// Rows that stayed and lost their reference to what goes, by table; none of them is 0.
  package let withoutReference: [String: Int]
  /// How many files go once it is committed.
  package let files: Int
  /// The ledger table of its store that the batch's name goes into with the change, if there is one.
  package let ledger: String?
  /// The batch that purged the records before, if a restore brought them back and this one purges them again; or the first of
  /// several of its run.
  package let repeats: BatchName?
  /// What the store's own log calls the batch's transaction, where it can tell later what became of it.
  package let transaction: String?
  /// The partition that goes whole, if the batch is one: its records are all rows of it.
  package let partition: String?
  /// Tells if it belongs to the first run under an approval, so that its keys are kept until somebody has looked.
  package let isFirstRun: Bool
  /// Tells if its records have no key, so that the evidence has a digest of each whole row (`RowDigest`).
  package let hasDigests: Bool
  /// The version of each domain's key that the rows were changed with: the results of two versions can be told apart by it.
  package internal(set) var keyVersions: [DomainID: Int]

  package init(
    _ stage: StageOfRun, count: Int, dependents: [String: Int], files: Int = 0, ledger: String? = nil,
    repeats: BatchName? = nil, transaction: String? = nil, partition: String? = nil, isFirstRun: Bool = false,
    hasDigests: Bool = false, keyVersions: [DomainID: Int] = [:], withoutReference: [String: Int] = [:]
  ) {
    self.withoutReference = withoutReference.filter { $0.value != 0 }
    self.stage = stage
    self.count = count
    self.dependents = dependents
    self.files = files
    self.ledger = ledger
    self.repeats = repeats
    self.transaction = transaction
    self.partition = partition
    self.isFirstRun = isFirstRun
    self.hasDigests = hasDigests
    self.keyVersions = keyVersions
  }

  package subscript<Value>(dynamicMember member: KeyPath<StageOfRun, Value>) -> Value {
    stage[keyPath: member]
  }

  func jsonValue(adding members: [String: JSONValue]) -> JSONValue {
    // Members that most batches do not need are left out.
    var recorded: [String: JSONValue] = [:]
    recorded["ledger"] = ledger.map(JSONValue.string)
    recorded["files"] = files > 0 ? .integer(files) : nil
    recorded["transaction"] = transaction.map(JSONValue.string)
    recorded["partition"] = partition.map(JSONValue.string)
    recorded["keyVersions"] =
      keyVersions.isEmpty ? nil : .object(keyVersions.byText.mapValues { .integer($0) })
    recorded["part"] = isFirstRun ? .string(Self.firstRunPart) : nil
    recorded["rowKeys"] = hasDigests ? .string(Self.digests) : nil
    let reason: [String: JSONValue] =
      repeats.map { ["reason": .string("reconcile"), "repeats": .string($0.rawValue)] } ?? [:]
    var members = members
    if !withoutReference.isEmpty {
      members[Self.lossMember] = .object(withoutReference.mapValues { .integer($0) })
      members["version"] = .integer(SubjectRoots.lossVersion)
    }
    return .object(
      [
        "run": .string(stage.run.rawValue), "configuration": .string(stage.configuration.rawValue),
        "domain": .string(stage.domain.rawValue), "rule": .string(stage.rule.rawValue),
        "action": .string(stage.action.rawValue), "recordSet": .string(stage.recordSet.rawValue),
        "store": .string(stage.store.rawValue), "cutoff": .string(stage.cutoff), "count": .integer(count),
        "dependents": .object(dependents.mapValues { .integer($0) }),
      ].merging(recorded.merging(reason) { $1 }.merging(members) { $1 }) { $1 })
  }

  static let firstRunPart = "first-run"
  static let lossMember = "withoutReference"
  private static let digests = "digest"

  /// The members that are texts.
  static let textMembers = [
    "run", "configuration", "domain", "rule", "action", "recordSet", "store", "cutoff",
  ]

  init?(_ data: JSONValue) {
    guard let run = data["run"]?.stringValue.map(RunName.init),
      let configuration = data["configuration"]?.stringValue.map(ConfigurationDigest.init),
      let domain = data["domain"]?.stringValue.map(DomainID.init),
      let rule = data["rule"]?.stringValue.map(RuleID.init),
      let action = data["action"]?.stringValue.flatMap(StageAction.init(rawValue:)),
      let recordSet = data["recordSet"]?.stringValue.map(RecordSetName.init),
      let store = data["store"]?.stringValue, let cutoff = data["cutoff"]?.stringValue,
      let count = data["count"]?.integerValue, case .object(let dependents)? = data["dependents"]
    else { return nil }
    self.init(
      StageOfRun(
        run: run, configuration: configuration, domain: domain, rule: rule, action: action,
        recordSet: recordSet, store: StoreName(store), cutoff: cutoff),
      count: count, dependents: dependents.compactMapValues(\.integerValue),
      files: data["files"]?.integerValue ?? 0, ledger: data["ledger"]?.stringValue,
      repeats: data["repeats"]?.stringValue.map(BatchName.init),
      transaction: data["transaction"]?.stringValue, partition: data["partition"]?.stringValue,
      isFirstRun: data["part"]?.stringValue == Self.firstRunPart,
      hasDigests: data["rowKeys"]?.stringValue == Self.digests,
      keyVersions: Self.versions(data["keyVersions"]), withoutReference: Self.counts(data[Self.lossMember]))
  }

  private static func counts(_ value: JSONValue?) -> [String: Int] {
    guard case .object(let members)? = value else { return [:] }
    return members.compactMapValues(\.integerValue)
  }

  private static func versions(_ value: JSONValue?) -> [DomainID: Int] {
    guard case .object(let members)? = value else { return [:] }
    return Dictionary(byText: members.compactMapValues(\.integerValue))
  }
}
