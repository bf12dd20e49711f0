public import AuditJournal
internal import TransparencyLog

/// The system journal: it has the checkpoint in a record of its own, and may carry it to another machine.
public struct JournaldAnchor: Anchor {
  public let name: String
  private let send: (OfferedCheckpoint) throws -> Void

  /// - Parameter send: writes the record; throws where the system journal does not take it.
  public init(name: String, send: @escaping (OfferedCheckpoint) throws -> Void) {
    self.name = name
    self.send = send
  }

  public func receipt(for checkpoint: OfferedCheckpoint) throws -> AnchorReceipt {
    try send(checkpoint)
    return AnchorReceipt(
      anchor: name, kind: .journald, size: checkpoint.checkpoint.size, root: checkpoint.checkpoint.root)
  }
}
