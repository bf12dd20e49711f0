internal import ArgumentParser

/// A command that the service runs for callers of its control socket, with its own keys and files.
///
/// Which these are stands here, in one list. What is not among them changes rows (`purge`, which is `run-now`; `reconcile`, `scrub`), is the service itself, or is about files of
/// whoever types it (`keys generate`, `journal backup`).
protocol ServedCommand: ParsableCommand {
  var files: ConfigurationOptions { get }

  /// The options that name files of the caller's. The service's account neither reads nor writes a file for somebody who may not do so.
  var callersFiles: [String] { get }
}

extension ServedCommand {
  var callersFiles: [String] { [] }
}

extension CheckCommand: ServedCommand {}
extension PlanCommand: ServedCommand {}
extension ExplainCommand: ServedCommand {}
extension GrantsCommand: ServedCommand {}
extension StatusCommand: ServedCommand {}
extension HealthCommand: ServedCommand {}
extension ApproveCommand: ServedCommand {}
extension PauseCommand: ServedCommand {}
extension ResumeCommand: ServedCommand {}
extension MetricsCommand: ServedCommand {
  var callersFiles: [String] { ServedCommands.named("--output", output) }
}
extension FirstRunCommand.Show: ServedCommand {}
extension FirstRunCommand.Continue: ServedCommand {}
extension HoldAdd: ServedCommand {
  var callersFiles: [String] { ServedCommands.named("--subjects", subjects) }
}
extension HoldChange: ServedCommand {}
extension HoldLift: ServedCommand {
  var callersFiles: [String] { ServedCommands.named("--subjects", subjects) }
}
extension HoldList: ServedCommand {}
extension HoldCountCommand: ServedCommand {}
extension HoldImport: ServedCommand {
  var callersFiles: [String] { ServedCommands.named("the file", file) }
}
extension ClockCommand.Show: ServedCommand {}
extension ClockCommand.Accept: ServedCommand {}
extension RecordSetCommand.Resume: ServedCommand {}
extension StoreCommand.Show: ServedCommand {}
extension StoreCommand.Accept: ServedCommand {}
extension FilesCommand.List: ServedCommand {}
extension FilesCommand.Settle: ServedCommand {}
extension FilesCommand.Orphans: ServedCommand {}
extension KeysCommand.Show: ServedCommand {}
extension KeysCommand.Accept: ServedCommand {}
extension JournalCommand.Create: ServedCommand {}
extension JournalCommand.Show: ServedCommand {}
extension JournalCommand.Verify: ServedCommand {
  var callersFiles: [String] {
    ServedCommands.named("--journal", journal) + ServedCommands.named("--directory", directory)
      + authorities.flatMap { ServedCommands.named("--authorities", $0) }
      + since.flatMap { ServedCommands.named("--since", $0) }
  }
}
extension JournalCommand.Find: ServedCommand {
  var callersFiles: [String] { ServedCommands.named("--proofs", proofs) }
}
extension JournalCommand.MakeCertificate: ServedCommand {
  var callersFiles: [String] { ServedCommands.named("--output", output) }
}
extension JournalCommand.MakeAnchor: ServedCommand {}
extension JournalCommand.Settle: ServedCommand {}

enum ServedCommands {
  /// Names an option if it names a file; standard input is the caller's own stream.
  static func named(_ option: String, _ value: String?) -> [String] {
    value == nil || value == FileAccess.standardInput ? [] : [option]
  }

  /// Refuses what is not for callers, in the process that the service started for one.
  static func check(_ command: any ParsableCommand, _ arguments: [String]) throws(ControlError) {
    guard Caller.current != nil else { return }
    guard let served = command as? any ServedCommand else {
      throw refusal(CommandNameCheck.named(by: arguments, in: Retentiond.self)?.path ?? [])
    }
    try checkFiles(of: served)
  }

  static func checkFiles(of command: any ServedCommand) throws(ControlError) {
    guard let option = command.callersFiles.first else { return }
    throw .refused(
      "the service neither reads nor writes files for a caller, and \(option) names one: give - and what it reads as standard input (`… - <FILE`), leave it out to print, or run the command in a shell that has the keys",
      .usage)
  }

  static func refusal(_ path: [String]) -> ControlError {
    let name = path.joined(separator: " ")
    let way =
      path == ["purge"]
      ? "`retentiond run-now` has the service purge" : "run it in a shell that has the keys"
    return .refused("the service does not run `\(name)` for others: \(way)", .usage)
  }
}
