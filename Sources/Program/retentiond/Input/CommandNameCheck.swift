internal import ArgumentParser

/// Looks at the command's name before the parser does, whose answer to a mistyped one is no help: `plann --config .` is an unknown option to it.
enum CommandNameCheck {
  typealias Command = any ParsableCommand.Type

  /// What begins with a dash and is asked of the program itself.
  private static let builtIn: Set = [
    "-h", "--help", "--help-hidden", "--version", "--experimental-dump-help", "--generate-completion-script",
  ]

  /// - Throws: an error that ends the program with 64, if the command line names a command that there is not. It names the one that may be meant.
  static func check(_ arguments: [String], in root: Command = Retentiond.self) throws {
    var words = arguments[...]
    if words.first == "help" { words = words.dropFirst() }
    if let option = words.first, option.hasPrefix("-") {
      return try refuseBefore(option, in: words, of: root)
    }
    var path: [Command] = [root]
    while let word = words.popFirst(), !word.hasPrefix("-") {
      let children = path[path.count - 1].configuration.subcommands + grouped(path[path.count - 1])
      if children.isEmpty { return }
      guard let child = children.first(where: { $0._commandName == word }) else {
        throw ValidationError(sentence(for: word, below: path, of: root))
      }
      path.append(child)
    }
  }

  /// An option of a command that stands before it.
  private static func refuseBefore(_ option: String, in words: ArraySlice<String>, of root: Command) throws {
    let name = String(option.prefix { $0 != "=" })
    guard !builtIn.contains(name),
      let command = words.first(where: { word in all(of: root).contains { $0.path == [word] } })
    else { return }
    throw ValidationError(
      "\(name) stands before the command: write `retentiond \(command)` first, and its options behind it")
  }

  private static func grouped(_ command: Command) -> [Command] {
    command.configuration.groupedSubcommands.flatMap(\.subcommands)
  }

  private static func sentence(for word: String, below path: [Command], of root: Command) -> String {
    let names = path.map { $0._commandName }
    let group = names.joined(separator: " ")
    let known = all(of: root)
    let own = known.filter { $0.path.dropLast() == names.dropFirst() }.map(\.path)
    let meant =
      nearest(to: word, of: own) ?? nearest(to: word, of: known.map(\.path).filter { !own.contains($0) })
    let advice = meant.map { "did you mean `retentiond \($0.joined(separator: " "))`? " } ?? ""
    return
      "`\(group)` has no command \"\(word)\": \(advice)`\(group) --help` lists what it has; nothing was done"
  }

  /// All commands, each by the words that call it.
  static func all(of root: Command) -> [(path: [String], command: Command)] {
    func below(_ command: Command, _ path: [String]) -> [(path: [String], command: Command)] {
      (command.configuration.subcommands + grouped(command)).flatMap { child in
        let own = path + [child._commandName]
        return [(own, child)] + below(child, own)
      }
    }
    return below(root, [])
  }

  /// Returns the command that a command line names, and the words that name it; nil if it names none.
  static func named(by arguments: [String], in root: Command) -> (path: [String], command: Command)? {
    let words = Array(arguments.prefix { !$0.hasPrefix("-") })
    return all(of: root).filter { words.starts(with: $0.path) }.max { $0.path.count < $1.path.count }
  }

  /// Returns the command whose last word is most like what was typed; nil if none is like it.
  private static func nearest(to word: String, of paths: [[String]]) -> [String]? {
    EditDistance.nearest(to: word, of: paths.compactMap(\.last)).flatMap { name in
      paths.first { $0.last == name }
    }
  }
}
