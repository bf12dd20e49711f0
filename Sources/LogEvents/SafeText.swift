extension String {
  /// The text with control characters as `\u{1b}`, line breaks apart: a name out of a database must neither steer a
  /// terminal nor turn a journal's field into binary data.
  package var withoutControls: String {
    var safe = ""
    for scalar in unicodeScalars {
      switch scalar.properties.generalCategory {
      case .control where scalar != "\n", .lineSeparator, .paragraphSeparator, .format:
        safe += "\\u{\(String(scalar.value, radix: 16))}"
      default:
        safe.unicodeScalars.append(scalar)
      }
    }
    return safe
  }
}
