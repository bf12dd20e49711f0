public import CivilTime
public import JSONText

/// One entry: a CloudEvents 1.0 event in RFC 8785 bytes, which are the leaf of the tree.
public struct JournalEntry: Sendable {
  public let index: Int
  public let time: Instant
  public let type: String
  public let data: JSONValue
  public let bytes: [UInt8]

  /// As C2SP tlog-tiles bounds an entry, whose length has two bytes.
  static let maximumSize = 65_535

  /// - Parameter doubted: what the clock showed, if the entry's time is another because the clock could not be believed.
  init(_ event: JournalEvent, index: Int, origin: String, at time: Instant, doubting doubted: Instant? = nil)
  {
    self.index = index
    self.time = time
    type = event.type
    data = event.data.adding(doubted: doubted)
    bytes =
      JSONValue.object([
        "specversion": .string("1.0"), "id": .string(String(index)), "source": .string(origin),
        "type": .string(type), "time": .string(time.iso8601), "datacontenttype": .string("application/json"),
        "data": data,
      ]).canonical
  }

  /// Reads an entry back, strictly: canonical bytes, and the index and journal that are asked for.
  public init(bytes: [UInt8], index: Int, origin: String) throws(JournalError) {
    let value: JSONValue?
    do throws(JSONSyntaxError) {
      value = JSONValue(try JSONNode(parsing: bytes))
    } catch {
      throw .damaged("entry \(index) is no JSON (\(error.cause))")
    }
    guard let value, value.canonical == bytes else {
      throw .damaged("entry \(index) is not in canonical form")
    }
    guard value["specversion"]?.stringValue == "1.0", value["id"]?.stringValue == String(index),
      value["source"]?.stringValue == origin, let type = value["type"]?.stringValue,
      let time = value["time"]?.stringValue.flatMap({ Instant(iso8601: $0) }), let data = value["data"]
    else { throw .damaged("entry \(index) does not say that it is entry \(index) of \(origin)") }
    self.index = index
    self.time = time
    self.type = type
    self.data = data
    self.bytes = bytes
  }
}

extension JSONValue {
  /// The same with the time that was not believed, if there is one.
  fileprivate func adding(doubted: Instant?) -> JSONValue {
    guard let doubted, case .object(var members) = self else { return self }
    members["clock"] = .string(doubted.iso8601)
    return .object(members)
  }
}
