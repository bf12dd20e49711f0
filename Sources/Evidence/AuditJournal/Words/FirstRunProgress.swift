package import CivilTime
internal import JSONText

/// How far the first run on a record set has come.
package struct FirstRunProgress: Hashable, Sendable {
  /// The records that were changed in it.
  package internal(set) var changed = 0
  /// The entries of the batches whose keys are kept for a look.
  package internal(set) var batches: [Int] = []
  /// When it ended, so that it waits for a word; nil before.
  package internal(set) var since: Instant?

  /// - Parameter batches: those of a first run under rules that are no more, on which nobody has said a word.
  package init(batches: [Int] = []) { self.batches = batches }

  var jsonValue: JSONValue {
    .object(
      [
        "changed": .integer(changed), "batches": .array(batches.map(JSONValue.integer)),
        "since": since.map { .string($0.iso8601) },
      ].compactMapValues { $0 })
  }

  init(_ data: JSONValue) {
    changed = data["changed"]?.integerValue ?? 0
    batches = data["batches"]?.integerList ?? []
    since = data["since"]?.stringValue.flatMap { Instant(iso8601: $0) }
  }
}
