package import CivilTime

/// What a journal is compared with when it is verified, beside itself.
package struct VerificationTerms {
  /// Verifies time stamps; nil if nobody says which authorities are trusted.
  let timeStamps: TimeStampCheck?
  /// What the clock shows, so that entries of the future are found; nil if it is not asked.
  let now: Instant?
  /// Checkpoints that somebody kept, which must be of the same history.
  let kept: [KeptCheckpoint]
  /// What stores.json demands of anchors, if it is at hand.
  let demands: AnchorDemands?

  package init(
    timeStamps: TimeStampCheck? = nil, now: Instant? = nil, kept: [KeptCheckpoint] = [],
    demands: AnchorDemands? = nil
  ) {
    self.timeStamps = timeStamps
    self.now = now
    self.kept = kept
    self.demands = demands
  }
}
