internal import PostgreSQL
internal import RecordStores
internal import ServerStores

/// What deleted rows leave, as docs/physical-erasure.md measured it, and what the server says of it now.
extension PostgresEngine {
  func physicalErasure(of tables: [String]) throws(ServerError) -> PhysicalErasure {
    PhysicalErasure(places: [try pages(of: tables), try writeAheadLog(), try replicas()])
  }

  private func pages(of tables: [String]) throws(ServerError) -> PhysicalErasure.Place {
    var dead: [String] = []
    try asking {
      for table in tables {
        try connection.query(
          """
          SELECT sum(pg_stat_get_dead_tuples(t.relid)), to_char(min(pg_stat_get_last_vacuum_time(t.relid)), 'YYYY-MM-DD HH24:MI')
          FROM (SELECT relid FROM pg_partition_tree($1::regclass) UNION SELECT $1::regclass) t
          """, [self.table(table)]
        ) { row in
          dead.append(
            "\(table) has \(row.text(0) ?? "?") dead rows, and \(row.text(1).map { "VACUUM came last at \($0) UTC" } ?? "no VACUUM was told to come")"
          )
        }
      }
    }
    return PhysicalErasure.Place(
      name: "table files", isErased: false,
      explanation: dead.map { $0 + "; " }.joined()
        + "deleted and changed rows are readable in the files of table and indexes, after VACUUM, too, until their space is written over: "
        + "`retentiond erase --rewrite \(store)` writes the tables anew")
  }

  /// Settings that keep the log for longer, of those that everybody may see.
  private func writeAheadLog() throws(ServerError) -> PhysicalErasure.Place {
    var keepers: [String] = []
    try asking {
      try connection.query(
        """
        SELECT current_setting('full_page_writes'), current_setting('archive_mode'), current_setting('wal_keep_size'),
          (SELECT count(*) FROM pg_replication_slots)
        """
      ) { row in
        if row.text(0) == "on" {
          keepers.append("it has whole pages of before (full_page_writes)")
        }
        if row.text(1) != "off" {
          keepers.append("its archive keeps it for as long as you do (archive_mode)")
        }
        if row.text(2) != "0" { keepers.append("\(row.text(2) ?? "") of it are kept (wal_keep_size)") }
        if let slots = row.text(3), slots != "0" {
          keepers.append("\(slots) replication slot(s) keep what their readers lack")
        }
      }
    }
    return PhysicalErasure.Place(
      name: "write-ahead log", isErased: false,
      explanation:
        "the rows are in it until checkpoints recycle its segments and they are written over"
        + keepers.map { "; " + $0 }.joined())
  }

  private func replicas() throws(ServerError) -> PhysicalErasure.Place {
    let count = try integer("SELECT count(*) FROM pg_stat_replication") ?? 0
    return PhysicalErasure.Place(
      name: "replicas, backups and storage", isErased: false,
      explanation: (count > 0
        ? "\(count) replica(s) are connected, and follow by themselves" : "no replica is connected")
        + "; copies made before the run, and old blocks of storage, are out of reach from here")
  }

  // MARK: Going further

  func erase(_ tables: [String], _ effort: ErasureEffort) throws(ServerError) -> PhysicalErasure {
    var refused: [String] = []
    for table in tables {
      // Of a table that is another's, VACUUM warns and does nothing.
      guard try isOwn(table) else {
        refused.append(table)
        continue
      }
      try asking {
        try connection.run(script: "VACUUM \(effort.rewrites ? "(FULL) " : "")\(self.table(table))")
      }
    }
    let hasCheckpointed = try checkpoint()
    var places = try physicalErasure(of: tables).places
    if effort.rewrites || !refused.isEmpty {
      places[0] = PhysicalErasure.Place(
        name: "table files", isErased: refused.isEmpty && !tables.isEmpty,
        explanation: refused.isEmpty
          ? "the tables were written anew, and the old files are gone"
          : "\(refused.joined(separator: ", ")): not this account's own: let the owner run VACUUM (FULL)")
    }
    if !hasCheckpointed {
      places[1] = PhysicalErasure.Place(
        name: places[1].name, isErased: false,
        explanation: places[1].explanation
          + "; this account may not CHECKPOINT: grant it pg_checkpoint, or wait for the next")
    }
    return PhysicalErasure(places: places)
  }

  private func isOwn(_ table: String) throws(ServerError) -> Bool {
    var isOwn = false
    try asking {
      try connection.query(
        """
        SELECT bool_and(pg_has_role(c.relowner, 'USAGE')) FROM pg_class c
        WHERE c.oid = $1::regclass OR c.oid IN (SELECT relid FROM pg_partition_tree($1::regclass))
        """, [self.table(table)]
      ) { isOwn = $0.text(0) == "t" }
    }
    return isOwn
  }

  private func checkpoint() throws(ServerError) -> Bool {
    do {
      try asking { try connection.run(script: "CHECKPOINT") }
      return true
    } catch .other(code: "42501", message: _) {
      return false
    }
  }
}
