internal import RecordStores

/// Makes tags that a test can make, too.
package struct WordTagging: SubjectTagging {
  package init() {}

  package func tag(ofSpelling spelling: [UInt8]) -> UInt64 {
    Self.tag(String(decoding: spelling, as: UTF8.self))
  }

  /// The tag of an identifier that holds spell as it is written here.
  package static func tag(_ spelled: String) -> UInt64 {
    spelled.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
  }
}
