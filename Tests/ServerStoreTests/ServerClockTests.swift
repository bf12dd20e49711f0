import CivilTime
import Foundation
import MariaDB
import PostgreSQL
import RecordStores
import StoreConformance
import Testing

/// A server's own clock: what it shows, and that nothing that a user of the server made answers in its place.
@Suite struct ServerClockTests {
  private func expectNow(_ store: any RecordStore) throws {
    let before = Int(Date().timeIntervalSince1970)
    let shown = try #require(try store.clock()).secondsSinceEpoch
    #expect((before - 1...Int(Date().timeIntervalSince1970) + 1).contains(shown), "\(shown - before) s")
  }

  @Test("PostgreSQL shows its clock in UTC, whatever functions the store's schema has")
  func postgres() throws {
    let harness = try PostgresHarness()
    let application = try harness.application("clock")
    try expectNow(try harness.open("clock"))
    try application.run(
      script: """
        CREATE FUNCTION clock_timestamp() RETURNS timestamptz LANGUAGE sql AS $$ SELECT timestamptz '2001-01-01 00:00+00' $$;
        CREATE FUNCTION timezone(text, timestamptz) RETURNS timestamp LANGUAGE sql AS $$ SELECT timestamp '2001-01-01' $$;
        CREATE FUNCTION to_char(timestamp, text) RETURNS text LANGUAGE sql AS $$ SELECT '2001-01-01T00:00:00Z' $$
        """)
    try expectNow(try harness.open("clock"))
  }

  @Test("MariaDB shows its clock, whatever a session's timestamp is set to")
  func mariaDB() throws {
    let harness = try MariaDBHarness()
    let application = try harness.application("clock")
    try expectNow(try harness.open("clock"))
    // NOW follows what `init_connect` may set, and what the adapter asks does not.
    try application.run("SET timestamp = 1000000000")
    var years: [Int64] = []
    try application.query("SELECT YEAR(NOW()), YEAR(SYSDATE(6))") { row in
      for column in 0..<row.count {
        if case .integer(let year) = row.value(column) { years.append(year) }
      }
    }
    #expect(years == [2001, Int64(Calendar.current.component(.year, from: Date()))])
  }
}
