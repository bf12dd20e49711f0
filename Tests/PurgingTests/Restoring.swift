import AuditJournal
import CivilTime
import Foundation
import Purging
import RecordStores
import TestNames
import Words

extension TestStore {
  private func path(_ name: String) -> String { folder.appending(path: "\(name).sqlite").path }

  /// Copies a store's file away; no connection is open on it, and its journal mode leaves nothing beside it.
  func backUp(_ name: String = "main") throws {
    try? FileManager.default.removeItem(atPath: path(name) + ".backup")
    try FileManager.default.copyItem(atPath: path(name), toPath: path(name) + ".backup")
  }

  /// Writes the copy into the file, which stays the same file.
  func restore(_ name: String = "main") throws {
    try Data(contentsOf: URL(filePath: path(name) + ".backup")).write(to: URL(filePath: path(name)))
  }

  func found(at moment: Instant? = nil) throws -> Reconciliation {
    try Reconciling(context(.read)).find(at: moment ?? now)
  }

  /// What came back of a record set.
  func returned(_ recordSet: RecordSetName) throws -> ReturnedLine {
    try found().lines.map(\.counts).filter { $0.recordSet == recordSet }.reduce(
      ReturnedLine(recordSet: recordSet, rule: "", action: .delete)
    ) { sum, line in
      ReturnedLine(
        recordSet: recordSet, rule: "", action: .delete, again: sum.again + line.again,
        held: sum.held + line.held,
        kept: sum.kept + line.kept, new: sum.new + line.new)
    }
  }

  @discardableResult
  func reconcile(
    includingKept: Bool = false, stop: StopSignal = StopSignal(),
    observe: @escaping (RunEvent) -> Void = { _ in }
  ) throws -> ReconcileReport {
    let moment = now
    return try Reconciling(context(stop: stop)).purge(
      includingKept: includingKept, clock: { moment }, observe: observe)
  }

  /// The last entry of a type.
  func last(_ type: String) throws -> JournalEntry? {
    try journal(.read).lastEntry(ofType: EntryType("retentiond." + type))
  }
}
