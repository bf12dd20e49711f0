import ArgumentParser
import Foundation

/// `sample-insurer`: the sample, or a table for benchmarks.
@main
struct SampleInsurerCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sample-insurer",
    abstract:
      "Writes a sample insurer: databases, stores.json, holds, and the expected verdict of every row.",
    discussion: """
      The same arguments give the same content. Nobody in it exists: numbers come from
      ranges that no person has.
      """)

  @Argument(help: "The directory to write into; files of a sample that is there are replaced.")
  var directory: String

  @Option(help: "Another number makes other people.")
  var seed = 1

  @Option(help: "How many people; 60 to 900000.")
  var subjects = 1_000

  @Option(help: ArgumentHelp("The day that verdicts are about, in Paris.", valueName: "YYYY-MM-DD"))
  var on: Day?

  @Option(
    help: ArgumentHelp("The moment of that day; 10:00 UTC if none is given.", valueName: "ISO 8601 instant"))
  var now: InstantArgument?

  @Option(help: ArgumentHelp("Write one table of so many rows for benchmarks instead.", valueName: "rows"))
  var bench: Int?

  @Option(help: "With --bench: the share of rows that are due, 0 to 1.")
  var dueShare = 0.5

  @Option(help: "With --bench: what the due rows are due for, delete or pseudonymise.")
  var stage = StageAction.delete

  func validate() throws {
    guard (60...900_000).contains(subjects) else { throw ValidationError("--subjects is 60 to 900000") }
    guard (0...1).contains(dueShare) else { throw ValidationError("--due-share is a number from 0 to 1") }
    guard (bench ?? 1) >= 1 else { throw ValidationError("--bench is 1 or more") }
    guard stage != .archive else { throw ValidationError("--stage is delete or pseudonymise") }
    if let on, let now, Reckoning(now: now.instant).today != on {
      throw ValidationError(
        "\(InstantText.iso8601(now.instant)) is not on \(on.text) in Paris: give --on or --now"
      )
    }
  }

  func run() throws {
    let url = URL(filePath: directory, directoryHint: .isDirectory)
    if let bench {
      try Benchmark(
        rows: bench, dueShare: dueShare, stage: stage, seed: seed, reckoning: Reckoning(now: moment)
      ).write(to: url)
    } else {
      try Sample(directory: url, seed: seed, subjects: subjects, now: moment).write()
    }
  }

  private var moment: Int {
    if let now { return now.instant }
    let day = on ?? Day(2_026, 11, 24)
    return Reckoning.instantAtTen(of: day)
  }
}

/// An instant on the command line, for `--now`.
struct InstantArgument: ExpressibleByArgument {
  let instant: Int

  init?(argument: String) {
    guard let instant = InstantText.instant(argument) else { return nil }
    self.instant = instant
  }
}

extension Day: ExpressibleByArgument {
  init?(argument: String) {
    guard let day = Day(text: argument), Reckoning(now: Reckoning.instantAtTen(of: day)).today == day else {
      return nil
    }
    self = day
  }
}

extension StageAction: ExpressibleByArgument {}

extension Reckoning {
  /// Ten o'clock UTC on a day.
  static func instantAtTen(of day: Day) -> Int {
    InstantText.instant(day.text + "T10:00:00Z") ?? 0
  }
}
