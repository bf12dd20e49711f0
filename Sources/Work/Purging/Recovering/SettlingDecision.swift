/// What a person says of a batch whose rows do not tell.
package enum SettlingDecision: String, Sendable, CaseIterable {
  case committed
  case notCommitted = "not-committed"
}
