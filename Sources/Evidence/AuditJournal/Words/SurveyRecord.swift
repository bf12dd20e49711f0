internal import JSONText
package import Words

/// What a survey counted in one record set. It has numbers alone: a date or a word of the table can be one person's.
package struct SurveyRecord: Hashable, Sendable {
  /// The digest of the rules and the binding that the rows were judged by.
  package let binding: String
  /// What the rows came to.
  package let counts: RecordSetCounts
  package let events: [Event]
  package let facts: [Fact]
  /// Rows that are marked as pseudonymised and have a value in clear; nil where no marker says which rows are.
  package let doneInClear: Int?
  /// Paths of files that are not written in the one way that a walk through the folder would give; nil where no column has any.
  package let unnormalPaths: Int?
  /// Files that no row names; nil where that is not known.
  package let orphans: Int?

  /// What an event's column has.
  package struct Event: Hashable, Sendable {
    package let event: String
    /// Values that are there, and those of them that cannot be what the binding says.
    package let values: Int
    package let impossible: Int
    /// How many of `impossible` the store takes for dates all the same: counts in another unit.
    package let misread: Int

    package init(event: String, values: Int, impossible: Int, misread: Int = 0) {
      self.event = event
      self.values = values
      self.impossible = impossible
      self.misread = misread
    }
  }

  /// What a fact's column has.
  package struct Fact: Hashable, Sendable {
    package let fact: String
    /// Rows whose word stands for no value of the fact.
    package let unmapped: Int

    package init(fact: String, unmapped: Int) {
      self.fact = fact
      self.unmapped = unmapped
    }
  }

  package init(
    binding: String, counts: RecordSetCounts, events: [Event], facts: [Fact], doneInClear: Int?,
    unnormalPaths: Int?, orphans: Int?
  ) {
    self.binding = binding
    self.counts = counts
    self.events = events
    self.facts = facts
    self.doneInClear = doneInClear
    self.unnormalPaths = unnormalPaths
    self.orphans = orphans
  }

  package var recordSet: RecordSetName { counts.recordSet }
}

// MARK: As an entry has it

extension SurveyRecord {
  var jsonValue: JSONValue {
    .object(
      [
        "recordSet": .string(recordSet.rawValue), "binding": .string(binding), "counts": counts.journalValue,
        "events": .array(events.map(\.jsonValue)), "facts": .array(facts.map(\.jsonValue)),
        "doneInClear": doneInClear.map(JSONValue.integer),
        "unnormalPaths": unnormalPaths.map(JSONValue.integer), "orphans": orphans.map(JSONValue.integer),
      ].compactMapValues { $0 })
  }

  init?(_ data: JSONValue) {
    guard let binding = data["binding"]?.stringValue,
      let counts = data["counts"].flatMap(RecordSetCounts.init(journalValue:)),
      data["recordSet"]?.stringValue == counts.recordSet.rawValue,
      let events = data["events"]?.arrayValue, let facts = data["facts"]?.arrayValue
    else { return nil }
    self.init(
      binding: binding, counts: counts, events: events.compactMap(Event.init),
      facts: facts.compactMap(Fact.init), doneInClear: data["doneInClear"]?.integerValue,
      unnormalPaths: data["unnormalPaths"]?.integerValue, orphans: data["orphans"]?.integerValue)
    // A line that cannot be read would be a count that is missing.
    guard self.events.count == events.count, self.facts.count == facts.count else { return nil }
  }
}

extension SurveyRecord.Event {
  fileprivate var jsonValue: JSONValue {
    .object(
      [
        "event": .string(event), "values": .integer(values), "impossible": .integer(impossible),
        "misread": misread == 0 ? nil : .integer(misread),
      ].compactMapValues { $0 })
  }

  fileprivate init?(_ data: JSONValue) {
    guard let event = data["event"]?.stringValue, let values = data["values"]?.integerValue,
      let impossible = data["impossible"]?.integerValue
    else { return nil }
    self.init(
      event: event, values: values, impossible: impossible, misread: data["misread"]?.integerValue ?? 0)
  }
}

extension SurveyRecord.Fact {
  fileprivate var jsonValue: JSONValue {
    .object(["fact": .string(fact), "unmapped": .integer(unmapped)])
  }

  fileprivate init?(_ data: JSONValue) {
    guard let fact = data["fact"]?.stringValue, let unmapped = data["unmapped"]?.integerValue else {
      return nil
    }
    self.init(fact: fact, unmapped: unmapped)
  }
}
