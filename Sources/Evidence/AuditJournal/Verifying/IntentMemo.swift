internal import JSONText
internal import Words

/// The last intent's stage, for the next one, which mostly has the same.
struct IntentMemo {
  private var values: [ArraySlice<UInt8>] = []
  private var stage: StageOfRun?

  /// - Returns: nil if a member is missing, and for an action that this program does not know.
  mutating func stage(of scan: CanonicalScan, in data: CanonicalScan.Object) -> StageOfRun? {
    var found: [ArraySlice<UInt8>] = []
    found.reserveCapacity(BatchIntent.textMembers.count)
    for name in BatchIntent.textMembers {
      guard let value = scan.string(name, in: data) else { return nil }
      found.append(value)
    }
    if let stage, found == values { return stage }
    // Plain entries are ASCII.
    let texts = found.map { String(decoding: $0, as: UTF8.self) }
    guard let action = StageAction(rawValue: texts[4]) else { return nil }
    let made = StageOfRun(
      run: RunName(texts[0]), configuration: ConfigurationDigest(texts[1]), domain: DomainID(texts[2]),
      rule: RuleID(texts[3]),
      action: action,
      recordSet: RecordSetName(texts[5]), store: StoreName(texts[6]), cutoff: texts[7])
    // Slices would keep the whole entry.
    values = found.map { Array($0)[...] }
    stage = made
    return made
  }
}
