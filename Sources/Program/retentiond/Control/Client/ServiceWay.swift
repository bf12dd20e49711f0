internal import ArgumentParser
internal import Glibc
internal import JSONText
internal import Systemd
internal import Words

/// Whether a command that somebody types runs in their process or in the service, and the latter.
///
/// In the service where `--via-service` asks for it; or where stores.json names a key as a credential, which only the service has, and the service that works with the same
/// files answers. Such a command could not run here at all (decision 258).
enum ServiceWay {
  static let option = "--via-service"

  /// Has the service run a command, if that is its way.
  ///
  /// - Returns: the command's exit status; nil if it is to run here.
  static func run(_ command: any ParsableCommand, _ arguments: [String]) throws -> Int32? {
    // Within the service and in units that have the credentials, each command runs where it is.
    guard Caller.current == nil else { return nil }
    let isAsked = arguments.prefix { $0 != "--" }.contains(option)
    guard let served = command as? any ServedCommand else {
      if isAsked {
        throw ServedCommands.refusal(CommandNameCheck.named(by: arguments, in: Retentiond.self)?.path ?? [])
      }
      return nil
    }
    guard isAsked || needsCredentials(served.files) else { return nil }
    let place: String
    do {
      place = try ServicePlace.find(served.files)
    } catch {
      // By itself it takes the way only where there is one; without it the command says what is missing.
      if isAsked { throw error }
      return nil
    }
    if isAsked {
      try ServedCommands.checkFiles(of: served)
    } else if !served.callersFiles.isEmpty {
      // By itself it takes the way only where the service can do all of it.
      return nil
    }
    guard let channel = try ControlChannel.connected(to: place) else { throw ControlError.gone }
    return try run(own(arguments), channel)
  }

  private static func run(_ arguments: [String], _ channel: ControlChannel) throws -> Int32 {
    Interruption.listen()
    // Whatever comes behind the request asks the command to end.
    let stopping = Interruption.stop.whenRequested { channel.send(.object(["verb": .string("stop")])) }
    let request: JSONValue = .object([
      "verb": .string(CommandVerb.name), "arguments": .array(arguments.map { .string($0) }),
    ])
    guard request.canonical.count < ControlChannel.requestLimit else {
      throw ControlError.noRequest(cause: "it has more than \(ControlChannel.requestLimit >> 10) KiB")
    }
    channel.send(request, descriptors: [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO])
    defer { withExtendedLifetime(stopping) {} }
    return try ServiceAnswer.show(channel)
  }

  /// Tells if stores.json names a credential, and this process has none.
  private static func needsCredentials(_ files: ConfigurationOptions) -> Bool {
    guard ServiceEnvironment.credentialsDirectory == nil,
      // What comes by standard input is read once, by the command.
      files.storesPath != FileAccess.standardInput,
      // What is wrong with the file the command itself says.
      let bytes = try? FileAccess.read(files.storesPath), let node = try? JSONNode(parsing: bytes)
    else { return false }
    return node.hasMember("credential")
  }

  /// The arguments without the options that say where the files are: the service has its own, which are the same.
  private static func own(_ arguments: [String]) -> [String] {
    var own: [String] = []
    var rest = arguments[...]
    while let argument = rest.popFirst(), argument != "--" {
      if argument == option { continue }
      let name = argument.prefix { $0 != "=" }
      guard ["--config", "--rules", "--stores"].contains(name) else {
        own.append(argument)
        continue
      }
      if name == argument { _ = rest.popFirst() }
    }
    let hasEnd = arguments.contains("--")
    return own + (hasEnd ? arguments.drop { $0 != "--" } : [])
  }
}

extension JSONNode {
  /// Tells if an object in it, at any depth, has a member of that name.
  fileprivate func hasMember(_ name: String) -> Bool {
    switch content {
    case .object(let members): members.contains { $0.name == name || $0.value.hasMember(name) }
    case .array(let nodes): nodes.contains { $0.hasMember(name) }
    default: false
    }
  }
}
