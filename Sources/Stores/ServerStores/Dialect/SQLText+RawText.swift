internal import RecordStores
package import SQLWords

extension SQLText {
  /// Refuses a text with bytes that are no UTF-8, which no server takes as what it is. Its row is set aside.
  package func refuseRawText() throws(ServerError) {
    guard values.contains(where: \.isRawText) else { return }
    throw .value("it has a text with bytes that are no UTF-8, which cannot be sent to the server as they are")
  }
}
