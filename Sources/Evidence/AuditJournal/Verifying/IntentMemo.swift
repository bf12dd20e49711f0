internal import JSONText
internal import Words

/// The last intent's context, for the next one, which mostly has the same.
struct IntentMemo {
  private var values: [ArraySlice<UInt8>] = []
  private var context: IntentContext?

  /// - Returns: nil if a member is missing, and for an action that this program does not know.
  mutating func context(of scan: CanonicalScan, in data: CanonicalScan.Object) -> IntentContext? {
    var found: [ArraySlice<UInt8>] = []
    found.reserveCapacity(BatchIntent.textMembers.count)
    for name in BatchIntent.textMembers {
      guard let value = scan.string(name, in: data) else { return nil }
      found.append(value)
    }
    if let context, found == values { return context }
    // Plain entries are ASCII.
    let texts = found.map { String(decoding: $0, as: UTF8.self) }
    guard let action = StageAction(rawValue: texts[4]) else { return nil }
    let made = IntentContext(
      run: RunName(texts[0]), configuration: texts[1], domain: texts[2], rule: texts[3], action: action,
      recordSet: texts[5], store: texts[6], cutoff: texts[7])
    // Slices would keep the whole entry.
    values = found.map { Array($0)[...] }
    context = made
    return made
  }
}
