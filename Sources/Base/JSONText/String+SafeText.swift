extension String {
  /// The text with control characters as `\u{1b}`, line breaks apart: a name out of a database must neither steer a
  /// terminal nor turn a journal's field into binary data.
  package var withoutControls: String { cleaned(keepsLineBreaks: true) }

  /// The same with line breaks as `\u{a}`, too, so that nothing in a line can pass itself off as a line of its own.
  package var onOneLine: String { cleaned(keepsLineBreaks: false) }

  private func cleaned(keepsLineBreaks: Bool) -> String {
    guard unicodeScalars.contains(where: \.isUnseen) else { return self }
    var safe = ""
    for scalar in unicodeScalars {
      if scalar.isUnseen, !(keepsLineBreaks && scalar == "\n") {
        safe += "\\u{\(String(scalar.value, radix: 16))}"
      } else {
        safe.unicodeScalars.append(scalar)
      }
    }
    return safe
  }
}

extension Unicode.Scalar {
  /// Tells if the character shows nothing itself and changes how others are shown: controls (ESC, C1), line and paragraph separators, and
  /// format characters, which turn the direction of writing or hide in a word.
  package var isUnseen: Bool {
    switch properties.generalCategory {
    case .control, .lineSeparator, .paragraphSeparator, .format: true
    default: false
    }
  }
}
