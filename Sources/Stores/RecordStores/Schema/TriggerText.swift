internal import Crypto
internal import Words

/// All that a catalogue says of what a trigger does, as labelled values. Two triggers of one digest have one text, and what that text calls is not in it.
package struct TriggerText: Hashable, Sendable {
  package let fields: [Field]

  /// One value of the catalogue; nil for NULL.
  package struct Field: Hashable, Sendable {
    let label: String
    let value: String?
  }

  package init(_ fields: KeyValuePairs<String, String?>) {
    self.fields = fields.map { Field(label: $0.key, value: $0.value) }
  }

  /// SHA-256 of the fields, in hexadecimal. The length stands before each value, so that no text can pass for two others.
  package var digest: String {
    var hash = SHA256()
    hash.update(data: Array("retentiond trigger 1\n".utf8))
    for field in fields {
      guard let value = field.value else {
        hash.update(data: Array("\(field.label)\n".utf8))
        continue
      }
      let bytes = Array(value.utf8)
      hash.update(data: Array("\(field.label)=\(bytes.count):".utf8) + bytes + [0x0A])
    }
    return Hexadecimal.encode(Array(hash.finalize()))
  }
}
