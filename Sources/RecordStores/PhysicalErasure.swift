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

  public let places: [Place]

  public init(places: [Place]) { self.places = places }
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
