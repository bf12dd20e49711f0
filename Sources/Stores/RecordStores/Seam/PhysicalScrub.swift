/// Tells where deleted data may still be readable, place by place.
package struct PhysicalScrub: Hashable, Sendable {
  /// One place where remains may lie: live pages, free pages, log.
  package struct Place: Hashable, Sendable {
    package let name: String
    package let isScrubbed: Bool
    /// Why it is so and what goes further, in a sentence.
    package let explanation: String

    package init(name: String, isScrubbed: Bool, explanation: String) {
      self.name = name
      self.isScrubbed = isScrubbed
      self.explanation = explanation
    }
  }

  /// Something that was asked for and could not be done.
  package struct Undone: Hashable, Sendable {
    package enum Step: Hashable, Sendable {
      /// Not every table, or not the file, was written anew.
      case rewriting
      case droppingLogs
      /// It was done, and something is left all the same.
      case scrubbing
    }

    package let step: Step
    /// Why, and what to do.
    package let reason: String

    package init(_ step: Step, _ reason: String) {
      self.step = step
      self.reason = reason
    }
  }

  package let places: [Place]
  package let undone: [Undone]
  /// What was done of it, to the end: of whatever has nothing to write anew, and no logs, nothing is.
  package let done: Set<Undone.Step>
  /// The tables that were written anew, by name; of a store that is one file none is named.
  package let rewritten: [String]

  package init(
    places: [Place], undone: [Undone] = [], done: Set<Undone.Step> = [], rewritten: [String] = []
  ) {
    self.rewritten = rewritten
    self.places = places
    self.undone = undone
    self.done = done
  }

  /// The same with more places.
  package func adding(_ more: [Place]) -> PhysicalScrub {
    PhysicalScrub(places: places + more, undone: undone, done: done, rewritten: rewritten)
  }
}

/// How far scrubbing goes.
package struct ScrubEffort: Hashable, Sendable {
  /// Tells if tables, or the whole file, are written anew, which needs as much space again and keeps others out.
  package let rewrites: Bool
  /// Tells if logs are dropped that replicas and restores to a point in time may need.
  package let dropsLogs: Bool

  package init(rewrites: Bool, dropsLogs: Bool) {
    self.rewrites = rewrites
    self.dropsLogs = dropsLogs
  }
}
