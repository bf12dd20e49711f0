internal import CivilTime
internal import TransparencyLog
internal import Words

/// The holds in force as the entries have them, and what they keep as far as entries tell it to everybody.
///
/// Whom a hold on people is about only the holder of the evidence key can tell: a batch names them by other locators than the hold does.
struct HoldCheck {
  /// The entries of each hold in force.
  private(set) var inForce: [Int: HeldEntries] = [:]
  /// The highest number that a hold had.
  private(set) var highest = 0
  /// The holds on each record set, domain and store.
  private var names: [HoldName: Set<Int>] = [:]
  /// The holds on records of each record set.
  private var records: [RecordSetName: [TreeHash: Set<Int>]] = [:]

  /// - Returns: what is wrong with the entry.
  mutating func read(_ entry: CheckedEntry, at index: Int) -> String? {
    switch entry.statement {
    case .holdPlaced(let hold, let until, let name):
      highest = max(highest, hold)
      let before = inForce.updateValue(HeldEntries(placed: index, until: until, name: name), forKey: hold)
      // The later one counts.
      if let before { forget(before.name, of: hold) }
      keep(name, by: hold)
      if before != nil { return "entry \(index) places hold \(hold), which is in force already" }
    case .holdLifted(let hold, let ended):
      guard let held = inForce.removeValue(forKey: hold) else {
        return "entry \(index) lifts hold \(hold), which was not in force"
      }
      forget(held.name, of: hold)
      if let ended, !held.isOver(ended, at: entry.time) {
        return "entry \(index) ends hold \(hold) before its last day was over"
      }
    case .holdChanged(let hold, let until):
      guard inForce[hold] != nil else {
        return "entry \(index) changes hold \(hold), which was not in force"
      }
      inForce[hold]?.changed = index
      inForce[hold]?.until = until
    case .holdNarrowed(let hold):
      guard inForce[hold] != nil else {
        return "entry \(index) takes people from hold \(hold), which was not in force"
      }
      inForce[hold]?.narrowed = index
    default: break
    }
    return nil
  }

  private mutating func keep(_ name: HoldName?, by hold: Int) {
    switch name {
    case .record(let recordSet, let locator):
      records[recordSet, default: [:]][locator, default: []].insert(hold)
    case let name?: names[name, default: []].insert(hold)
    case nil: break
    }
  }

  private mutating func forget(_ name: HoldName?, of hold: Int) {
    switch name {
    case .record(let recordSet, let locator):
      records[recordSet]?[locator]?.remove(hold)
      if records[recordSet]?[locator]?.isEmpty ?? false { records[recordSet]?[locator] = nil }
      if records[recordSet]?.isEmpty ?? false { records[recordSet] = nil }
    case let name?:
      names[name]?.remove(hold)
      if names[name]?.isEmpty ?? false { names[name] = nil }
    case nil: break
    }
  }

  /// The first hold in force that keeps every row of the intent's record set; nil for none.
  func hold(on stage: StageOfRun) -> Int? {
    if names.isEmpty { return nil }
    let keepers: [HoldName] = [
      .recordSet(stage.recordSet), .domain(stage.domain), .store(stage.store),
    ]
    return keepers.lazy.compactMap { names[$0]?.min() }.first
  }

  /// The first hold in force on one of the records that a batch's evidence has; nil for none.
  func hold(on locators: [UInt8], of stage: StageOfRun) -> Int? {
    guard let held = records[stage.recordSet] else { return nil }
    let width = RowEvidence.width
    for start in stride(from: 0, through: locators.count - width, by: width) {
      if let locator = TreeHash(locators[start..<start + width]), let hold = held[locator]?.min() {
        return hold
      }
    }
    return nil
  }
}
