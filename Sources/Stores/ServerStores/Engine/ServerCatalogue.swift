package import RecordStores

/// The catalogue of a database server, read through an engine's connection.
package protocol ServerCatalogue: SchemaCatalogue {
  associatedtype Engine: ServerEngine

  var engine: Engine { get }
}

extension ServerCatalogue {
  package func lacks(_ word: BoundWord, in table: String) throws -> Bool {
    try engine.shape(of: table)?.column(word.column)?.lacks(word.word, isExact: word.isExact) ?? false
  }
}
