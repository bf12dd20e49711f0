/// Finds identifiers in free text and writes a tag in their place. Best effort: what is written in another way stays.
///
/// One pass: at each place a bounded number of characters is looked at, and each word is looked through once for an address that it begins, so
/// that the time grows with the length of the text and nothing else.
struct TextRedactor {
  let kinds: Set<RedactedKind>

  func redacted(_ text: String) -> String {
    let scalars = Array(text.unicodeScalars)
    var result = String.UnicodeScalarView()
    var place = 0
    /// Up to where no address begins.
    var plainEnd = 0
    while place < scalars.count {
      // The whole address before a number in it, or the name beside the number would stay.
      if kinds.contains(.email), place >= plainEnd, Self.isLocalPart(scalars[place]) {
        let end = Self.localPartEnd(in: scalars, from: place)
        if end < scalars.count, scalars[end] == "@", let end = Self.domainEnd(in: scalars, after: end) {
          result.append(contentsOf: RedactedKind.email.tag.unicodeScalars)
          place = end
          continue
        }
        plainEnd = end
      }
      if let (kind, end) = numbers(in: scalars, at: place) {
        result.append(contentsOf: kind.tag.unicodeScalars)
        place = end
        continue
      }
      result.append(scalars[place])
      place += 1
    }
    return String(result)
  }

  /// A number, and whatever else is one if it is read from a place within: a date before a number may look like its beginning, and nobody can
  /// tell which digits are whose. The tag is that of the last.
  private func numbers(in scalars: [Unicode.Scalar], at place: Int) -> (RedactedKind, Int)? {
    guard var (kind, end) = number(in: scalars, at: place) else { return nil }
    var inner = place + 1
    while inner < end {
      if Self.isDigit(scalars[inner]), let (other, otherEnd) = number(in: scalars, at: inner), otherEnd > end
      {
        (kind, end) = (other, otherEnd)
      }
      inner += 1
    }
    return (kind, end)
  }

  private func number(in scalars: [Unicode.Scalar], at place: Int) -> (RedactedKind, Int)? {
    if place > 0, Self.isLetterOrDigit(scalars[place - 1]) { return nil }
    let first = scalars[place]
    if kinds.contains(.iban), Self.isLetter(first), let end = Self.ibanEnd(in: scalars, from: place) {
      return (.iban, end)
    }
    guard Self.isDigit(first) || first == "+" else { return nil }
    if kinds.contains(.nir), let end = Self.nirEnd(in: scalars, from: place) { return (.nir, end) }
    if kinds.contains(.phone), let end = Self.phoneEnd(in: scalars, from: place) { return (.phone, end) }
    return nil
  }

  // MARK: Addresses

  private static func localPartEnd(in scalars: [Unicode.Scalar], from start: Int) -> Int {
    scalars[start...].firstIndex { !isLocalPart($0) } ?? scalars.count
  }

  private static func domainEnd(in scalars: [Unicode.Scalar], after at: Int) -> Int? {
    var end = at + 1
    while end < scalars.count, isLetterOrDigit(scalars[end]) || scalars[end] == "." || scalars[end] == "-" {
      end += 1
    }
    while end > at + 1, !isLetterOrDigit(scalars[end - 1]) { end -= 1 }
    return end > at + 1 ? end : nil
  }

  private static func isLocalPart(_ scalar: Unicode.Scalar) -> Bool {
    isLetterOrDigit(scalar) || "._%+-'&=!#$*/?^`{|}~".unicodeScalars.contains(scalar)
  }

  // MARK: Numbers

  /// The next characters without the blanks, dots and strokes between them: at most `limit`, each with the place behind it.
  private static func packed(
    _ scalars: [Unicode.Scalar], from start: Int, limit: Int, _ isPart: (Unicode.Scalar) -> Bool
  ) -> [(value: Unicode.Scalar, end: Int)] {
    var found: [(value: Unicode.Scalar, end: Int)] = []
    var place = start
    var gap = 0
    while place < scalars.count, found.count < limit {
      if isPart(scalars[place]) {
        found.append((scalars[place], place + 1))
        gap = 0
      } else if isSeparator(scalars[place]), !found.isEmpty, gap < 2 {
        gap += 1
      } else {
        break
      }
      place += 1
    }
    return found
  }

