internal import PostgreSQL
internal import RecordStores
internal import SQLWords
internal import ServerStores
internal import Words

/// What deleted rows leave, as docs/scrubbing.md measured it, and what the server says of it now.
extension PostgresEngine {
  func physicalScrub(of tables: [String]) throws(ServerError) -> PhysicalScrub {
    PhysicalScrub(places: [try pages(of: tables), try writeAheadLog(), try replicas()])
  }

  private func pages(of tables: [String]) throws(ServerError) -> PhysicalScrub.Place {
    var dead: [String] = []
    try asking {
      for table in tables {
        try connection.query(
          """
          SELECT sum(pg_stat_get_dead_tuples(t.relid)), to_char(min(pg_stat_get_last_vacuum_time(t.relid)), 'YYYY-MM-DD HH24:MI')
          FROM (\(Self.family)) t
          """, [dialect.table(table)]
        ) { row in
          // The server's statistics come some time after the rows died: a number is the least there are, and none is no number.
          let known = row.text(0).flatMap { Int($0) }.flatMap { $0 > 0 ? "has \($0) dead rows or more" : nil }
          let vacuum = row.text(1).map { "VACUUM came last at \($0) UTC" } ?? "no VACUUM was told to come"
          dead.append("\(table)\(known.map { " \($0), and" } ?? ":") \(vacuum)")
        }
      }
    }
    return PhysicalScrub.Place(
      name: "table files", isScrubbed: false,
      explanation: dead.map { $0 + "; " }.joined()
        + "deleted and changed rows are readable in the files of table and indexes, after VACUUM, too, until their space is written over: "
        + "`retentiond scrub --rewrite \(store)` writes the tables anew")
  }

  /// Settings that keep the log for longer, of those that everybody may see.
  private func writeAheadLog() throws(ServerError) -> PhysicalScrub.Place {
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
    return PhysicalScrub.Place(
      name: "write-ahead log", isScrubbed: false,
      explanation:
        "the rows are in it until checkpoints recycle its segments and they are written over"
        + keepers.map { "; " + $0 }.joined())
  }

  private func replicas() throws(ServerError) -> PhysicalScrub.Place {
    let count = try integer("SELECT count(*) FROM pg_stat_replication") ?? 0
    return PhysicalScrub.Place(
      name: "replicas, backups and storage", isScrubbed: false,
      explanation: (count > 0
        ? "\(count) replica(s) are connected, and follow by themselves" : "no replica is connected")
        + "; copies made before the run, and old blocks of storage, are out of reach from here")
  }

  // MARK: Going further

  func scrub(_ tables: [String], _ effort: ScrubEffort) throws(ServerError) -> PhysicalScrub {
    let keeper = effort.rewrites ? try oldestKeeper() : nil
    let refused = try vacuum(tables, isFull: effort.rewrites)
    let hasCheckpointed = try checkpoint()
    var places = try physicalScrub(of: tables).places
    if effort.rewrites || !refused.isEmpty {
      places[0] = PhysicalScrub.Place(
        name: "table files", isScrubbed: refused.isEmpty && keeper == nil && !tables.isEmpty,
        explanation: refused.isEmpty
          ? keeper.map {
            "the tables were written anew with the deleted rows that may still be seen by \($0): try again when that is over"
          } ?? "the tables were written anew, and the old files are gone"
          : "\(refused.joined(separator: ", ")): not this account's own: let the owner run VACUUM (FULL)")
    }
    if !hasCheckpointed {
      places[1] = PhysicalScrub.Place(
        name: places[1].name, isScrubbed: false,
        explanation: places[1].explanation
          + "; this account may not CHECKPOINT: grant it pg_checkpoint, or wait for the next")
    }
    var undone: [PhysicalScrub.Undone] = []
    if !refused.isEmpty {
      undone.append(.init(.rewriting, places[0].explanation))
    } else if effort.rewrites, keeper != nil {
      undone.append(.init(.scrubbing, places[0].explanation))
    }
    let isRewritten = effort.rewrites && refused.isEmpty && !tables.isEmpty
    return PhysicalScrub(
      places: places, undone: undone, done: isRewritten ? [.rewriting] : [],
      rewritten: effort.rewrites ? tables.filter { !refused.contains($0) } : [])
  }

