import PostgreSQLStore
import RecordStores
import StoreConformance
import Testing

@Suite struct PostgresStoreTests {
  @Test("PostgreSQL keeps what every store promises", arguments: ConformanceCase.all)
  func conformance(promise: ConformanceCase) throws {
    try promise.run(try PostgresHarness())
  }
}
