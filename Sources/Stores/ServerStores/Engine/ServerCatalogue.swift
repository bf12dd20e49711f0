package import RecordStores

/// The catalogue of a database server, read through an engine's connection.
package protocol ServerCatalogue: SchemaCatalogue {
  associatedtype Engine: ServerEngine

  var engine: Engine { get }
}

extension ServerCatalogue {
  package func lacks(_ word: BoundWord, in table: String) throws -> Bool {
    guard let column = try engine.shape(of: table)?.column(word.column) else { return false }
    return switch word.word {
    case .value(let value): column.lacks(value, isExact: word.isExact)
    case .prefix(let prefix): column.lacks(prefix: prefix)
    }
  }
}
