package import AuditJournal
internal import Crypto
internal import TransparencyLog
package import Words

/// A time stamp authority (RFC 3161): it signs when it saw the SHA-256 of the signed checkpoint.
package struct TimeStampAnchor: Anchor {
  package let name: String
  private let url: String
  private let authorities: String
  private let client: HTTPClient

  /// - Parameters:
  ///   - authorities: a PEM file of the certificates that are trusted.
  ///   - timeout: in seconds.
  ///   - work: the work that waits for the answer.
  package init(name: String, url: String, authorities: String, timeout: Double, work: WorkInHand) {
    self.name = name
    self.url = url
    self.authorities = authorities
    client = HTTPClient(timeout: timeout, work: work)
  }

  package func receipt(for checkpoint: OfferedCheckpoint) throws -> AnchorReceipt {
    let request = TimeStampRequest(digest: Array(SHA256.hash(data: Array(checkpoint.note.utf8))))
    let answer = try client.post(
      request.bytes(), type: "application/timestamp-query", to: url, limit: AnchorReceipt.maximumSize)
    guard answer.status == 200 else {
      throw AnchorError.failed(
        cause: "\(url) answers with HTTP status \(answer.status): see that it is the authority's address")
    }
    do throws(TimeStampError) {
      _ = try request.time(of: answer.body, authorities: authorities)
    } catch {
      throw AnchorError.failed(cause: "\(url): \(error)")
    }
    return AnchorReceipt(
      anchor: name, kind: .timeStamp, size: checkpoint.checkpoint.size, root: checkpoint.checkpoint.root,
      receipt: answer.body)
  }
}
