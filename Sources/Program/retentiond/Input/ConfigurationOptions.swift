internal import ArgumentParser
internal import Purging
internal import StoreBindings

/// Where the two configuration files are.
struct ConfigurationOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The folder with retention-rules.json and stores.json.", valueName: "folder"), completion: .directory)
  var config = Self.defaultFolder

  @Option(help: ArgumentHelp("The rules file, if it is elsewhere.", valueName: "file"), completion: .file())
  var rules: String?

  @Option(
    help: ArgumentHelp(
      "The stores file, if it is elsewhere; its relative paths start from its own folder.", valueName: "file"),
    completion: .file())
  var stores: String?

  @Flag(
    help:
      "Have the running service do it, with its keys and files. By itself a command does so if it needs keys that only the service has."
  )
  var viaService = false

  private static let defaultFolder = "/etc/retentiond"

  /// Tells if nobody named another place.
  var areDefault: Bool { config == Self.defaultFolder && rules == nil && stores == nil }

  var rulesPath: String { rules ?? config + "/retention-rules.json" }
  var storesPath: String { stores ?? config + "/stores.json" }

  /// What the stores file's relative paths start from.
  var baseDirectory: String { FileAccess.absoluteFolder(of: storesPath) }

  /// Reads and checks both files. Where they are those that were approved but for the ways to stores, they are the approved ones by these ways. Files that were approved as they are go on
  /// being loaded where this version demands more of them: a run then refuses the record sets that lack it.
  func load() throws -> Configuration {
    let files = try load(.approved)
    let session = Session(configuration: files)
    // Without a journal, or without its keys, nothing was approved as far as anybody can tell.
    if (try? session.isApproved()) == true { return files }
    if let approved = try? session.approvedConfiguration(), approved.agrees(with: files) { return approved }
    return files.dependentProblems.isEmpty ? files : try load(.proposed)
  }

  /// The same for whoever asks what is wrong with the files, or agrees to them.
  func loadStrictly() throws -> Configuration { try load(.proposed) }

  private func load(_ standing: FileStanding) throws -> Configuration {
    let remedy = "give the file's path with --rules or --stores, or its folder with --config"
    return try Configuration.load(
      rules: try FileAccess.readTrusted(rulesPath, remedy: remedy), rulesFile: rulesPath,
      stores: try FileAccess.readTrusted(storesPath, remedy: remedy), storesFile: storesPath,
      baseDirectory: baseDirectory, demands: FileDemands(standing: standing))
  }
}
