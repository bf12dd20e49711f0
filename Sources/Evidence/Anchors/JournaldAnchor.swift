package import AuditJournal
internal import TransparencyLog

/// The system journal: it has the checkpoint in a record of its own, and may carry it to another machine.
package struct JournaldAnchor: Anchor {
  package let name: String
  private let send: (OfferedCheckpoint) throws -> Void

  /// - Parameter send: writes the record; throws where the system journal does not take it.
  package init(name: String, send: @escaping (OfferedCheckpoint) throws -> Void) {
    self.name = name
    self.send = send
  }

  package func receipt(for checkpoint: OfferedCheckpoint) throws -> AnchorReceipt {
    try send(checkpoint)
    return AnchorReceipt(
      anchor: name, kind: .journald, size: checkpoint.checkpoint.size, root: checkpoint.checkpoint.root)
  }
}
