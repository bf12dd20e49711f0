internal import COpenSSL
internal import Glibc

/// Asking a time stamp authority, and verifying what it answered (RFC 3161).
package struct TimeStampRequest {
  /// SHA-256 of what is to be stamped.
  private let digest: [UInt8]
  /// Chosen anew for each request, so that no old answer fits.
  private let nonce: UInt64

  /// - Parameter digest: the 32 bytes of a SHA-256.
  package init(digest: [UInt8]) {
    self.digest = digest
    nonce = UInt64.random(in: 1...UInt64.max)
  }

  /// The request's DER bytes, to be sent as `application/timestamp-query`.
  package func bytes() throws(TimeStampError) -> [UInt8] {
    try RequestHandle(digest: digest, nonce: nonce).bytes()
  }

  /// Verifies an answer to this request.
  ///
  /// - Parameter authorities: a PEM file of the certificates that are trusted.
  /// - Returns: the time that the authority gives, in seconds since 1970.
  package func time(of answer: [UInt8], authorities: String) throws(TimeStampError) -> Int {
    try ResponseHandle(answer).time(
      answering: RequestHandle(digest: digest, nonce: nonce), authorities: authorities)
  }
}

/// A time stamp that was kept.
package struct TimeStamp: Sendable {
  private let answer: [UInt8]

  /// - Parameter answer: a time stamp response in DER bytes.
  package init(_ answer: [UInt8]) {
    self.answer = answer
  }

  /// Verifies that it stamps this digest, and that an authority signed it whose certificate was good at that time.
  ///
  /// - Parameter authorities: a PEM file of the certificates that are trusted.
  /// - Returns: the time that it gives, in seconds since 1970.
  package func time(ofDigest digest: [UInt8], authorities: String) throws(TimeStampError) -> Int {
    try ResponseHandle(answer).time(
      answering: RequestHandle(digest: digest, nonce: nil), authorities: authorities)
  }
}

/// What is wrong with a time stamp.
package enum TimeStampError: Error, Hashable, Sendable, CustomStringConvertible {
  /// It is no time stamp response.
  case form
  /// The authority refused, in its own words.
  case refused(String)
  case invalid(cause: String)
  case authorities(path: String)
  case otherFile(path: String, cause: String)

  package var description: String {
    switch self {
    case .form: "the answer is no time stamp response (RFC 3161)"
    case .refused(let words): "the authority gave no time stamp: \(words)"
    case .invalid(let cause): "the time stamp does not verify: \(cause)"
    case .authorities(let path): "\(path) has no certificate in PEM form: write the authority's there"
    case .otherFile(let path, let cause):
      "\(path): \(cause): name the PEM file of the authority's certificates"
    }
  }
}
