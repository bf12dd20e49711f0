/// How a column that a value was written to shows it again.
package enum ShownForm: Sendable {
  /// Byte by byte as it was written.
  case asWritten
  /// A number, with as many digits behind the point as the column has.
  case number
  /// A day, a time or a moment, with as many digits of a second as the column has.
  case time
}

extension ColumnValue {
  /// Tells if an archive that shows `kept` has kept this value exactly: the same number, the same moment, the same bytes. Another
  /// number of zeros behind a point is nothing; everything else is.
  package func isKept(as kept: ColumnValue, shown form: ShownForm) -> Bool {
    switch (self, kept) {
    case (.integer(let sent), .real(let kept)): Int64(exactly: kept) == sent
    // There is one integer 0, and none that is -0.
    case (.real(let sent), .integer(let kept)):
      Int64(exactly: sent) == kept && sent.bitPattern != (-0.0).bitPattern
    case (.text(let sent), .integer(let kept)): Self.decimal(sent) == Self.decimal(String(kept))
    case (.integer(let sent), .text(let kept)):
      form == .number && Self.decimal(kept) == Self.decimal(String(sent))
    case (.text(let sent), .text(let kept)) where form == .number:
      self == .text(kept) || (Self.decimal(sent).map { $0 == Self.decimal(kept) } ?? false)
    case (.text(let sent), .text(let kept)) where form == .time:
      Self.time(sent).utf8.elementsEqual(Self.time(kept).utf8)
    default: self == kept
    }
  }

  /// A decimal number's one spelling; nil for what is none, or has a sign or zeros in front that a number would lose.
  private static func decimal(_ text: String) -> String? {
    guard let parts = text.wholeMatch(of: /(-?)(0|[1-9][0-9]*)(?:\.([0-9]+))?/) else { return nil }
    let fraction = withoutEnd(String(parts.3 ?? ""), "0")
    let number = String(parts.2) + (fraction.isEmpty ? "" : "." + fraction)
    return parts.1.isEmpty || number == "0" ? number : "-" + number
  }

  /// A time without the zeros at the end of its fraction.
  private static func time(_ text: String) -> String {
    guard let parts = text.wholeMatch(of: /(.*:[0-9][0-9])\.([0-9]+)((?:\+00)?)/) else { return text }
    let fraction = withoutEnd(String(parts.2), "0")
    return String(parts.1) + (fraction.isEmpty ? "" : "." + fraction) + String(parts.3)
  }

  private static func withoutEnd(_ text: String, _ character: Character) -> String {
    var text = text[...]
    while text.last == character { text.removeLast() }
    return String(text)
  }
}
