internal import Crypto

/// The rows of one batch that are about a person, by their places in each kind of evidence.
struct SubjectRows {
  private(set) var records: [Int] = []
  private(set) var dependents: [Int] = []
  /// How many of the batch's rows name nobody.
  private(set) var nameless = 0

  var isEmpty: Bool { records.isEmpty && dependents.isEmpty }

  /// - Parameter fresh: the HMAC of the batch.
  init(subjects: [UInt8], dependents bytes: [UInt8], of tags: [UInt64], fresh: HMAC<SHA256>) {
    let count = subjects.count / SubjectEvidence.width
    records = Self.rows(
      in: subjects, width: SubjectEvidence.width, at: 0, numberedFrom: 0, of: tags, fresh)
    dependents = Self.rows(
      in: bytes, width: SubjectEvidence.dependentWidth, at: SubjectEvidence.width, numberedFrom: count,
      of: tags, fresh)
    nameless =
      Self.rows(in: subjects, width: SubjectEvidence.width, at: 0, numberedFrom: 0, of: [nil], fresh).count
      + Self.rows(
        in: bytes, width: SubjectEvidence.dependentWidth, at: SubjectEvidence.width, numberedFrom: count,
        of: [nil], fresh
      ).count
  }

  /// - Parameter offset: where a subject's locator stands in a leaf.
  private static func rows(
    in bytes: [UInt8], width: Int, at offset: Int, numberedFrom first: Int, of tags: [UInt64?],
    _ fresh: HMAC<SHA256>
  ) -> [Int] {
    unsafe bytes.withUnsafeBytes { bytes in
      // Whole ones: what somebody cut off behind the last does not have the intent's root, which is compared later.
      (0..<bytes.count / width).filter { row in
        let start = row * width + offset
        let locator = unsafe UnsafeRawBufferPointer(rebasing: bytes[start..<start + SubjectEvidence.width])
        return tags.contains { tag in
          unsafe SubjectEvidence.code(of: tag, row: first + row, fresh).withUnsafeBytes {
            unsafe locator.elementsEqual($0)
          }
        }
      }
    }
  }
}
