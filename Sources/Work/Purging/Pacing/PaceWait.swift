package import JSONText
package import Words

/// A wait between batches: for what, and for how long.
package struct PaceWait: Hashable, Sendable, CustomStringConvertible {
  package let store: StoreName
  package let reason: PaceReason
  /// What was observed, and what is allowed.
  package let detail: String
  /// How long it was, as far as it has an end yet.
  package var seconds: Double = 0

  package var description: String { "store \(store): \(detail)" }

  package var jsonValue: JSONValue {
    .object([
      "store": .string(store.rawValue), "reason": .string(reason.rawValue), "detail": .string(detail),
    ])
  }
}

/// How often and how long a run waited for one reason in one store.
package struct PaceTally: Hashable, Sendable {
  package let store: StoreName
  package let reason: PaceReason
  package internal(set) var count: Int
  package internal(set) var seconds: Double

  package var jsonValue: JSONValue {
    .object([
      "store": .string(store.rawValue), "reason": .string(reason.rawValue), "count": .integer(count),
      "milliseconds": .integer(Int((seconds * 1_000).rounded())),
    ])
  }
}
