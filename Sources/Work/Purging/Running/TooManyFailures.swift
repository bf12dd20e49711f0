/// So many rows of a record set could not be changed that the run leaves the others.
struct TooManyFailures: Error {
  let count: Int
  /// The commonest reason, and how many rows it kept.
  let reason: String
  let share: Int
  /// How many there may be.
  let limit: Int
}
