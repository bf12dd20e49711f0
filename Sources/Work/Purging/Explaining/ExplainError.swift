package import Words

/// Why a record cannot be explained.
package enum ExplainError: Error, Sendable, CustomStringConvertible {
  case unknownRecordSet(RecordSetName, known: [RecordSetName])
  case noSuchRecord(recordSet: RecordSetName)
  /// Its table has no key, so that no record of it can be asked for.
  case noKey(recordSet: RecordSetName)

  package var description: String {
    switch self {
    case .unknownRecordSet(let name, let known):
      "there is no record set \(name) in stores.json; it has \(known.joined(separator: ", "))"
    case .noSuchRecord(let recordSet):
      "record set \(recordSet) has no record with that key: it may have been purged, or the key is typed otherwise"
    case .noKey(let recordSet):
      "record set \(recordSet) has no key (\"key\": [] in stores.json), so that no record of it can be named: `retentiond hold add --record-set \(recordSet)`, a hold on a person, or `retentiond journal find \(recordSet) DIGEST` go without one"
    }
  }
}
