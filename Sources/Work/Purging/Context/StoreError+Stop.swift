internal import RecordStores
internal import Words

extension StoreError {
  /// Throws `Stopped` if the question was interrupted because somebody asked to stop. It is no answer of the store: whoever catches a store's errors
  /// calls this first, so that a stop is neither reported nor journalled as the store's failure.
  func heedStop() throws(Stopped) {
    if case .interrupted = self { throw Stopped() }
  }
}
