internal import AuditJournal
internal import CivilTime
internal import JSONText
internal import RecordStores
internal import RetentionPolicy
internal import TextEncodings
internal import TransparencyLog

extension Certificate {
  /// The certificate as one HTML page that needs nothing else and prints on A4.
  public func html(in language: CertificateLanguage) -> String {
    let words = CertificateWords(language)
    return """
      <!DOCTYPE html>
      <html lang="\(language.rawValue)">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>\(escaped(words.title)) — \(escaped(record.run))</title>
      <style>
      \(Self.style)
      </style>
      </head>
      <body>
      <header><h1>\(escaped(words.title))</h1><p>\(escaped(verifierKey.name))</p></header>
      \(facts(words))
      <h2>\(escaped(words.done))</h2>
      \(lines(words, language))
      \(left(words, language))
      \(counts(words))
      <h2>\(escaped(words.evidence))</h2>
      <pre>\(escaped(note))</pre>
      <h2>\(escaped(words.howTo))</h2>
      <ol>
      <li><p>\(escaped(words.howToSteps[0]))</p>
      <pre>\(escaped(verification))</pre></li>
      <li><p>\(escaped(words.howToSteps[1]))</p></li>
      </ol>
      <p class="limits">\(escaped(words.limits))</p>
      </body>
      </html>

      """
  }

  private func facts(_ words: CertificateWords) -> String {
    let ended = record.ended.map {
      "\($0.time.iso8601), \(words.status[$0.status] ?? $0.status) (\(words.entries) \(record.started.entry)–\($0.entry))"
    }
    let approver = approval.map { "\($0.by) (\(words.entry) \($0.entry))" }
    let facts = [
      (words.run, record.run), (words.started, record.started.time.iso8601),
      (words.ended, ended ?? words.brokenOff), (words.configuration, record.configuration),
      (words.approvedBy, approver ?? words.noApproval), (words.journal, verifierKey.text),
    ]
    return "<dl>" + facts.map { "<dt>\(escaped($0))</dt><dd>\(escaped($1))</dd>" }.joined() + "</dl>"
  }

  /// Rows that went with the records.
  private var dependentCount: Int { record.lines.reduce(0) { $0 + $1.dependents.values.reduce(0, +) } }

  private func lines(_ words: CertificateWords, _ language: CertificateLanguage) -> String {
    guard !record.lines.isEmpty else { return "<p>\(escaped(words.nothing))</p>" }
    let rows = record.lines.map { line -> [String] in
      let dependents = line.dependents.sorted { $0.key < $1.key }.filter { $0.value > 0 }
      return [
        escaped(title(ofRule: line.rule, language)), escaped("\(line.recordSet) (\(line.store))"),
        escaped((words.actions[line.action] ?? line.action) + words.partitions(line.partitions)),
        escaped(line.cutoff), String(line.records),
        escaped(dependents.map { "\($0.key): \($0.value)" }.joined(separator: ", ")),
        "\(line.entries.lowerBound)–\(line.entries.upperBound)",
      ]
    }
    let sources = Set(record.lines.compactMap { rule($0.rule)?.source }).sorted()
    return table(
      words.columns, rows,
      foot: [
        "", "", "", words.total, String(recordCount), dependentCount == 0 ? "" : String(dependentCount), "",
      ], "done")
      + sources.map { "<p class=\"source\">\(escaped(words.source)) \(escaped($0))</p>" }.joined()
  }

  private func left(_ words: CertificateWords, _ language: CertificateLanguage) -> String {
    let left = record.left.filter { $0.overdue + $0.held > 0 || $0.undated + $0.implausible != 0 }
    guard !left.isEmpty else { return "" }
    let rows = left.map {
      [
        escaped(title(ofRule: $0.rule, language)), escaped($0.recordSet), String($0.overdue), String($0.held),
        String($0.blocked), $0.undated.description, $0.implausible.description,
      ]
    }
    return "<h2>\(escaped(words.left))</h2>" + table(words.leftColumns, rows, foot: nil, "left")
  }

