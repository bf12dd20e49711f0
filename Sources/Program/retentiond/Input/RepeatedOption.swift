internal import ArgumentParser

/// An option that stands twice on the command line and counts once. The parser would take the last, and a hold on the first person would not be placed.
enum RepeatedOption {
  /// Options that take several values, by what comes before them.
  private static func isRepeatable(_ option: Substring, in arguments: [String]) -> Bool {
    switch option {
    case "--authorities", "--since", "--stores": true
    case "--subject": arguments.contains("find")
    case "--record-set": arguments.first == "run-now"
    case "--store": arguments.first == "throttle"
    default: false
    }
  }

  /// - Throws: an error that ends the program with 64, if an option stands twice.
  static func refuse(_ arguments: [String]) throws {
    guard let option = first(in: arguments) else { return }
    throw ValidationError(
      "\(option) stands twice, and only one of them would count: give it once; nothing was done")
  }

  /// Returns the first option that is given again; nil if there is none. What follows `--` is no option.
  static func first(in arguments: [String]) -> String? {
    var met: Set<Substring> = []
    for argument in arguments.prefix(while: { $0 != "--" }) where argument.hasPrefix("--") {
      let option = argument.prefix { $0 != "=" }
      guard !met.insert(option).inserted, !isRepeatable(option, in: arguments) else { continue }
      return String(option)
    }
    return nil
  }
}
