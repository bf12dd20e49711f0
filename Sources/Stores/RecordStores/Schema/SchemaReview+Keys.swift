extension SchemaReview {
  /// A key whose columns may be null is one as long as no row has null there: of two such rows nothing tells which is meant.
  mutating func reviewKey(_ nullable: [CatalogueColumn]) throws {
    let table = recordSet.table
    for column in nullable.map(\.name) {
      if try catalogue.hasNull(in: column, of: table) {
        refusals.append(
          .other(
            table: table, message: "rows have no \(column) (NULL), so that its key names none of them",
            remedy: "give them one, or name the primary key, or columns with a unique index and NOT NULL"))
      } else {
        warnings.append(
          .other(
            table: table,
            message:
              "\(column) of its key may be NULL: a row that loses it is no record any more, so that a run passes it over and the next one refuses the table",
            remedy: "have its owner make the column NOT NULL"))
      }
    }
  }
}
