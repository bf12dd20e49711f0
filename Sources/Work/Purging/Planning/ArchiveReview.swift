internal import RecordStores
internal import StoreBindings

/// Says what an archive in another store could not keep.
struct ArchiveReview {
  private let context: PurgeContext

  init(_ context: PurgeContext) { self.context = context }

  /// Why a record set's archive in another store cannot keep its rows as they are, column by column, and what else its store says of it. Within a
  /// store the adapter has looked.
  func findings(of bound: BoundRecordSet, _ description: SchemaDescription, use: SchemaUse) throws
    -> (refusals: [SchemaFinding], warnings: [SchemaFinding], forbidden: [SchemaFinding])
  {
    guard let target = use.archive, target.store != bound.recordSet.store else { return ([], [], []) }
    let receiving = SchemaUse(receivingInto: target, reading: Set(target.key), in: context)
    let archive = try context.stores.store(named: target.store).describe(target, use: receiving)
    let losses = description.columns.losses(of: bound.recordSet.table, in: archive.columns, of: target.table)
    return (archive.refusals + losses, archive.warnings, archive.forbidden)
  }
}
