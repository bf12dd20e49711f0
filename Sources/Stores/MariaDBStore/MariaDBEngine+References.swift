internal import MariaDB
internal import RecordStores
internal import ServerStores

/// The indexes that foreign keys look into.
extension MariaDBEngine {
  /// InnoDB looks for the row that a new reference names in one index, and sees no lock on another: with a key to a unique column, the lock on the row by
  /// its primary key keeps nobody from referring to it (tried on MariaDB 10.11). Which of several indexes that begin with the columns it takes is not shown.
  func referencedIndexes(of table: String, columns: [String]) throws(ServerError) -> [String] {
    let place = dialect.place(of: table)
    var indexes: [String: [String]] = [:]
    try asking {
      try connection.query(
        """
        SELECT index_name, column_name FROM information_schema.statistics
        WHERE table_schema = ? AND table_name = ? AND index_type = 'BTREE' AND column_name IS NOT NULL ORDER BY index_name, seq_in_index
        """, [place.database, place.table].map { .bytes(Array($0.utf8), isText: true) }
      ) { row in
        let texts = (0..<row.count).map { MariaDBCatalogue.text(row.value($0)) ?? "" }
        indexes[texts[0], default: []].append(texts[1])
      }
    }
    func begins(_ index: [String]) -> Bool {
      Set(index.prefix(columns.count).map { $0.lowercased() }) == Set(columns.map { $0.lowercased() })
    }
    if let key = indexes["PRIMARY"], begins(key) { return [] }
    return indexes.filter { begins($0.value) }.keys.sorted()
  }
}
