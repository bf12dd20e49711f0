internal import JSONText
package import TransparencyLog
internal import Words

/// What somebody outside gave back for a checkpoint, so that it cannot be taken back (decision 141).
package struct AnchorReceipt: Hashable, Sendable {
  package enum Kind: String, Sendable, CaseIterable {
    /// The system journal, perhaps forwarded to another machine. It gives nothing back.
    case journald
    /// A time stamp response (RFC 3161) over SHA-256 of the signed checkpoint.
    case timeStamp = "time-stamp"
    /// A witness's signature lines under the checkpoint (C2SP tlog-witness).
    case witness
  }

  /// The name that stores.json has for it.
  package let anchor: String
  package let kind: Kind
  /// The checkpoint's.
  package let size: Int
  package let root: TreeHash
  /// What came back; empty if nothing does.
  package let receipt: [UInt8]
  /// The witness's public key.
  package let key: String?

  /// More is not taken: an entry has 65 535 bytes, and base64 makes four of three.
  package static let maximumSize = 32 << 10

  package init(
    anchor: String, kind: Kind, size: Int, root: TreeHash, receipt: [UInt8] = [], key: String? = nil
  ) {
    self.anchor = anchor
    self.kind = kind
    self.size = size
    self.root = root
    self.receipt = receipt
    self.key = key
  }

  /// Reads an entry's data; nil where it is no receipt.
  init?(_ text: (String) -> String?, _ integer: (String) -> Int?) {
    guard let anchor = text("anchor"), let kind = text("kind").flatMap(Kind.init(rawValue:)),
      let size = integer("size"), let root = text("root").flatMap(Base64.decode).flatMap({ TreeHash($0) }),
      let receipt = Base64.decode(text("receipt") ?? "")
    else { return nil }
    self.init(anchor: anchor, kind: kind, size: size, root: root, receipt: receipt, key: text("key"))
  }

  var jsonValue: JSONValue {
    .object(
      [
        "anchor": .string(anchor), "kind": .string(kind.rawValue), "size": .integer(size),
        "root": .string(Base64.encode(root.bytes)),
        "receipt": receipt.isEmpty ? nil : .string(Base64.encode(receipt)), "key": key.map(JSONValue.string),
      ].compactMapValues { $0 })
  }
}
