import RecordStores
import TestNames
import Words

extension RecordSet {
  /// A record set of the store "store", of which only the name matters.
  static func named(_ name: RecordSetName) -> RecordSet {
    RecordSet(name: name, store: "store", table: "t", key: ["id"])
  }
}
