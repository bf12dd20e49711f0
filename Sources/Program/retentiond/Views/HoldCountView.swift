internal import ArgumentParser
internal import AuditJournal
internal import JSONText
internal import Purging
internal import Words

/// Asks the stores what a hold keeps, and says it.
enum HoldCountView {
  /// - Parameters:
  ///   - list: the list that was placed, to say who of it is nowhere.
  ///   - form: the form of what it says.
  static func count(
    _ hold: Int, _ session: Session, list: PersonList?, as form: OutputFormat = .table
  ) throws {
    let counter = try session.readingJournal().counter(ofHold: hold)
    let terminal = Terminal.standardError
    let count: HoldCount
    do {
      count = try HoldCounting(session.readingContext()).count(counter) { name, place, total in
        terminal.redraw("asking \(name) (\(place) of \(total))")
      }
    } catch is Stopped {
      terminal.redraw()
      terminal.line(
        "The stores were not all asked. Hold \(hold) is in force: `retentiond hold count \(hold)` asks again."
      )
      throw ExitStatus.tryAgain.code
    }
    terminal.redraw()
    for unanswered in count.unanswered {
      terminal.line("retentiond: record set \(unanswered.name) could not be asked: \(unanswered.error)")
    }
    let isWhole = count.unanswered.isEmpty
    let absent = isWhole && !count.isNobody ? list.flatMap { Self.absent($0, counter) } : nil
    let unknown =
      isWhole ? nil : "What it keeps elsewhere is not known: `retentiond hold count \(hold)` asks again."
    form.write(
      printout(of: count, hold, page: [sentence(count), absent, unknown].compactMap(\.self).asPage))
    if !isWhole { throw ExitStatus.storeUnavailable.code }
    if count.isNobody { throw ExitStatus.nobody.code }
  }

  private static func printout(of count: HoldCount, _ hold: Int, page: String) -> Printout {
    let places = count.places.map { place -> JSONValue in
      .object([
        "table": .string(place.name), "rows": .integer(place.rows), "dependent": .bool(place.isDependent),
      ])
    }
    let unanswered = count.unanswered.map { JSONValue.string($0.name) }
    return Printout(
      page: page,
      json: .object([
        "hold": .integer(hold), "asked": .integer(count.asked), "records": .integer(count.records),
        "dependentRows": .integer(count.dependentRows), "places": .array(places),
        "unanswered": .array(unanswered),
      ]), rows: places, members: ["table", "rows", "dependent"])
  }

  static func sentence(_ count: HoldCount) -> String {
    guard !count.places.isEmpty else {
      guard count.unanswered.isEmpty else {
        return "It keeps nothing in the \(tables(count.asked)) that could be asked."
      }
      return count.asked == 0
        ? "No record set says whom its rows are about, so that it keeps nothing."
        : "It keeps nothing now: no row of the \(tables(count.asked)) asked has what it names. It stays in force; compare the identifier with what the stores have."
    }
    let records = count.places.filter { !$0.isDependent }
    var parts: [String] = []
    if !records.isEmpty {
      parts.append("\(number(count.records, "record")) in \(sets(records.count))")
    }
    if count.dependentRows > 0 {
      parts.append("what \(number(count.dependentRows, "row")) of dependent tables refers to")
    }
    let least = count.unanswered.isEmpty ? "" : "at least "
    return "It keeps \(least)\(parts.joined(separator: ", and ")) now."
  }

  private static func tables(_ count: Int) -> String { number(count, "table") }
  private static func sets(_ count: Int) -> String { number(count, "record set") }

  private static func number(_ count: Int, _ word: String) -> String {
    "\(count) \(word)\(count == 1 ? "" : "s")"
  }

  /// Says by their lines who of a list is nowhere; nil if everybody is somewhere.
  private static func absent(_ list: PersonList, _ counter: HoldCounter) -> String? {
    let lines = zip(list.identifiers, list.lines).filter { !counter.wasFound($0.0) }.map(\.1)
    guard !lines.isEmpty else { return nil }
    return
      "\(lines.count) of \(list.identifiers.count) \(lines.count == 1 ? "is" : "are") nowhere: \(LineNumbers.text(lines))."
  }
}
