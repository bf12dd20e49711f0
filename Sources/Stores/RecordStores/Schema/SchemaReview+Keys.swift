extension SchemaReview {
  /// Compares the key with the table's unique indexes.
  ///
  /// - Parameter unique: the columns of each, the primary key last.
  mutating func reviewKey(among found: [CatalogueColumn], unique: [[String]]) throws {
    if recordSet.isKeyless {
      try reviewWithoutKey(found, unique: unique)
    } else if unique.contains(where: { Set($0) == Set(recordSet.key) }) {
      try reviewKey(found.filter { recordSet.key.contains($0.name) && $0.isNullable })
    } else {
      refusals.append(.keyNotUnique(table: recordSet.table, key: recordSet.key))
    }
  }

  /// A table of which stores.json says that it has no key. One that it has is better evidence than any digest; what the want of one costs is said.
  private mutating func reviewWithoutKey(_ found: [CatalogueColumn], unique: [[String]]) throws {
    let table = recordSet.table
    func refuse(_ message: String, _ remedy: String) {
      refusals.append(.other(table: table, message: message, remedy: remedy))
    }
    for key in unique.reversed() {
      let nullable = found.filter { key.contains($0.name) && $0.isNullable }.map(\.name)
      let shown = key.map { "\"\($0)\"" }.joined(separator: ", ")
      guard nullable.isEmpty else {
        // A purge can take the last row that has null there, and the next one would be refused for no change of anybody's.
        if try nullable.allSatisfy({ try !catalogue.hasNull(in: $0, of: table) }) {
          warnings.append(
            .other(
              table: table,
              message:
                "\"key\": [] says that it has no key, and no row is null in the unique index over \(key.joined(separator: ", ")) now, which is better evidence than a digest as long as that is so",
              remedy: "have its owner declare these columns NOT NULL, and write \"key\": [\(shown)]"))
        }
        continue
      }
      return refuse(
        "\"key\": [] says that it has no key, and a unique index names each of its rows, which is better evidence than a digest",
        "write \"key\": [\(shown)]; what went until then stays in the journal by its digest")
    }
    if !use.hasLedger {
      refuse(
        "it has no key, so that after a crash its rows cannot tell what became of a batch, and its store has no ledger",
        "name a ledger in the store, or add a unique key to the table")
    }
    if recordSet.triggersMoveRecords {
      refuse(
        "it has no key, and a trigger may write to its rows before they go, of which nobody could say then what they were",
        "add a unique key to the table, or have the trigger write elsewhere")
    }
    if let obstacle = try catalogue.keylessObstacle(of: table) { refusals.append(obstacle) }
    warnings.append(
      .other(
        table: table,
        message:
          "it has no key: no single row of it can be explained, held, set aside, or told from an equal one, and what a restore brings back cannot be compared; the evidence has a digest of each whole row, once for each equal row that went",
        remedy: "add a unique key to the table, if somebody must prove that one certain row of it went"))
  }

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
