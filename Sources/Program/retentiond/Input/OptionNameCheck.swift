internal import ArgumentParser
internal import JSONText

/// Looks at the options of a command line that the parser has refused. It would say of a mistyped `--reason` that the reason is missing.
enum OptionNameCheck {
  /// - Throws: an error that ends the program with 64, if an option is none of the command's, and names the one that may be meant.
  static func check(_ arguments: [String], in root: CommandNameCheck.Command = Retentiond.self) throws {
    guard let (path, command) = CommandNameCheck.named(by: arguments, in: root) else { return }
    let known = names(of: command)
    for argument in arguments.prefix(while: { $0 != "--" }) where argument.hasPrefix("--") {
      let typed = String(argument.dropFirst(2).prefix { $0 != "=" })
      guard !known.contains(typed), let meant = EditDistance.nearest(to: typed, of: known) else { continue }
      throw ValidationError(
        "`\((["retentiond"] + path).joined(separator: " "))` has no option --\(typed): did you mean --\(meant)? Nothing was done"
      )
    }
  }

  /// The long names of a command's options, as the parser tells them for other programs.
  private static func names(of command: CommandNameCheck.Command) -> [String] {
    guard let node = try? JSONNode(parsing: Array(command._dumpHelp().utf8)), let dump = JSONValue(node)
    else {
      return []
    }
    return (dump["command"]?["arguments"]?.arrayValue ?? []).flatMap { $0["names"]?.arrayValue ?? [] }
      .filter { $0["kind"]?.stringValue == "long" }.compactMap { $0["name"]?.stringValue }
  }
}
