internal import DocumentTree
internal import Files
package import RecordStores

extension DocumentStore {
  /// A folder has no other table; what reads stores.json refuses such an event of a document.
  package func related(_ events: [RelatedEvent], to key: [UInt8], of recordSet: RecordSet)
    throws(StoreError) -> [[RelatedRow]]
  {
    events.map { _ in [] }
  }

  /// A folder has one order, that of its documents' paths, and can be walked from its beginning alone.
  package func look(_ question: RowQuestion, at place: RowPlace, count: Int) throws(StoreError) -> [RowLook] {
    try asking(question.recordSet.name) { root in
      let after: FilePath?
      switch place {
      case .behind(nil): after = nil
      case .behind(let last?):
        var list = KeyList()
        list.append(last[...])
        after = Self.paths(list).first
      case .from(let value) where Self.path(value) != nil: after = Self.path(value)
      case .from, .end, .smallest, .largest: return []
      }
      var looks: [RowLook] = []
      try forEach(of: question.recordSet, asking: question.columnNames, in: root, after: after) { document in
        var key = KeyList()
        key.append(key: [ColumnValue(document.path)])
        looks.append(
          RowLook(
            key: Array(key[0]),
            events: question.events.map { $0.value(of: document.value(of: $0.column)) },
            values: question.columns.map(document.value),
            answers: question.predicates.map { $0.isMet(by: document.value) }))
        return looks.count < count
      }
      return looks
    }
  }
}
