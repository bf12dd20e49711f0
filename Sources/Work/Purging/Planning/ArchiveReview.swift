internal import RecordStores
internal import StoreBindings

extension Engine {
  /// Why a record set's archive in another store cannot keep its rows as they are, column by column, and what else its store says of it. Within a
  /// store the adapter has looked.
  func archiveFindings(of bound: BoundRecordSet, _ description: SchemaDescription, use: SchemaUse) throws
    -> (refusals: [SchemaFinding], warnings: [SchemaFinding], forbidden: [SchemaFinding])
  {
    guard let target = use.archive, target.store != bound.recordSet.store else { return ([], [], []) }
    var receiving = SchemaUse(
      deletes: false, changedColumns: [], archive: nil, readColumns: Set(target.key), events: [])
    receiving.receives = true
    receiving.ledger = ledger(ofStore: target.store)?.table
    let archive = try store(named: target.store).describe(target, use: receiving)
    let losses = description.columns.losses(of: bound.recordSet.table, in: archive.columns, of: target.table)
    return (archive.refusals + losses, archive.warnings, archive.forbidden)
  }
}
