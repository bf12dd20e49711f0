/// Something that only some engines have. A harness says of each what it has, or why it has none: no case is passed over without a word.
package enum Means<Value> {
  case has(Value)
  /// - Parameter reason: why the engine has no such thing.
  case lacks(reason: String)
}
