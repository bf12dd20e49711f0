internal import ArgumentParser
internal import JSONText

struct ReloadCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reload", abstract: "Has the service read both files again, and says if it took them.",
    discussion: """
      Exit code 78 if the files are wrong: the service goes on with the former ones. What is loaded and not approved waits for `retentiond approve`. \
      `systemctl reload retentiond` does the same, and fails as this does.
      """)

  @OptionGroup var files: ConfigurationOptions

  func run() throws {
    try Failure.reporting {
      let status = try LiveRequest.show(["verb": .string(ReloadVerb.name)], files)
      if status != 0 { throw ExitCode(status) }
    }
  }
}
