internal import ArgumentParser
internal import Glibc

/// Where the program begins.
@main
enum EntryPoint {
  static func main() async {
    ProcessSafety.establish()
    do {
      let arguments = Array(CommandLine.arguments.dropFirst())
      try Failure.reporting {
        try FormerCommand.refuse(arguments)
        try CommandNameCheck.check(arguments)
        try ForeignOption.refuse(arguments)
        try RepeatedOption.refuse(arguments)
      }
      var command = try parsed(arguments)
      if let status = try servedStatus(of: command, arguments) { end(ExitCode(status)) }
      if var service = command as? any AsyncParsableCommand {
        ServiceSignals.keep()
        try await service.run()
      } else {
        if command is any StoppableCommand { Interruption.listen() }
        try command.run()
      }
      end(ExitCode.success)
    } catch {
      end(error)
    }
  }

  /// Has the service run a command, if that is its way, and returns the exit status; nil if it is to run here.
  private static func servedStatus(of command: any ParsableCommand, _ arguments: [String]) throws -> Int32? {
    var status: Int32?
    try Failure.reporting {
      try ServedCommands.check(command, arguments)
      status = try ServiceWay.run(command, arguments)
    }
    return status
  }

  /// Has the parser read the command line. If it cannot, a mistyped option is named first.
  private static func parsed(_ arguments: [String]) throws -> any ParsableCommand {
    do {
      return try Retentiond.parseAsRoot(arguments)
    } catch {
      if Retentiond.exitCode(for: error) != .success {
        try Failure.reporting { try OptionNameCheck.check(arguments) }
      }
      throw error
    }
  }

  /// Ends the program with the code of what ended it; where all went well, with another if what it printed did not arrive.
  private static func end(_ error: any Error) -> Never {
    let code = Retentiond.exitCode(for: error)
    let message = Retentiond.fullMessage(for: error)
    if !message.isEmpty {
      // What was typed stands in a message of what is wrong with it.
      if code == .success {
        Terminal.standardOutput.data(message + "\n")
      } else {
        Terminal.standardError.page(message)
      }
    }
    let failure = Terminal.finish()
    guard code == .success, let failure else { exit(code.rawValue) }
    // A reader that has gone wants to hear no more.
    if failure != EPIPE {
      Terminal.standardError.line(
        "retentiond: what was to be printed could not be written: \(FileError.words(for: failure)): free space, or print to another place; what the command did stays done"
      )
    }
    exit(ExitStatus.cannotCreate.rawValue)
  }
}

/// The program: one binary for the service and for the shell.
struct Retentiond: AsyncParsableCommand {
  static let version = "0.1.0"

  static let configuration = CommandConfiguration(
    commandName: "retentiond",
    abstract:
      "Keeps a retention schedule: finds records whose period has ended, and purges them with evidence.",
    discussion: """
      Two files rule it: retention-rules.json says how long, stores.json says where. Start with `retentiond check`,
      then `retentiond plan`, then `retentiond approve`. Nothing is purged before its configuration is approved.

      Exit codes:
        0   done, and nothing is left to say
        1, 2  `health` has its own: 1 for a warning, 2 if something is critical
        1   done, but rows that are due were left (a store, a schema or a row refused; the run was stopped, or was a first run)
        2   `check`, `reconcile`, `journal verify`, `store show`, `files list` or `files orphans` found something wrong; or another history of the journal was seen, so that
            what is shown may be incomplete (`explain`, `files`, `first-run show`, `hold list|count|export`, `journal show|find|prove|consistency`, `reconcile`)
        3   a hold is in force, and nothing that it names is in any store: the identifier may be mistyped
        4   `plan` shows a record set that a run would refuse, whose store cannot be reached, or for which a guard would stop the run
        64  the command line is wrong
        66  there is no such record set, store, record, hold or batch, no first run to say a word on, or the record set is not passed over
        69  a store, an anchor, the service or a folder of files cannot be reached
        72  a folder of an exported journal cannot be written or read
        73  the file to create exists already, or cannot be made, or what was to be printed could not be written
        74  the journal cannot be written or trusted, or is not anchored as stores.json wants: nothing was purged
        75  another retentiond is at work, another program has the journal or a store locked, or the command was stopped: try again later
        77  a key is missing, another than the journal knows or no secret, or its file is not safe, or the configuration is not approved
        78  a configuration file is wrong
        79  a guard stopped the run before its first row (volume, clock)
      """,
    version: version,
    subcommands: [RelayCommand.self],
    groupedSubcommands: [
      CommandGroup(
        name: "To look:",
        subcommands: [
          CheckCommand.self, PlanCommand.self, ExplainCommand.self, GrantsCommand.self, StatusCommand.self,
          HealthCommand.self, MetricsCommand.self,
        ]),
      CommandGroup(
        name: "To steer the service:",
        subcommands: [ReloadCommand.self, RunNowCommand.self, ThrottleCommand.self]),
      CommandGroup(
        name: "To act:",
        subcommands: [
          ApproveCommand.self, PurgeCommand.self, PauseCommand.self, ResumeCommand.self, ScrubCommand.self,
          ReconcileCommand.self, RunCommand.self,
          FirstRunCommand.self, HoldCommand.self, ClockCommand.self, RecordSetCommand.self,
          StoreCommand.self, FilesCommand.self,
        ]),
      CommandGroup(
        name: "Evidence and keys:", subcommands: [JournalCommand.self, KeysCommand.self]),
    ])
}
