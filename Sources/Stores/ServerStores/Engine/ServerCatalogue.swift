package import RecordStores
internal import SQLWords

/// The catalogue of a database server, read through an engine's connection.
package protocol ServerCatalogue: SchemaCatalogue {
  associatedtype Engine: ServerEngine

  var engine: Engine { get }
}

extension ServerCatalogue {
  package func hasNull(in column: String, of table: String) throws -> Bool {
    var isThere = false
    let words = engine.dialect
    try engine.query(
      words.limited(
        "SELECT 1 FROM \(words.table(table)) AS t WHERE \(words.quoted([column], prefix: "t.")) IS NULL",
        to: 1)
    ) { _ in isThere = true }
    return isThere
  }

  package func lacks(_ word: BoundWord, in table: String) throws -> Bool {
    guard let column = try engine.shape(of: table)?.column(word.column) else { return false }
    return switch word.word {
    case .value(let value): column.lacks(value, isExact: word.isExact)
    case .prefix(let prefix): column.lacks(prefix: prefix)
    }
  }
}