  /// Tells if nothing that belongs to a number follows directly.
  private static func ends(_ scalars: [Unicode.Scalar], at place: Int) -> Bool {
    place >= scalars.count || !isLetterOrDigit(scalars[place])
  }

  /// Thirteen characters of a NIR's form, or fifteen with the key, right or wrong.
  private static func nirEnd(in scalars: [Unicode.Scalar], from start: Int) -> Int? {
    let found = packed(scalars, from: start, limit: 15) {
      isDigit($0) || $0 == "A" || $0 == "B" || $0 == "a" || $0 == "b"
    }
    guard found.count >= 13, ("1"..."8").contains(found[0].value) else { return nil }
    for (place, part) in found.enumerated() where !isDigit(part.value) {
      guard place == 6, found[5].value == "2" else {
        guard place >= 13 else { return nil }
        continue
      }
    }
    let month = (found[3].value.value - 48) * 10 + found[4].value.value - 48
    // A provisional number has none; a NIR's is a month, or from 20 on one that is not known.
    guard (1...12).contains(month) || month >= 20 || ("7"..."8").contains(found[0].value) else { return nil }
    if found.count == 15, isDigit(found[13].value), isDigit(found[14].value), ends(scalars, at: found[14].end)
    {
      return found[14].end
    }
    return ends(scalars, at: found[12].end) ? found[12].end : nil
  }

  /// A French number of ten digits, or one with + or 00 and its country.
  private static func phoneEnd(in scalars: [Unicode.Scalar], from start: Int) -> Int? {
    let isAbroad = scalars[start] == "+"
    let first = isAbroad ? start + 1 : start
    let found = packed(scalars, from: first, limit: 17, isDigit)
    guard found.count >= 2 else { return nil }
    let isZeroZero = !isAbroad && found[0].value == "0" && found[1].value == "0"
    if isAbroad || isZeroZero {
      // The longest of eight to fifteen digits, and the trunk's zero in brackets.
      let least = isZeroZero ? 10 : 8
      for count in stride(from: min(found.count, isZeroZero ? 17 : 15), through: least, by: -1)
      where ends(scalars, at: found[count - 1].end) {
        return found[count - 1].end
      }
      return nil
    }
    guard found.count >= 10, found[0].value == "0", found[1].value != "0" else { return nil }
    return ends(scalars, at: found[9].end) ? found[9].end : nil
  }

  /// The longest text that ISO 7064's check accepts, or a French one of the right length that it does not.
  private static func ibanEnd(in scalars: [Unicode.Scalar], from start: Int) -> Int? {
    let found = packed(scalars, from: start, limit: 34) { isDigit($0) || isLetter($0) }
    guard found.count >= 15, isLetter(found[1].value), isDigit(found[2].value), isDigit(found[3].value) else {
      return nil
    }
    func remainder(_ value: Int, _ scalar: Unicode.Scalar) -> Int {
      let number = isDigit(scalar) ? Int(scalar.value) - 48 : Int(scalar.value & 0xDF) - 55
      return (value * (number < 10 ? 10 : 100) + number) % 97
    }
    var accepted: Int?
    var account = 0
    for (place, part) in found.enumerated().dropFirst(4) {
      account = remainder(account, part.value)
      let whole = found[..<4].reduce(account) { remainder($0, $1.value) }
      if place >= 14, whole == 1, ends(scalars, at: part.end) { accepted = part.end }
    }
    if let accepted { return accepted }
    let country = String(String.UnicodeScalarView(found[..<2].map(\.value))).uppercased()
    guard country == "FR" || country == "MC", found.count >= 27, ends(scalars, at: found[26].end) else {
      return nil
    }
    return found[26].end
  }

  // MARK: Characters

  private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }

  private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
    ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar)
  }

  private static func isLetterOrDigit(_ scalar: Unicode.Scalar) -> Bool {
    isDigit(scalar) || isLetter(scalar) || scalar.value >= 0x80 && scalar.properties.isAlphabetic
  }

  /// What people write between groups of digits: blanks of any width, dots, strokes, brackets.
  private static func isSeparator(_ scalar: Unicode.Scalar) -> Bool {
    " .-/()\u{A0}\u{2009}\u{202F}\u{2011}\u{2013}".unicodeScalars.contains(scalar)
  }
}
