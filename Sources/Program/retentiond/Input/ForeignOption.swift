internal import ArgumentParser

/// Options that other programs have and this one has not. Whoever types one is told what there is in its place.
enum ForeignOption {
  /// Words that mean "only show what would be done".
  private static let trials: Set = ["--dry-run", "--dryrun", "--simulate", "--what-if"]
  /// Words that mean "do not ask me".
  private static let consents: Set = ["--yes", "--assume-yes", "--force", "--no-confirm"]

  /// - Throws: an error that ends the program with 64, if such an option stands on the command line. What follows `--` is no option.
  static func refuse(_ arguments: [String]) throws {
    let command = arguments.prefix { !$0.hasPrefix("-") }.first ?? ""
    for argument in arguments.prefix(while: { $0 != "--" }) where argument.hasPrefix("--") {
      let option = String(argument.prefix { $0 != "=" })
      guard let answer = answer(to: option, of: command) else { continue }
      throw ValidationError("there is no option \(option): \(answer); nothing was done")
    }
  }

  private static func answer(to option: String, of command: String) -> String? {
    if trials.contains(option) {
      return switch command {
      case "reconcile": "without --purge `retentiond reconcile` purges nothing"
      case "purge", "run", "": "`retentiond plan` shows what a purge would change, and changes nothing"
      default: "`retentiond \(command)` has none that only shows what it would do"
      }
    }
    return consents.contains(option) ? "leave it out, a command asks nobody but at a terminal" : nil
  }
}