  /// Runs VACUUM on tables and their parts.
  ///
  /// - Returns: the tables that are another's, of which VACUUM warns and does nothing.
  private func vacuum(_ tables: [String], isFull: Bool) throws(ServerError) -> [String] {
    var refused: [String] = []
    for table in tables {
      guard try isOwn(table) else {
        refused.append(table)
        continue
      }
      for part in try parts(of: table) {
        try asking { try connection.run(script: "VACUUM \(isFull ? "(FULL) " : "")\(part)") }
      }
    }
    return refused
  }

  /// A table, its partitions and the tables that inherit from it: VACUUM does not go to the latter by itself.
  private static let family = """
    WITH RECURSIVE family (relid) AS (SELECT $1::regclass::oid UNION SELECT i.inhrelid FROM pg_inherits i JOIN family f ON f.relid = i.inhparent)
    SELECT relid FROM family
    """

  /// Returns the tables of the family that have rows of their own.
  private func parts(of table: String) throws(ServerError) -> [String] {
    var parts: [String] = []
    try asking {
      try connection.query(
        """
        SELECT n.nspname, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind = 'r' AND c.oid IN (\(Self.family)) ORDER BY c.oid
        """, [dialect.table(table)]
      ) { parts.append(dialect.quoted($0.text(0) ?? "") + "." + dialect.quoted($0.text(1) ?? "")) }
    }
    return parts
  }

  /// Rows that were deleted before now are written anew, too, while somebody may see them. Short transactions are waited for.
  ///
  /// - Returns: who keeps them; nil for nobody.
  private func oldestKeeper() throws(ServerError) -> String? {
    var end = ""
    try asking {
      try connection.query("SELECT pg_snapshot_xmax(pg_current_snapshot())") { end = $0.text(0) ?? "" }
    }
    for attempt in 0..<Self.keeperAttempts {
      guard let keeper = try keeper(before: end) else { return nil }
      if attempt == Self.keeperAttempts - 1 { return keeper }
      guard gate.work.pause(for: .milliseconds(100)) else { throw .interrupted }
    }
    return nil
  }

  private static let keeperAttempts = 50

  /// What keeps rows that transactions before a number deleted.
  private func keeper(before end: String) throws(ServerError) -> String? {
    var keeper: String?
    try asking {
      try connection.query(
        """
        WITH bound AS (SELECT age(($1::numeric % 4294967296)::text::xid) AS age)
        SELECT kept.by FROM bound, (
          SELECT 'a transaction of ' || coalesce(a.usename, a.backend_type) || ' (process ' || a.pid || ')' AS by,
            greatest(age(a.backend_xmin), age(a.backend_xid)) AS age
          FROM pg_stat_activity a
          WHERE a.pid <> pg_backend_pid() AND (a.datname IS NULL OR a.datname = current_database())
          UNION ALL SELECT 'the prepared transaction ' || p.gid, age(p.transaction) FROM pg_prepared_xacts p
            WHERE p.database = current_database()
          UNION ALL SELECT 'the replication slot ' || s.slot_name, age(s.xmin) FROM pg_replication_slots s
        ) AS kept WHERE kept.age > bound.age
        UNION ALL SELECT 'transactions to come (vacuum_defer_cleanup_age)'
          WHERE coalesce(current_setting('vacuum_defer_cleanup_age', true), '0') <> '0'
        LIMIT 1
        """, [end]
      ) { keeper = $0.text(0) }
    }
    return keeper
  }

  private func isOwn(_ table: String) throws(ServerError) -> Bool {
    var isOwn = false
    try asking {
      try connection.query(
        """
        SELECT bool_and(pg_has_role(c.relowner, 'USAGE')) FROM pg_class c WHERE c.oid IN (\(Self.family))
        """, [dialect.table(table)]
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
