import MariaDBStore
import RecordStores
import StoreConformance
import Testing

@Suite struct MariaDBStoreTests {
  @Test("MariaDB keeps what every store promises", arguments: ConformanceCase.all)
  func conformance(promise: ConformanceCase) throws {
    try promise.run(try MariaDBHarness())
  }
}
