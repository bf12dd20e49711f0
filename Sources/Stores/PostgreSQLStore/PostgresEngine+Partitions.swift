internal import PostgreSQL
internal import RecordStores
internal import SQLWords
internal import ServerStores

/// Partitions that go whole. A statement that drops one is part of the transaction like any other.
extension PostgresEngine {
  /// Leaves of the first two levels that are the account's own, without triggers or rules of their own.
  ///
  /// A partition is dropped only where no row can come any more that belongs to it: one of dates that are past. Others, and one that takes what
  /// belongs nowhere else, are emptied.
  func partitions(of table: String) throws(ServerError) -> [TablePartition] {
    var partitions: [TablePartition] = []
    try asking {
      try connection.query(
        """
        SELECT relname, nspname, container, containerschema, oid, rows, bound::timestamptz < now() - interval '1 day'
        FROM (
          SELECT c.relname, n.nspname, p.relname AS container, m.nspname AS containerschema, c.oid, c.reltuples::bigint AS rows,
            CASE WHEN k.partstrat = 'r' AND k.partnatts = 1 AND k.partdefid <> c.oid AND a.atttypid IN (1082, 1114, 1184)
              THEN (regexp_match(pg_get_expr(c.relpartbound, c.oid), 'TO \\(''([^'']*)''\\)$'))[1] END AS bound
          FROM pg_partition_tree($1::regclass) t
          JOIN pg_class c ON c.oid = t.relid JOIN pg_namespace n ON n.oid = c.relnamespace
          JOIN pg_inherits i ON i.inhrelid = c.oid JOIN pg_class p ON p.oid = i.inhparent
          JOIN pg_namespace m ON m.oid = p.relnamespace JOIN pg_partitioned_table k ON k.partrelid = p.oid
          LEFT JOIN pg_attribute a ON a.attrelid = p.oid AND a.attnum = k.partattrs[0] AND a.attnum > 0
          WHERE t.isleaf AND t.level BETWEEN 1 AND 2 AND c.relkind = 'r' AND NOT i.inhdetachpending
            AND pg_has_role(c.relowner, 'USAGE')
            AND NOT EXISTS (SELECT FROM pg_trigger g WHERE g.tgrelid = c.oid AND NOT g.tgisinternal AND g.tgtype & 40 <> 0 AND g.tgenabled <> 'D')
            AND NOT EXISTS (SELECT FROM pg_rewrite r WHERE r.ev_class = c.oid AND r.ev_type = '4')) AS leaf
        ORDER BY bound, oid
        """, [dialect.table(table)]
      ) { row in
        let (name, schema) = (row.text(0) ?? "", row.text(1) ?? "")
        let source = dialect.quoted(schema) + "." + dialect.quoted(name)
        partitions.append(
          TablePartition(
            name: schema == settings.schema ? name : "\(schema).\(name)",
            container: dialect.quoted(row.text(3) ?? "") + "." + dialect.quoted(row.text(2) ?? ""),
            source: source,
            identity: row.text(4) ?? "", isDropped: row.text(6) == "t",
            estimatedRows: row.text(5).flatMap { Int($0) } ?? 0))
      }
    }
    return partitions
  }

  func approach(_ partition: TablePartition) throws(ServerError) {
    try asking { try connection.run(script: "SAVEPOINT partition") }
  }

  /// What it is a part of is locked before it, as whoever comes by way of the whole table does: nobody waits for another in a circle. Others
  /// wait behind us for as long as we wait, so that is not long.
  func lock(_ partition: TablePartition) throws(ServerError) -> Bool {
    let wait = Int(min(settings.busySeconds, 1) * 1_000)
    var isThere = false
    do {
      try asking {
        try connection.run(
          script: """
            SET LOCAL lock_timeout = \(wait);
            LOCK TABLE \(partition.isDropped ? "ONLY \(partition.container), " : "")ONLY \(partition.source) IN ACCESS EXCLUSIVE MODE
            """)
        try connection.query(
          """
          SELECT FROM pg_inherits WHERE inhrelid = $1::oid AND inhrelid = $2::regclass AND inhparent = $3::regclass AND NOT inhdetachpending
          """, [partition.identity, partition.source, partition.container]
        ) { _ in isThere = true }
      }
    } catch .busy {
      return false
    }
    return isThere
  }

  func remove(_ partition: TablePartition) throws(ServerError) {
    try asking {
      try connection.run(
        script: partition.isDropped
          ? "DROP TABLE \(partition.source)" : "TRUNCATE TABLE ONLY \(partition.source)")
    }
  }

  func leavePartition() throws(ServerError) {
    try asking {
      try connection.run(script: "ROLLBACK TO SAVEPOINT partition; RELEASE SAVEPOINT partition")
    }
  }
}

extension PostgresCatalogue {
  func partitionObstacles(of table: String, hasLedger: Bool) throws -> [PartitionObstacle]? {
    var found: [PartitionObstacle]?
    try engine.asking {
      try engine.connection.query(
        """
        SELECT pg_has_role(c.relowner, 'USAGE'), (SELECT string_agg(DISTINCT p.relname, ', ') FROM pg_partition_tree(c.oid) t
            JOIN pg_class p ON p.oid = t.relid WHERE t.isleaf AND p.relkind = 'r' AND NOT pg_has_role(p.relowner, 'USAGE')),
          (SELECT string_agg(DISTINCT b.pubname, ', ') FROM pg_publication_tables b JOIN pg_namespace s ON s.nspname = b.schemaname
            JOIN pg_class p ON p.relnamespace = s.oid AND p.relname = b.tablename JOIN pg_partition_tree(c.oid) t ON t.relid = p.oid)
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relname = $1 AND n.nspname = $2 AND c.relkind = 'p'
        """, engine.dialect.place(of: table)
      ) { row in
        var obstacles: [PartitionObstacle] = []
        if row.text(0) != "t" {
          obstacles.append(
            PartitionObstacle(
              "the table is not this account's own",
              remedy: "grant the role of stores.json the role that owns it, or remove \"partitions\""))
        } else if let others = row.text(1) {
          obstacles.append(
            PartitionObstacle(
              "partitions are not this account's own (\(others))",
              remedy: "grant the role of stores.json the role that owns them, or remove \"partitions\""))
        }
        if let publications = row.text(2) {
          obstacles.append(
            PartitionObstacle(
              "it is published (\(publications)), and no subscriber is told of a partition that is dropped",
              remedy: "remove \"partitions\", so that rows go one by one, there as here"))
        }
        found = obstacles
      }
    }
    return found
  }
}
