internal import RecordStores

/// A transform of the value alone.
struct PlainTransform: ColumnTransform {
  let result: @Sendable (ColumnValue) throws -> ColumnValue
  var isOutputTest: (@Sendable (ColumnValue) -> Bool)?
  let isNulling: Bool

  init(
    result: @escaping @Sendable (ColumnValue) throws -> ColumnValue,
    isOutput: (@Sendable (ColumnValue) -> Bool)? = nil, isNulling: Bool = false
  ) {
    self.isNulling = isNulling
    self.result = result
    isOutputTest = isOutput
  }

  func apply(_ value: ColumnValue, subject: ColumnValue) throws -> ColumnValue { try result(value) }
  func isOutput(_ value: ColumnValue) -> Bool? { isOutputTest.map { $0(value) } }
}
