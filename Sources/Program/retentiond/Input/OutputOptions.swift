internal import ArgumentParser

/// The option of every command that prints data (decision 189).
struct OutputOptions: ParsableArguments {
  @Option(help: "table, json or csv.")
  var format: OutputFormat?

  @Flag(help: "The same as --format json.")
  var json = false

  func validate() throws {
    guard json, let format, format != .json else { return }
    throw ValidationError("--json and --format \(format.rawValue) ask for two forms: leave one out")
  }

  /// The form that was asked for; a page for people if none was.
  var form: OutputFormat { json ? .json : format ?? .table }

  func write(_ printout: Printout) { form.write(printout) }

  func write(_ body: (inout FactSheet) throws -> Void) throws { try form.write(body) }
}
