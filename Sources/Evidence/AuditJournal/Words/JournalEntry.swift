package import CivilTime
package import JSONText

/// One entry: a CloudEvents 1.0 event in RFC 8785 bytes, which are the leaf of the tree.
package struct JournalEntry: Hashable, Sendable {
  package let index: Int
  package let time: Instant
  package let type: EntryType
  package let data: JSONValue
  package let bytes: [UInt8]

  /// As C2SP tlog-tiles bounds an entry, whose length has two bytes.
  static let maximumSize = 65_535

  /// - Parameter doubted: what the clock showed, if the entry's time is another because the clock could not be believed.
  /// - Parameter caller: who had the service say it; nil if nobody did.
  init(
    _ event: JournalEvent, index: Int, origin: String, at time: Instant, doubting doubted: Instant? = nil,
    caller: JournalCaller? = nil
  ) {
    self.init(
      type: event.type, data: event.data.adding(doubted: doubted).adding(caller), index: index,
      origin: origin, at: time)
  }

  private init(type: EntryType, data: JSONValue, index: Int, origin: String, at time: Instant) {
    self.index = index
    self.time = time
    self.type = type
    self.data = data
    bytes =
      JSONValue.object([
        "specversion": .string("1.0"), "id": .string(String(index)), "source": .string(origin),
        "type": .string(type.rawValue), "time": .string(time.iso8601),
        "datacontenttype": .string("application/json"),
        "data": data,
      ]).canonical
  }

  /// Tells if an entry's bytes have the member `clock`: the clock was not believed then. In a text the quotes would have signs before them.
  static func isDoubted(_ bytes: [UInt8]) -> Bool { bytes.contains(clockMember) }

  private static let clockMember = Array("\"clock\":\"".utf8)

  /// The entries that say what this one does, each short enough: itself, or one with the parts that follow it; nil where it cannot be divided.
  func divided(origin: String) -> [JournalEntry]? {
    guard bytes.count > Self.maximumSize else { return [self] }
    guard let parts = EntryParts(dividing: data) else { return nil }
    var entries = [JournalEntry(type: type, data: parts.data, index: index, origin: origin, at: time)]
    for (offset, pieces) in parts.pieces.enumerated() {
      var members: [String: JSONValue] = [
        "entry": .integer(index), "number": .integer(offset + 1), "pieces": pieces,
      ]
      members["clock"] = data["clock"]
      entries.append(
        JournalEntry(
          type: .entryPart, data: .object(members), index: index + offset + 1, origin: origin, at: time))
    }
    return entries.allSatisfy { $0.bytes.count <= Self.maximumSize } ? entries : nil
  }

  /// The same entry with the member that says what the state is.
  func saying(_ state: JSONValue, origin: String) -> JournalEntry {
    guard case .object(var members) = data else { return self }
    members[StateMember.name] = state
    return JournalEntry(type: type, data: .object(members), index: index, origin: origin, at: time)
  }

  /// The same entry with the data that its parts have. Its bytes stay those of its own leaf.
  func with(data: JSONValue) -> JournalEntry { JournalEntry(self, data: data) }

  private init(_ entry: JournalEntry, data: JSONValue) {
    index = entry.index
    time = entry.time
    type = entry.type
    bytes = entry.bytes
    self.data = data.withoutPartCount
  }

  /// Reads an entry back, strictly: canonical bytes, and the index and journal that are asked for.
  package init(bytes: [UInt8], index: Int, origin: String) throws(JournalError) {
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
      value["source"]?.stringValue == origin, let type = value["type"]?.stringValue.map(EntryType.init),
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
