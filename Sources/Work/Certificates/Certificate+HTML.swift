internal import AuditJournal
internal import CivilTime
internal import JSONText
internal import RecordStores
internal import RetentionPolicy
internal import TransparencyLog
internal import Words

extension Certificate {
  /// The certificate as one HTML page that needs nothing else and prints on A4.
  package func html(in language: CertificateLanguage) -> String {
    let words = CertificateWords(language)
    let title = isOfDestruction ? words.title : words.titleWithoutDestruction
    return """
      <!DOCTYPE html>
      <html lang="\(language.rawValue)">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>\(escaped(title)) — \(escaped(record.run.rawValue))</title>
      <style>
      \(Self.style)
      </style>
      </head>
      <body>
      <header><h1>\(escaped(title))</h1><p>\(escaped(verifierKey.name))</p></header>
      \(facts(words))
      <h2>\(escaped(words.done))</h2>
      \(lines(words, language))
      \(decided(words, language))
      \(found(words, language))
      \(returned(words, language))
      \(left(words, language))
      \(counts(words))
      <h2>\(escaped(words.evidence))</h2>
      <pre>\(escaped(record.note))</pre>
      <h2>\(escaped(words.howTo))</h2>
      <ol>
      <li><p>\(escaped(words.howToSteps[0]))</p>
      <pre>\(escaped(verification))</pre></li>
      \(chain(words))<li><p>\(escaped(words.howToSteps[1]))</p></li>
      </ol>
      <p class="limits">\(escaped(words.limits))</p>
      </body>
      </html>

      """
  }

  private func facts(_ words: CertificateWords) -> String {
    let approver = record.approval.map { "\($0.by) (\(words.entry) \($0.entry))" }
    var facts = [
      (words.run, record.run.rawValue + (record.kind == .reconcile ? " (\(words.reconcile))" : "")),
      (words.started, "\(record.started.time.iso8601) (\(words.entry) \(record.started.entry))"),
      (words.startedBy, record.account.map(words.account) ?? words.unknownAccount),
      (words.ended, ending(words)), (words.configuration, record.configuration.rawValue),
      (words.approvedBy, approver ?? words.noApproval), (words.journal, verifierKey.text),
    ]
    facts += record.overrides.map { override in
      let sets = override.recordSets.isEmpty ? words.notNeeded : override.recordSets.joined(separator: ", ")
      return (words.override, "--\(override.option): \(sets)")
    }
    return "<dl>" + facts.map { "<dt>\(escaped($0))</dt><dd>\(escaped($1))</dd>" }.joined() + "</dl>"
  }

  /// How the run ended, as far as the journal knows.
  private func ending(_ words: CertificateWords) -> String {
    let open = record.openBatches == 0 ? nil : words.open(record.openBatches)
    if let ended = record.ended {
      let text =
        "\(ended.time.iso8601), \(ended.ending.map(words.ending) ?? ended.word) (\(words.entry) \(ended.entry))"
      return [text, open].compactMap(\.self).joined(separator: words.semicolon)
    }
    let end = record.hasLaterRun ? words.brokenOff : words.noEnd
    return "\(end)\(words.semicolon)\(open ?? (record.hasLaterRun ? words.settled : words.noneOpen))"
  }

  // MARK: What was done

  private func lines(_ words: CertificateWords, _ language: CertificateLanguage) -> String {
    guard !record.lines.isEmpty else {
      return
        "<p>\(escaped(record.decided.isEmpty && record.openBatches == 0 ? words.nothing : words.nothingKnown))</p>"
    }
    let rows = record.lines.map { line -> [String] in
      let dependents = line.dependents.sorted { $0.key < $1.key }.filter { $0.value > 0 }
      return [
        escaped(title(ofRule: line.rule, language)), escaped("\(line.recordSet) (\(line.store))"),
        escaped(words.action(line.action) + words.partitions(line.partitions)),
        escaped(line.cutoff), String(line.records),
        escaped(
          (dependents.map { "\($0.key): \($0.value)" }
            + line.withoutReference.sorted { $0.key < $1.key }.map {
              words.withoutReference($0.key, $0.value)
            }).joined(separator: ", ")),
        "\(line.entries.lowerBound)–\(line.entries.upperBound)",
      ]
    }
    let sources = Set(record.lines.compactMap { rule($0.rule)?.source }).sorted()
    return table(words.columns, rows, foot: totals(words), "done")
      + sources.map { "<p class=\"source\">\(escaped(words.source)) \(escaped($0))</p>" }.joined()
  }

  /// One total a stage: only what was deleted is destroyed.
  private func totals(_ words: CertificateWords) -> [[String]] {
    words.totals.compactMap { action, name in
      let lines = record.lines.filter { $0.action == action }
      guard !lines.isEmpty else { return nil }
      let dependents = lines.reduce(0) { $0 + $1.dependents.values.reduce(0, +) }
      return [
        "", "", "", name, String(recordCount(of: action)), dependents == 0 ? "" : String(dependents), "",
      ]
    }
  }

  /// The batches of which a person said what became of them: nothing of them is among what was done.
  private func decided(_ words: CertificateWords, _ language: CertificateLanguage) -> String {
    guard !record.decided.isEmpty else { return "" }
    let rows = record.decided.map { decided -> [String] in
      let intent = decided.intent
      let store =
        decided.word.found.map { words.found($0.present, $0.present + $0.absent) }
        ?? (decided.word.by == nil ? "?" : words.noAnswer)
      return [
        escaped("\(decided.batch), \(title(ofRule: intent.rule, language))"),
        escaped("\(intent.recordSet) (\(intent.store))"),
        escaped(words.action(intent.action)), String(intent.count),
        escaped(words.decision(decided.end.outcome)), escaped(decided.word.by ?? "?"),
        escaped(decided.word.reason), escaped(store), String(decided.end.entry),
      ]
    }
    return "<h2>\(escaped(words.decided))</h2><p>\(escaped(words.decidedMeaning))</p>"
      + table(words.decidedColumns, rows, "decided")
  }

