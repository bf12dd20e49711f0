package import Words

/// Why no word can be said on a first run.
package enum FirstRunError: Error, Sendable, CustomStringConvertible {
  case nothingWaits
  /// A crash left a batch open, whose keys belong to the look.
  case openBatch(BatchName)
  /// Another run or another word came between the look and the answer.
  case changed

  package var description: String {
    switch self {
    case .nothingWaits:
      "no first run waits for a word: `retentiond status` shows the last run, and `retentiond plan` what the next one would do"
    case .openBatch(let batch):
      "\(batch) was left open by a crash, and may belong to the first run: the next run settles it; look again after it"
    case .changed:
      "what waits is no longer what was shown, because another run or another word came meanwhile, and nothing was said: look at it with `retentiond first-run show`, then answer again"
    }
  }
}
