/// The choke point for legal holds: an adapter asks it about every row that it is about to change or count.
///
/// It is asked inside the store's transaction, on the thread that runs the batch. The subject comes as the UTF-8 bytes of
/// its text, the key in `KeyList`'s encoding; neither is kept.
public protocol HoldTest: AnyObject {
  /// Whether no row can be held, so that asking is needless.
  var isEmpty: Bool { get }
  /// Whether keys are asked about, too; if false, an adapter may pass an empty key.
  var needsKey: Bool { get }
  /// Whether a hold keeps the row from every stage.
  ///
  /// - Throws: whatever keeps the question from being answered; the adapter must then roll back: in doubt, keep.
  func isHeld(subject: UnsafeRawBufferPointer?, key: UnsafeRawBufferPointer) throws -> Bool
}

/// A hold that could not be tested.
public struct HoldTestError: Error {
  public let reason: String

  public init(reason: String) { self.reason = reason }
}

/// The test when there are no holds.
public final class NoHolds: HoldTest {
  public init() {}
  public var isEmpty: Bool { true }
  public var needsKey: Bool { false }
  public func isHeld(subject: UnsafeRawBufferPointer?, key: UnsafeRawBufferPointer) -> Bool { false }
}
