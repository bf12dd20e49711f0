package import AuditJournal
package import TransparencyLog
package import Words

/// A witness (C2SP tlog-witness): it signs a checkpoint only if that continues the last one it signed.
package struct WitnessAnchor: Anchor {
  package let name: String
  private let url: String
  private let key: WitnessKey
  private let client: HTTPClient

  /// - Parameters:
  ///   - url: the prefix of its submissions.
  ///   - timeout: in seconds.
  package init(name: String, url: String, key: WitnessKey, timeout: Double, work: WorkInHand) {
    self.name = name
    self.url = url.hasSuffix("/") ? String(url.dropLast()) : url
    self.key = key
    client = HTTPClient(timeout: timeout, work: work)
  }

  package func receipt(for checkpoint: OfferedCheckpoint) throws -> AnchorReceipt {
    var answer = try submit(checkpoint, from: checkpoint.seen)
    // It has seen more than we have a receipt for: an answer was lost, or another daemon asked.
    if answer.status == 409 {
      answer = try submit(checkpoint, from: try size(in: answer.body, for: checkpoint))
    }
    guard answer.status == 200 else { throw error(for: answer) }
    return try receipt(in: answer.body, for: checkpoint)
  }

  private func submit(_ checkpoint: OfferedCheckpoint, from seen: Int) throws -> HTTPClient.Answer {
    let proof: GrowthProof
    do {
      proof = try checkpoint.growth(seen)
    } catch is TransparencyLogError {
      // Whatever it signed was signed by the journal before.
      throw AnchorError.diverged(
        cause: "the witness has signed a checkpoint of \(seen) entries, which this journal never signed")
    }
    return try client.post(
      Array(proof.text.utf8), type: "application/octet-stream", to: url + "/add-checkpoint",
      limit: AnchorReceipt.maximumSize)
  }

  /// The size that a witness says it has seen, which must be one that this journal had.
  private func size(in body: [UInt8], for checkpoint: OfferedCheckpoint) throws(AnchorError) -> Int {
    let text = String(decoding: body.prefix(32), as: UTF8.self)
    guard text.hasSuffix("\n"), let size = Int(text.dropLast()), size >= 0, String(size) + "\n" == text else {
      throw .failed(cause: "\(url) says that it has seen more, and not how much: see that it is a witness")
    }
    guard size <= checkpoint.checkpoint.size else {
      throw .diverged(
        cause: "the witness has signed \(size) entries, and the journal has \(checkpoint.checkpoint.size)")
    }
    return size
  }

  private func error(for answer: HTTPClient.Answer) -> AnchorError {
    switch answer.status {
    case 403:
      .failed(
        cause: "\(url) does not accept the journal's key: give the verifier key to whoever runs the witness")
    case 404:
      .failed(
        cause:
          "\(url) does not know the journal, or is no witness: give journal.origin and verifier key to whoever runs it"
      )
    case 409: .failed(cause: "\(url) was asked by somebody else at the same moment: it is tried again")
    case 422: .diverged(cause: "the witness finds that the journal does not continue what it has signed")
    case let status: .failed(cause: "\(url) answers with HTTP status \(status): see that it is a witness")
    }
  }

  private func receipt(in body: [UInt8], for checkpoint: OfferedCheckpoint) throws(AnchorError)
    -> AnchorReceipt
  {
    guard
      let note = try? SignedNote(checkpoint.checkpoint.text + "\n" + String(decoding: body, as: UTF8.self)),
      key.cosigned(note) != nil
    else {
      throw .failed(
        cause:
          "\(url) gives no signature of \(key.name) under the checkpoint: compare journal.anchors with the key that the witness publishes"
      )
    }
    return AnchorReceipt(
      anchor: name, kind: .witness, size: checkpoint.checkpoint.size, root: checkpoint.checkpoint.root,
      receipt: body, key: key.text)
  }
}
