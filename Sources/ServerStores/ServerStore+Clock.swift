public import CivilTime
public import RecordStores

extension ServerStore {
  public func clock() throws(StoreError) -> Instant? {
    try reading(RecordSet(name: "", store: name, table: "", key: [])) { engine in
      var shown: Instant?
      try engine.query("SELECT \(engine.clockText)") { row in
        if case .text(let text)? = row.first { shown = Instant(iso8601: text) }
      }
      return shown
    }
  }
}
