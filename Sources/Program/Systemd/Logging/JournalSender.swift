internal import CSystemd
internal import Glibc

/// Writes records to the system journal with fields of their own (sd_journal_sendv(3)).
package enum JournalSender {
  /// Tells if a system journal listens on this machine.
  package static var isThere: Bool { unsafe access("/run/systemd/journal/socket", F_OK) == 0 }

  /// Sends one record. Values may hold any text, line breaks included.
  ///
  /// Without a journal on the machine the record is dropped without an error, as libsystemd does.
  ///
  /// - Throws: `invalidField` for a name that the journal would drop; `refused` when the record could not be handed over.
  package static func send(fields: [(name: String, value: String)]) throws(JournalSendError) {
    var bytes: [UInt8] = []
    var ends: [Int] = []
    for field in fields {
      guard isValid(fieldName: field.name) else { throw .invalidField(name: field.name) }
      bytes.append(contentsOf: field.name.utf8)
      bytes.append(UInt8(ascii: "="))
      bytes.append(contentsOf: field.value.utf8)
      ends.append(bytes.count)
    }
    let result = unsafe bytes.withUnsafeMutableBytes { buffer in
      var start = 0
      var vectors: [iovec] = unsafe []
      for end in ends {
        unsafe vectors.append(
          iovec(iov_base: buffer.baseAddress.map { unsafe $0 + start }, iov_len: end - start))
        start = end
      }
      return unsafe sd_journal_sendv(vectors, Int32(vectors.count))
    }
    guard result >= 0 else { throw .refused(errorNumber: -result) }
  }

  /// Tells if the journal keeps a field of this name from a client: capitals, digits and underscores, no digit or
  /// underscore first, 64 at most.
  static func isValid(fieldName: String) -> Bool {
    let bytes = Array(fieldName.utf8)
    guard (1...64).contains(bytes.count) else { return false }
    let capitals = UInt8(ascii: "A")...UInt8(ascii: "Z")
    let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
    return capitals.contains(bytes[0])
      && bytes.allSatisfy { capitals.contains($0) || digits.contains($0) || $0 == UInt8(ascii: "_") }
  }
}
