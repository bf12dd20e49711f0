package import Words

/// How a batch that a crash left open was settled.
package struct Recovery: Hashable, Sendable {
  package let outcome: BatchOutcome
  /// How it was found out.
  package let method: String
  /// Copies of a move between stores that were taken back.
  package let copiesRemoved: Int
  /// The word of the person who decided it, if the store did not tell.
  package let decision: SettlingWord?

  package init(outcome: BatchOutcome, method: String, copiesRemoved: Int, decision: SettlingWord? = nil) {
    self.decision = decision
    self.outcome = outcome
    self.method = method
    self.copiesRemoved = copiesRemoved
  }
}
