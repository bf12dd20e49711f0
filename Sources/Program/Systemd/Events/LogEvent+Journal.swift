extension LogEvent {
  /// The audit journal cannot be used, so that nothing is purged.
  package static func journalUnusable(reason: String) -> LogEvent {
    LogEvent(
      "journal-unusable", id: "198806cbf0bb4fe39dc53feff6592a05", .critical, [(.reason, reason)],
      "the audit journal cannot be used, so nothing is purged: \(reason)")
  }

  /// The folder that auditors copy was not extended; the journal itself is whole.
  package static func exportFailed(reason: String) -> LogEvent {
    LogEvent(
      "export-failed", id: "786c376eb45842e583ae5739b7085c35", .warning, [(.reason, reason)],
      "the folder for auditors was not extended; the journal itself is whole: \(reason)")
  }

  /// A signed checkpoint, whole, for the system journal to keep as an anchor.
  package static func checkpointPublished(anchor: String, size: Int, checkpoint: String) -> LogEvent {
    LogEvent(
      "checkpoint", id: "8c255eb3a0594254a6671da6ac5b6875", .notice,
      [(.anchor, anchor), (.size, "\(size)"), (.checkpoint, checkpoint)],
      "checkpoint of \(LogText.counted(size, "entry", "entries")):\n\(checkpoint)")
  }

  /// Somebody outside has seen the checkpoint of so many entries.
  package static func checkpointAnchored(anchor: String, size: Int) -> LogEvent {
    LogEvent(
      "checkpoint-anchored", id: "6c6722d89687439198674412dfa03b1f", .info,
      [(.anchor, anchor), (.size, "\(size)")],
      "\(anchor) has seen the checkpoint of \(LogText.counted(size, "entry", "entries"))")
  }

  /// An anchor gave no receipt.
  package static func anchorFailed(anchor: String, reason: String) -> LogEvent {
    LogEvent(
      "anchor-failed", id: "067d64bc59004904bdbc0145cf1353c6", .warning,
      [(.anchor, anchor), (.reason, reason)],
      "the anchor \(anchor) gave no receipt and is asked again: \(reason)")
  }

  /// An anchor has seen another journal under this name.
  package static func anchorDiverged(anchor: String, reason: String) -> LogEvent {
    LogEvent(
      "anchor-diverged", id: "36fdac3ac54a4cbebe3e50e91d842662", .critical,
      [(.anchor, anchor), (.reason, reason)], "the anchor \(anchor) has seen another journal: \(reason)")
  }

  /// Fewer anchors are current than stores.json requires.
  package static func anchorsOverdue(reason: String) -> LogEvent {
    LogEvent(
      "anchors-overdue", id: "eae17bac25dc4e299d8df630d5d1d924", .error, [(.reason, reason)],
      "the journal is not anchored as it should be: \(reason)")
  }
}
