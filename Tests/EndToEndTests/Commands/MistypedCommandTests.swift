import ArgumentParser
import Foundation
import Testing

@testable import retentiond

/// What somebody types wrong is answered with what they mean: over all commands and options that the program has.
@Suite struct MistypedCommandTests {
  private static let commands = CommandNameCheck.all(of: Retentiond.self)

  /// The slips of a hand in one word.
  private static func slips(of word: String) -> [String] {
    let letters = Array(word)
    var slips = [word + "s", word.uppercased()]
    if letters.count > 3 {
      slips.append(String(letters.dropLast()))
      var swapped = letters
      swapped.swapAt(1, 2)
      slips.append(String(swapped))
    }
    return slips
  }

  private func refusal(_ arguments: [String]) -> String? {
    do {
      try CommandNameCheck.check(arguments)
      return nil
    } catch {
      return (error as? ValidationError)?.message ?? "\(error)"
    }
  }

  @Test("Each command's mistyped name is answered with a command of its group, and nothing else is refused")
  func names() throws {
    #expect(Self.commands.count > 40)
    for (path, _) in Self.commands {
      #expect(refusal(path) == nil && refusal(["help"] + path) == nil, "\(path)")
      #expect(
        refusal(path + ["anything"]) == nil
          || Self.commands.contains { $0.path.dropLast() == path[...] })
      let others = Set(Self.commands.filter { $0.path.count == path.count }.map { $0.path.last ?? "" })
      for slip in Self.slips(of: path.last ?? "") where !others.contains(slip) {
        for typed in [path.dropLast() + [slip], ["help"] + path.dropLast() + [slip]] {
          let sentence = try #require(refusal(typed + ["--config", "."]), "\(typed)")
          let group = (["retentiond"] + path.dropLast()).joined(separator: " ")
          #expect(
            sentence.contains("`\(group)` has no command \"\(slip)\": did you mean `\(group) "), "\(sentence)"
          )
        }
      }
    }
  }

  @Test("A command of another group is named with its group")
  func otherGroup() {
    #expect(refusal(["verify"])?.contains("did you mean `retentiond journal verify`?") == true)
    #expect(refusal(["journal", "purge"])?.contains("did you mean `retentiond purge`?") == true)
    #expect(refusal(["zzzzz"])?.contains("did you mean") == false)
  }

  @Test("Each option's mistyped name is answered with the option")
  func options() throws {
    var tried = 0
    for (path, command) in Self.commands where command.configuration.subcommands.isEmpty {
      let options = try options(of: path)
      #expect(throws: Never.self) { try OptionNameCheck.check(path + options.map { "--\($0)" }) }
      for option in options where option.count > 4 {
        let typed = "--" + option.dropLast() + "x"
        let refused = #expect(throws: ValidationError.self, "\(path) \(typed)") {
          try OptionNameCheck.check(path + [typed, "x"])
        }
        #expect(refused?.message.contains("did you mean --") == true, "\(path) \(typed)")
        tried += 1
      }
    }
    #expect(tried > 100)
  }

  private func options(of path: [String]) throws -> [String] {
    let help = Retentiond.message(for: try #require(error(of: path + ["--help"])))
    return help.matches(of: #/(?m)^  (?:-\w, )?--([a-z-]+)/#).map { String($0.1) }.filter {
      !["help", "version"].contains($0)
    }
  }

  private func error(of arguments: [String]) -> (any Error)? {
    do {
      var command = try Retentiond.parseAsRoot(arguments)
      try command.run()
      return nil
    } catch {
      return error
    }
  }

  @Test(
    "What other programs call it is answered with what there is, at once and with 64, and the program's usage is not printed",
    arguments: [
      (["help", "nonsense"], "has no command"),
      (["plann", "--config", "."], "did you mean `retentiond plan`?"),
      (["keys", "genrate", "a"], "did you mean `retentiond keys generate`?"),
      (["--json", "plan"], "write `retentiond plan` first"),
      (["purge", "--dry-run"], "`retentiond plan` shows"),
      (["reconcile", "--dry-run"], "without --purge"), (["purge", "--yes"], "leave it out"),
      (["erase"], "retentiond scrub"), (["plan", "--config", "a", "--config", "b"], "stands twice"),
    ])
  func answered(arguments: [String], answer: String) throws {
    let program = try Program(arguments)
    #expect(program.exitCode == 64)
    #expect(program.output.isEmpty)
    #expect(program.errors.contains(answer), "\(program.errors)")
    #expect(!program.errors.contains("Usage:"), "\(program.errors)")
  }

  @Test("A digest that is too short is called that, another one is called another, and neither is approved")
  func approve() throws {
    let small = try SmallConfiguration(
      content: "CREATE TABLE t (id INTEGER PRIMARY KEY, ended TEXT); CREATE INDEX t_ended ON t (ended);",
      recordSets: """
        "t": {"store": "main", "table": "t", "domain": "rights", "key": ["id"],
          "events": {"ended": {"column": "ended", "as": "date"}}}
        """)
    let plan = try Program(["plan", "--json"] + small.files)
    let digest = String(try #require(plan.output.firstMatch(of: #/"configuration": "([0-9a-f]+)"/#)).1)
    let other = String(digest.reversed())
    for (given, sentence) in [
      (String(digest.prefix(4)), "is too short"), (String(digest.prefix(11)).uppercased(), "is too short"),
      (other, "and not \(other)"), (String(other.prefix(12)), "the files have the digest"),
    ] {
      let program = try Program(["approve", given] + small.files)
      #expect(program.exitCode == 64)
      #expect(program.errors.contains(sentence), "\(program.errors)")
      #expect(!program.errors.contains("Usage:"), "\(program.errors)")
    }
  }
}
