import MariaDB
import PostgreSQL
import RecordStores
import StoreConformance
import Testing

/// A server's kind, for promises that both keep about partitions.
enum PartitionServer: String, CaseIterable, Sendable {
  case postgresql, mariadb

  func make() throws -> PartitionedServer {
    switch self {
    case .postgresql: PartitionedServer(postgres: try PostgresHarness(), mariaDB: nil)
    case .mariadb: PartitionedServer(postgres: nil, mariaDB: try MariaDBHarness())
    }
  }

  /// One with people, and the partitions that they are in.
  func filled() throws -> PartitionedServer {
    let server = try make()
    try server.makePeople()
    return server
  }
}

/// A real server with a table of partitions, and what an application does with it.
final class PartitionedServer {
  let postgres: PostgresHarness?
  let mariaDB: MariaDBHarness?

  init(postgres: PostgresHarness?, mariaDB: MariaDBHarness?) {
    self.postgres = postgres
    self.mariaDB = mariaDB
  }

  /// A statement of the application's, on a connection of its own.
  func run(_ sql: String) throws {
    try postgres?.application("main").run(script: sql)
    try mariaDB?.application("main").run(sql)
  }

  /// The numbers that a query gives, in order.
  func numbers(_ sql: String) throws -> [Int] { try texts(sql).compactMap { Int($0) } }

  func texts(_ sql: String) throws -> [String] {
    var found: [String] = []
    try postgres?.application("main").query(sql) { found.append($0.text(0) ?? "") }
    try mariaDB?.application("main").query(sql) { row in
      switch row.value(0) {
      case .integer(let number): found.append(String(number))
      case .text(let text): found.append(text)
      default: found.append("")
      }
    }
    return found
  }

  func open() throws -> any RecordStore {
    if let postgres { return try postgres.open("main") }
    return try #require(mariaDB).open("main")
  }

  /// `person` in months from January to March 2001 and a last part for all that is later: 30 rows a month, and 10 of May.
  func makePeople() throws {
    if postgres != nil {
      try run(
        """
        CREATE TABLE person (id int, nir text, ended date, PRIMARY KEY (id, ended)) PARTITION BY RANGE (ended);
        CREATE TABLE p1 PARTITION OF person FOR VALUES FROM ('2001-01-01') TO ('2001-02-01');
        CREATE TABLE p2 PARTITION OF person FOR VALUES FROM ('2001-02-01') TO ('2001-03-01');
        CREATE TABLE p3 PARTITION OF person FOR VALUES FROM ('2001-03-01') TO ('2001-04-01');
        CREATE TABLE later PARTITION OF person DEFAULT
        """)
    } else {
      try run(
        """
        CREATE TABLE person (id int, nir varchar(20), ended date, PRIMARY KEY (id, ended)) PARTITION BY RANGE COLUMNS (ended) (
          PARTITION p1 VALUES LESS THAN ('2001-02-01'), PARTITION p2 VALUES LESS THAN ('2001-03-01'),
          PARTITION p3 VALUES LESS THAN ('2001-04-01'), PARTITION later VALUES LESS THAN (MAXVALUE))
        """)
    }
    for (month, count) in [(1, 30), (2, 30), (3, 30), (5, 10)] {
      let rows = (1...count).map { number in
        "(\(month * 100 + number), 'n\(month * 100 + number)', '2001-0\(month)-\(1 + number % 28 < 10 ? "0" : "")\(1 + number % 28)')"
      }
      try run("INSERT INTO person VALUES \(rows.joined(separator: ", "))")
    }
  }

  /// The names of the parts that `person` has.
  func partitions() throws -> [String] {
    try texts(
      postgres == nil
        ? "SELECT partition_name FROM information_schema.partitions WHERE table_schema = DATABASE() AND table_name = 'person' ORDER BY 1"
        : "SELECT relname::text FROM pg_partition_tree('person') t JOIN pg_class c ON c.oid = t.relid WHERE isleaf ORDER BY 1"
    )
  }

  func ids() throws -> [Int] { try numbers("SELECT id FROM person ORDER BY id") }
}