  // MARK: What came back

  /// What a reconciling run found before it purged anything again.
  private func found(_ words: CertificateWords, _ language: CertificateLanguage) -> String {
    guard record.kind == .reconcile else { return "" }
    guard !record.found.isEmpty else { return "<p>\(escaped(words.foundNothing))</p>" }
    return "<h2>\(escaped(words.foundTitle))</h2>"
      + table(words.returnedColumns, record.found.map { cells(of: $0, words, language) }, "returned")
      + "<p class=\"source\">\(escaped(words.returnedMeaning))</p>"
  }

  /// What was found again later of the records that this run purged.
  private func returned(_ words: CertificateWords, _ language: CertificateLanguage) -> String {
    guard !record.returned.isEmpty else { return "" }
    let parts = record.returned.map { returned in
      "<p>\(escaped(words.returned(returned.run.rawValue, returned.found.time.iso8601, returned.found.entry, returned.purgedAgain)))</p>"
        + table(words.returnedColumns, returned.lines.map { cells(of: $0, words, language) }, "returned")
    }
    return "<h2>\(escaped(words.returnedTitle))</h2>" + parts.joined()
      + "<p class=\"source\">\(escaped(words.returnedMeaning))</p>"
  }

  private func cells(of line: ReturnedLine, _ words: CertificateWords, _ language: CertificateLanguage)
    -> [String]
  {
    [
      escaped(title(ofRule: line.rule, language)), escaped(line.recordSet.rawValue),
      escaped(words.action(line.action)),
    ] + [line.again, line.held, line.kept, line.new].map(String.init)
  }

  // MARK: What was left

  private func left(_ words: CertificateWords, _ language: CertificateLanguage) -> String {
    let left = record.left.filter { $0.overdue + $0.held > 0 || $0.undated + $0.implausible != 0 }
    let rows = left.map {
      [
        escaped(title(ofRule: $0.rule, language)), escaped($0.recordSet.rawValue), String($0.overdue),
        String($0.held),
        String($0.blocked), $0.undated.description, $0.implausible.description,
        escaped($0.cause.map { words.causes[$0] ?? $0 } ?? ($0.overdue > 0 ? "?" : "")),
      ]
    }
    let refused = record.refused.map { "\(words.refused) \($0.recordSet): \($0.reason)" }
    let unmeasured =
      record.unmeasured.isEmpty ? [] : ["\(words.unmeasured) \(record.unmeasured.joined(separator: ", "))"]
    guard !rows.isEmpty || !refused.isEmpty || !unmeasured.isEmpty else { return "" }
    return "<h2>\(escaped(words.left))</h2>"
      + (rows.isEmpty ? "" : table(words.leftColumns, rows, "left"))
      + (refused + unmeasured).map { "<p class=\"source\">\(escaped($0.onOneLine))</p>" }.joined()
  }

  /// What is not in the journal is not said: an entry of before rows were counted has no table.
  private func counts(_ words: CertificateWords) -> String {
    guard let counts = record.counts, !counts.isEmpty else { return "" }
    let rows = counts.map { set -> [String] in
      let rules = [\RuleCounts.undated, \.lackingRequired, \.implausible, \.notBegun, \.unset].map {
        set.total($0)
      }
      let numbers = [set.rows, set.judged] + rules + [set.withoutRule, set.unmapped]
      return [escaped(set.recordSet.rawValue)] + numbers.map(\.description)
        + [(set.surveyed ?? record.started.time).iso8601]
    }
    return "<h2>\(escaped(words.counted))</h2>" + table(words.countedColumns, rows, "counted")
      + "<p class=\"source\">\(escaped(words.countedMeaning))</p>"
  }

  // MARK: The keys

  /// How to come from the first key to the current one, where the journal has had several.
  private func chain(_ words: CertificateWords) -> String {
    guard record.keys.count > 1 else { return "" }
    let rows = shownTurns.map { [escaped($0.key.text), String($0.firstEntry)] }
    let steps =
      leadsFromTheFirstKey
      ? "<p>\(escaped(words.chainSteps))</p><pre>\(escaped(chainVerification))</pre>"
      : "<p>\(escaped(words.manyKeys(record.keys.count)))</p>"
    return "<li><p>\(escaped(words.chain))</p>" + table(words.chainColumns, rows, "keys") + steps + "</li>\n"
  }

  /// - Parameter rows: cells that are HTML already.
  private func table(_ columns: [String], _ rows: [[String]], foot: [[String]] = [], _ name: String) -> String
  {
    func row(_ cells: [String], _ tag: String) -> String {
      "<tr>" + cells.map { "<\(tag)>\($0)</\(tag)>" }.joined() + "</tr>"
    }
    return "<table class=\"\(name)\"><thead>" + row(columns.map(escaped), "th") + "</thead><tbody>"
      + rows.map { row($0, "td") }.joined() + "</tbody>"
      + (foot.isEmpty
        ? "" : "<tfoot>" + foot.map { row($0.map(escaped), "td") }.joined() + "</tfoot>") + "</table>"
  }

  private func escaped(_ text: String) -> String {
    // A page that is read to the eye must not show its words in another order than they stand in.
    text.withoutControls.reduce(into: "") { escaped, character in
      switch character {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "\"": escaped += "&quot;"
      default: escaped.append(character)
      }
    }
  }
}
