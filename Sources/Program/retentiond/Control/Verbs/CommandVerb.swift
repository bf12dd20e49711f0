internal import Systemd
internal import Words

/// Runs a command of the program for a caller, in a process of its own with the service's environment, keys and files, and with the caller's own streams.
struct CommandVerb: ControlVerb {
  static let name = "command"

  private let arguments: [String]
  /// The words that name the command.
  private let words: [String]

  /// More than anybody types.
  private static let mostArguments = 256

  init(_ request: ControlRequest) throws(ControlError) {
    try request.requireOnly("arguments")
    arguments = try request.texts("arguments")
    guard arguments.count <= Self.mostArguments else {
      throw .noRequest(cause: "it has more than \(Self.mostArguments) arguments")
    }
    guard let (path, command) = CommandNameCheck.named(by: arguments, in: Retentiond.self) else {
      throw .noRequest(cause: "it names no command")
    }
    guard command is any ServedCommand.Type else { throw ServedCommands.refusal(path) }
    if let option = arguments.prefix(while: { $0 != "--" }).first(where: Self.namesFiles) {
      throw .refused(
        "the service works with its own two files, and \(option.prefix(40)) names others: leave it out",
        .usage)
    }
    words = path
  }

  /// Tells if an argument says where the two files are: behind the service's own it would count in their place.
  private static func namesFiles(_ argument: String) -> Bool {
    ["--config", "--rules", "--stores"].contains(argument.prefix { $0 != "=" })
  }

  func answer(_ talk: ControlTalk, _ service: ControlledService) async throws {
    try service.requireRunning()
    let streams = OwnedDescriptors(talk.channel.takeDescriptors())
    guard streams.numbers.count == 3 else {
      throw ControlError.noRequest(cause: "a command needs standard input, output and error")
    }
    service.log.log(
      .controlAsked(
        what: words.joined(separator: " "), account: talk.caller.name, uid: Int(talk.caller.uid)))
    // Behind the command's name: an argument could be the end of all options.
    let files = ["--rules", service.files.rulesPath.realPath, "--stores", service.files.storesPath.realPath]
    let child = try CallersProcess(
      words + files + arguments.dropFirst(words.count), for: talk.caller, streams)
    // A stop of the service ends what it does for others, too.
    let stopping = service.stop.whenRequested { child.ask() }
    let end = try await OwnThread.run { child.wait(askingIf: talk.channel) }
    withExtendedLifetime(stopping) {}
    switch end {
    case .exited(let status): talk.end(status)
    case .signalled(let number): talk.end(bySignal: number)
    }
  }
}
