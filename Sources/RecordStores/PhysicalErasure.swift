/// What of the deleted data may still be readable.
public struct PhysicalErasure: Hashable, Sendable {
  /// One place where remains may lie: live pages, free pages, log.
  public struct Place: Hashable, Sendable {
    public let name: String
    public let isErased: Bool
    /// Why it is so and what goes further, in a sentence.
    public let explanation: String

    public init(name: String, isErased: Bool, explanation: String) {
      self.name = name
      self.isErased = isErased
      self.explanation = explanation
    }
  }

  /// Something that was asked for and could not be done.
  public struct Undone: Hashable, Sendable {
    public enum Step: Hashable, Sendable {
      /// Not every table, or not the file, was written anew.
      case rewriting
      case droppingLogs
      /// It was done, and something is left all the same.
      case erasing
    }

    public let step: Step
    /// Why, and what to do.
    public let reason: String

    public init(_ step: Step, _ reason: String) {
      self.step = step
      self.reason = reason
    }
  }

  public let places: [Place]
  public let undone: [Undone]
  /// What was done of it, to the end: of whatever has nothing to write anew, and no logs, nothing is.
  public let done: Set<Undone.Step>
  /// The tables that were written anew, by name; of a store that is one file none is named.
  public let rewritten: [String]

  public init(
    places: [Place], undone: [Undone] = [], done: Set<Undone.Step> = [], rewritten: [String] = []
  ) {
    self.rewritten = rewritten
    self.places = places
    self.undone = undone
    self.done = done
  }
}

/// How far an erasure goes.
public struct ErasureEffort: Hashable, Sendable {
  /// Tells if tables, or the whole file, are written anew, which needs as much space again and keeps others out.
  public let rewrites: Bool
  /// Tells if logs are dropped that replicas and restores to a point in time may need.
  public let dropsLogs: Bool

  public init(rewrites: Bool, dropsLogs: Bool) {
    self.rewrites = rewrites
    self.dropsLogs = dropsLogs
  }
}