  /// What is not in the journal is not said: an entry of before rows were counted has no table.
  private func counts(_ words: CertificateWords) -> String {
    guard let counts = record.counts, !counts.isEmpty else { return "" }
    let rows = counts.map { set -> [String] in
      let rules = [\RuleCounts.undated, \.lackingRequired, \.implausible, \.notBegun, \.unset].map {
        set.total($0)
      }
      let numbers = [set.rows, set.judged] + rules + [set.withoutRule, set.unmapped]
      return [escaped(set.recordSet)] + numbers.map(\.description)
        + [(set.surveyed ?? record.started.time).iso8601]
    }
    return "<h2>\(escaped(words.counted))</h2>" + table(words.countedColumns, rows, foot: nil, "counted")
      + "<p class=\"source\">\(escaped(words.countedMeaning))</p>"
  }

  /// - Parameter rows: cells that are HTML already.
  private func table(_ columns: [String], _ rows: [[String]], foot: [String]?, _ name: String) -> String {
    func row(_ cells: [String], _ tag: String) -> String {
      "<tr>" + cells.map { "<\(tag)>\($0)</\(tag)>" }.joined() + "</tr>"
    }
    return "<table class=\"\(name)\"><thead>" + row(columns.map(escaped), "th") + "</thead><tbody>"
      + rows.map { row($0, "td") }.joined() + "</tbody>"
      + (foot.map { "<tfoot>" + row($0.map(escaped), "td") + "</tfoot>" } ?? "") + "</table>"
  }

  /// Commands that verify the checkpoint's signature with openssl and coreutils alone.
  var verification: String {
    // SubjectPublicKeyInfo of Ed25519 (RFC 8410): a fixed head and the key.
    let der: [UInt8] = [0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00]
    let keyID = Base64.encode(verifierKey.keyID + [0, 0]).prefix(5)
    return """
      echo \(Base64.encode(der + verifierKey.publicKey)) | base64 -d > key.der
      sed '/^$/,$d' checkpoint > text
      grep ' \(verifierKey.name) \(keyID)' checkpoint | cut -d' ' -f3 | base64 -d | tail -c 64 > signature
      openssl pkeyutl -verify -pubin -keyform DER -inkey key.der -rawin -in text -sigfile signature
      """
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

  private static let style = """
    :root { color-scheme: light; }
    body { font: 11pt/1.45 "Noto Sans", "DejaVu Sans", sans-serif; color: #1a1a1a; max-width: 60rem; margin: 2rem auto; padding: 0 1.5rem; }
    header { border-bottom: 3px solid #14385c; margin-bottom: 1.2rem; }
    h1 { font-size: 1.7rem; margin: 0; color: #14385c; }
    header p { margin: .2rem 0 .6rem; color: #555; }
    h2 { font-size: 1.1rem; margin: 1.6rem 0 .5rem; color: #14385c; break-after: avoid; }
    dl { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1.2rem; margin: 0; }
    dt { color: #555; } dd { margin: 0; overflow-wrap: anywhere; }
    table { border-collapse: collapse; width: 100%; font-size: .82rem; }
    th { text-align: left; border-bottom: 2px solid #14385c; padding: .3rem .5rem; vertical-align: bottom; }
    td { border-bottom: 1px solid #ccc; padding: .3rem .5rem; vertical-align: top; overflow-wrap: break-word; }
    .source { color: #555; font-size: .85rem; }
    .done th:nth-child(1) { width: 34%; }
    .done th:nth-child(4) { min-width: 6em; }
    .done td:nth-child(4) { overflow-wrap: anywhere; }
    .done :is(th, td):nth-child(7) { white-space: nowrap; }
    tfoot { display: table-row-group; }
    .done :is(th, td):nth-child(5), .left :is(th, td):nth-child(n+3), .counted :is(th, td):nth-child(n+2) { text-align: right; }
    tfoot td { font-weight: bold; border-bottom: none; }
    tr { break-inside: avoid; }
    pre { background: #f3f5f7; padding: .7rem .9rem; white-space: pre-wrap; overflow-wrap: anywhere; font-size: .78rem; }
    .limits { margin-top: 1.5rem; color: #444; font-size: .88rem; }
    @page { size: A4; margin: 16mm 14mm; }
    @media print { body { margin: 0; max-width: none; padding: 0; font-size: 9.5pt; } pre { break-inside: avoid; } }
    """
}
