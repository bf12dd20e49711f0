internal import JSONText

/// The parts of an entry that is too long for one: a run of a thousand record sets says more at its end than the 65 535 bytes that an entry has (decision 110).
///
/// The entry itself comes first and keeps its small members; its member `parts` says how many entries follow with the rest. Each of these says which entry it
/// belongs to, its number, and pieces: a place in the entry's data, and the value there. All are appended in one transaction. Short entries are as they always were.
struct EntryParts {
  /// The member of the first entry that says how many parts follow.
  static let countMember = "parts"
  /// One append has fewer entries than this, so that no reader gathers more.
  static let maximumCount = 2_048

  /// Lists and objects up to this size stay in the entry.
  private static let smallSize = 1_024
  /// Larger lists and objects are divided into their members.
  private static let pieceSize = 8_192
  /// The bytes of all pieces of a part: what an entry has, without the attributes around its data.
  private static let partSize = 60_000

  /// The entry's own data, with the number of parts.
  let data: JSONValue
  /// The pieces of each part.
  let pieces: [JSONValue]

  /// - Returns: nil where the data have nothing that could be moved into parts.
  init?(dividing data: JSONValue) {
    guard case .object(var members) = data else { return nil }
    var divided: [(size: Int, piece: JSONValue)] = []
    for name in members.keys.sorted() {
      guard let value = members[name], value.isContainer, value.canonical.count > Self.smallSize else {
        continue
      }
      Self.divide(value, at: [.string(name)], into: &divided)
      members[name] = nil
    }
    guard !divided.isEmpty else { return nil }
    var parts: [[JSONValue]] = [[]]
    var size = 0
    for next in divided {
      if size + next.size > Self.partSize, size > 0 {
        parts.append([])
        size = 0
      }
      parts[parts.count - 1].append(next.piece)
      size += next.size
    }
    guard parts.count < Self.maximumCount else { return nil }
    members[Self.countMember] = .integer(parts.count)
    self.data = .object(members)
    pieces = parts.map(JSONValue.array)
  }

  private static func divide(
    _ value: JSONValue, at place: [JSONValue], into divided: inout [(size: Int, piece: JSONValue)]
  ) {
    let size = value.canonical.count
    switch value {
    case .array(let elements) where size > pieceSize:
      for (index, element) in elements.enumerated() {
        divide(element, at: place + [.integer(index)], into: &divided)
      }
    case .object(let members) where size > pieceSize:
      for (name, member) in members.sorted(by: { $0.key < $1.key }) {
        divide(member, at: place + [.string(name)], into: &divided)
      }
    default:
      let piece = JSONValue.object(["at": .array(place), "value": value])
      divided.append((piece.canonical.count + 1, piece))
    }
  }

  /// How many parts follow an entry; nil where it has none.
  static func count(in data: JSONValue) -> Int? {
    data[countMember]?.integerValue.flatMap { (1..<maximumCount).contains($0) ? $0 : nil }
  }

  /// Adds a part to the data of its entry.
  ///
  /// - Returns: false where it is not that part, or its pieces do not fit.
  static func add(_ part: JournalEntry, number: Int, of entry: Int, to data: inout JSONValue) -> Bool {
    guard part.type == .entryPart, part.data["entry"]?.integerValue == entry,
      part.data["number"]?.integerValue == number, let pieces = part.data["pieces"]?.arrayValue
    else { return false }
    for piece in pieces {
      guard let place = piece["at"]?.arrayValue, !place.isEmpty, let value = piece["value"] else {
        return false
      }
      var whole: JSONValue? = data
      guard JSONValue.set(value, at: place[...], in: &whole), let whole else { return false }
      data = whole
    }
    return true
  }
}

extension JSONValue {
  /// The same without the number of parts, which an entry's whole data do not need.
  var withoutPartCount: JSONValue {
    guard case .object(var members) = self else { return self }
    members[EntryParts.countMember] = nil
    return .object(members)
  }

  fileprivate var isContainer: Bool {
    switch self {
    case .array, .object: true
    default: false
    }
  }

  /// Sets the value at a place where none is, and makes the lists and objects that lead to it.
  fileprivate static func set(
    _ value: JSONValue, at place: ArraySlice<JSONValue>, in target: inout JSONValue?
  ) -> Bool {
    switch (place.first, target) {
    case (nil, nil):
      target = value
      return true
    case (.string(let name), .object(var members)?):
      // Held once, so that a member can be set without a copy of them all.
      target = nil
      var member = members.removeValue(forKey: name)
      guard set(value, at: place.dropFirst(), in: &member) else { return false }
      members[name] = member
      target = .object(members)
      return true
    case (.integer(let index), .array(var elements)?) where (0...elements.count).contains(index):
      target = nil
      var element = index < elements.count ? elements[index] : nil
      if index < elements.count { elements[index] = .null }
      guard set(value, at: place.dropFirst(), in: &element), let element else { return false }
      if index < elements.count { elements[index] = element } else { elements.append(element) }
      target = .array(elements)
      return true
    case (.string, nil):
      target = .object([:])
      return set(value, at: place, in: &target)
    case (.integer, nil):
      target = .array([])
      return set(value, at: place, in: &target)
    default: return false
    }
  }
}
