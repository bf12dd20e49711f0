public import CivilTime

/// One hold on a person, from the entries: it may be over.
public struct PersonHold: Hashable, Sendable {
  public let id: Int
  public let reference: String
  public let placed: Moment
  /// Nil while it is in force.
  public let lifted: Moment?

  /// An entry, and its time.
  public struct Moment: Hashable, Sendable {
    public let entry: Int
    public let time: Instant
  }

  /// Tells if it was in force when an entry was written.
  public func wasInForce(at entry: Int) -> Bool {
    placed.entry < entry && (lifted.map { entry < $0.entry } ?? true)
  }
}
