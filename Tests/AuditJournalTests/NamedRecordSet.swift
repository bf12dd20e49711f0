import RecordStores
import TestNames

extension RecordSet {
  /// A record set of the store "store", of which only the name matters.
  static func named(_ name: String) -> RecordSet {
    RecordSet(name: name, store: "store", table: "t", key: ["id"])
  }
}
