internal import ArgumentParser

extension PersonList {
  /// Reads a list that somebody named on the command line.
  ///
  /// - Parameter consequence: what did not happen if the list is refused.
  static func read(_ file: String, column: String?, consequence: String) throws -> PersonList {
    let bytes: [UInt8]
    do {
      bytes = try FileAccess.read(
        file, limit: 256 << 20,
        remedy: "name a file that you may read, or give - and write the list to standard input")
    } catch let error as FileError {
      throw ValidationError("\(error)")
    }
    do {
      return try PersonList(bytes, column: Column(column))
    } catch {
      throw ValidationError("\(file == "-" ? "standard input" : file), \(error); \(consequence)")
    }
  }

  /// Reads one person's identifier; it may have commas and tabs, and stands alone.
  ///
  /// - Parameter text: the identifier, or - for standard input.
  static func single(_ text: String, option: String) throws -> PersonList {
    let identifier = text == FileAccess.standardInput ? try lineOfStandardInput(option) : text
    guard !identifier.isEmpty else { throw ValidationError("no identifier is given") }
    // Swift has put this in the place of bytes that are no text.
    let cause = identifier.unicodeScalars.contains("\u{fffd}") ? .invalidText : problem(of: identifier)
    if let cause { throw ValidationError("\(option): \(PersonListProblem.sentence(cause)); nobody was held") }
    return PersonList(one: identifier)
  }

  /// The one line of standard input that is not blank. Another person below it would be passed over.
  private static func lineOfStandardInput(_ option: String) throws -> String {
    let lines = try StandardInput.lines()
    guard let line = lines.first else { throw ValidationError("no identifier on standard input") }
    guard lines.count == 1 else {
      throw ValidationError(
        "standard input has \(lines.count) lines, and \(option) takes one identifier: give a list with --subjects -; nobody was held"
      )
    }
    return line
  }

  private init(one identifier: String) {
    identifiers = [identifier]
    lines = [1]
  }
}
