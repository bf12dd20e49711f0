package import Words

extension LogEvent {
  /// Files of a committed batch could not be removed.
  package static func filesLeft(batch: BatchName, count: Int, reason: String) -> LogEvent {
    LogEvent(
      "files-left", id: "0f8f2784595d4d87a07e5c59d89d9aa9", .warning,
      [(.batch, batch.rawValue), (.count, "\(count)"), (.reason, reason)],
      "\(batch): \(LogText.counted(count, "file is", "files are")) left: \(reason)")
  }

  /// Files of a committed batch were removed, and their content lives on under other names.
  package static func filesLinked(batch: BatchName, count: Int) -> LogEvent {
    LogEvent(
      "files-linked", id: "e8ca43238cce42e2a6fb5f4cf457e4df", .warning,
      [(.batch, batch.rawValue), (.count, "\(count)")],
      "\(batch): \(LogText.counted(count, "file was", "files were")) removed, and the content lives on under other names (hard links)"
    )
  }

  /// Other files have come to the places of a committed batch's files, and stay.
  package static func filesReplaced(batch: BatchName, count: Int) -> LogEvent {
    LogEvent(
      "files-replaced", id: "d270e71e64f04507abfe538a3c0fc8f4", .warning,
      [(.batch, batch.rawValue), (.count, "\(count)")],
      "\(batch): \(LogText.counted(count, "other file has", "other files have")) come to the places of its files since its rows were judged, and \(count == 1 ? "stays" : "stay"): "
        + "\"retentiond files orphans\" finds what no row names")
  }
}
