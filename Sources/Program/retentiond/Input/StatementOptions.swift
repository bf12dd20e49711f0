internal import ArgumentParser

/// Who says something that the journal keeps, and how they know.
struct StatementOptions: ParsableArguments {
  @Option(help: "How you know, without naming a person.")
  var reason: String

  @Option(help: ArgumentHelp("Who says so; by default the system's account.", valueName: "name"))
  var by: String?

  /// The name that the journal keeps.
  var author: String { by ?? Account.name }
}
