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
    } catch {
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
    guard let identifier = text == FileAccess.standardInput ? readLine() : text, !identifier.isEmpty else {
      throw ValidationError("no identifier \(text.isEmpty ? "is given" : "on standard input")")
    }
    // Swift has put this in the place of bytes that are no text.
    let cause = identifier.unicodeScalars.contains("\u{fffd}") ? .invalidText : problem(of: identifier)
    if let cause { throw ValidationError("\(option): \(PersonListProblem.sentence(cause)); nobody was held") }
    return PersonList(one: identifier)
  }

  private init(one identifier: String) {
    identifiers = [identifier]
    lines = [1]
  }
}
