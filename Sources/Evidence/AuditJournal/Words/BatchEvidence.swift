/// The evidence of one batch as it is stored.
package struct BatchEvidence: Sendable {
  /// The records' locators, 32 bytes each.
  package let locators: [UInt8]
  /// Their subjects' locators; nil for an intent of version 1.
  package let subjects: [UInt8]?
  /// The dependents' rows, 64 bytes each; nil for an intent of version 1.
  package let dependents: [UInt8]?

  package init(locators: [UInt8], subjects: [UInt8]?, dependents: [UInt8]?) {
    self.locators = locators
    self.subjects = subjects
    self.dependents = dependents
  }
}
