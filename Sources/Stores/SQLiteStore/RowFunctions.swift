internal import CivilTime
internal import RecordStores
internal import SQLWords
internal import SQLite

/// The functions that our statements call for each row: whether it is held, and a column's new value. What they answer
/// with is set before each statement.
final class RowFunctions {
  private(set) var holds: any HoldTest = NoHolds()
  /// Asks about the records that a row depends on; nil if nothing is asked.
  private var ancestors: AncestorWalk?
  private var table = ""
  /// What a row is asked by beside its subject, in the order of the function's arguments: a condition, or the columns by which it refers to others.
  private(set) var ancestorArguments: [String] = []
  private var ancestorColumns: [String] = []
  /// The tests of records that a row depends on, where the statement looks these up itself.
  private var testsAbove: [any HoldTest] = []
  var changes: [ColumnChange] = []
  /// How many rows were found held since it was last set to 0.
  var heldRows = 0
  private var key = KeyList()

  static let held = "retentiond_held"
  /// Tests a record that a row depends on: the arguments are the test's place, and then as for `held`.
  static let heldAbove = "retentiond_held_above"
  static let transform = "retentiond_transform"
  static let isOutput = "retentiond_is_output"
  static let date = "retentiond_date"
  /// The answer of `date` for what is no date: outside of every range.
  private static let noDate = FunctionResult.integer(.min)

  /// Sets what the next statements ask about the rows of a record set.
  func ask(_ holds: any HoldTest, about recordSet: RecordSet, on connection: Connection) {
    self.holds = holds
    let questions = AncestorQuestions(on: connection)
    let walk = AncestorWalk(recordSet: recordSet, holds: holds, ask: questions.answer)
    table = recordSet.table
    ancestorColumns = []
    ancestors = nil
    testsAbove = []
    if let statement = AncestorSQL(walk, table: table) {
      testsAbove = statement.tests
      ancestorArguments = [statement.condition]
    } else {
      ancestorColumns = walk.columns(of: table)
      ancestors = ancestorColumns.isEmpty ? nil : walk
      ancestorArguments = ancestorColumns.map(sqlite.quoted)
    }
  }

  func define(on connection: Connection) throws {
    try connection.define(Self.held, argumentCount: -1, isDeterministic: false) { [unowned self] arguments in
      let isHeld = try isHeld(arguments)
      if isHeld { heldRows += 1 }
      return .integer(isHeld ? 1 : 0)
    }
    try connection.define(Self.heldAbove, argumentCount: -1, isDeterministic: false) {
      [unowned self] arguments in
      let test = testsAbove[Int(arguments.integer(0))]
      return .integer(try isHeld(by: test, arguments, subject: 1, key: 2) ? 1 : 0)
    }
    // Some transforms are random.
    try connection.define(Self.transform, argumentCount: 4, isDeterministic: false) {
      [unowned self] arguments in
      FunctionResult(
        try changes[Int(arguments.integer(0))].newValue(
          arguments.value(1), subject: arguments.value(2), isMarked: arguments.integer(3) != 0))
    }
    try connection.define(Self.date, argumentCount: 2) { Self.date($0) }
    try connection.define(Self.isOutput, argumentCount: 2) { [unowned self] arguments in
      .integer(changes[Int(arguments.integer(0))].transform.isDone(arguments.value(1)) ? 1 : 0)
    }
  }

  /// Reads a date. The arguments are the reader's place among all, and the text; what has digits alone may be a number, too.
  private static func date(_ arguments: borrowing FunctionArguments) -> FunctionResult {
    let kind = arguments.kind(1)
    switch TextReader.all[Int(arguments.integer(0))] {
    case .form(let form):
      guard kind == .text || kind == .integer && form.isDigits else { return noDate }
      let reading = unsafe arguments.withBytes(1) {
        unsafe form.read($0.bindMemory(to: UInt8.self).span)
      }
      guard let reading else { return noDate }
      if !form.hasTimeOfDay { return .integer(Int64(reading.day.daysSinceEpoch)) }
      return .integer(reading.moment.microsecondsSinceEpoch)
    case .digits(let unit):
      guard kind == .text else { return noDate }
      let text = unsafe arguments.withBytes(1) { unsafe String(validating: $0, as: UTF8.self) }
      let instant = text.flatMap { unit.instant(text: $0) }
      return instant.map { .integer($0.microsecondsSinceEpoch) } ?? noDate
    }
  }

  /// The first argument is the subject, or null; then comes what the row is asked by beside it, and the key, if the test needs it.
  private func isHeld(_ arguments: borrowing FunctionArguments) throws -> Bool {
    if try isHeld(by: holds, arguments, subject: 0, key: 1 + ancestorArguments.count) { return true }
    guard let ancestors else { return !ancestorArguments.isEmpty && arguments.integer(1) != 0 }
    var row: [String: ColumnValue] = [:]
    for (index, column) in ancestorColumns.enumerated() { row[column] = arguments.value(index + 1) }
    do {
      return try !ancestors.held(of: table, [row]).isEmpty
    } catch {
      throw HoldTestError(reason: "\(error)")
    }
  }

  /// - Parameters:
  ///   - subject: the subject's place among the arguments.
  ///   - first: where the key begins, if it is there.
  private func isHeld(
    by holds: any HoldTest, _ arguments: borrowing FunctionArguments, subject: Int, key first: Int
  ) throws -> Bool {
    key.removeAll()
    for index in first..<max(first, arguments.count) {
      switch arguments.kind(index) {
      case .integer: key.append(integer: arguments.integer(index))
      case .text: unsafe arguments.withBytes(index) { unsafe key.append(text: $0) }
      case .blob: unsafe arguments.withBytes(index) { unsafe key.append(blob: $0) }
      case .real: key.append(.real(arguments.real(index)))
      case .null: key.append(.null)
      }
    }
    do {
      return try unsafe key.bytes.withUnsafeBytes { keyBytes in
        if arguments.kind(subject) == .null { return try unsafe holds.isHeld(subject: nil, key: keyBytes) }
        // SQLite writes fifteen digits of a number, which may have more.
        if arguments.kind(subject) == .real {
          return try unsafe Array(arguments.real(subject).description.utf8).withUnsafeBytes {
            try unsafe holds.isHeld(subject: $0, key: keyBytes)
          }
        }
        return try unsafe arguments.withBytes(subject) { try unsafe holds.isHeld(subject: $0, key: keyBytes) }
      }
    } catch {
      throw HoldTestError(reason: "\(error)")
    }
  }
}

extension FunctionArguments {
  func value(_ index: Int) -> ColumnValue {
    switch kind(index) {
    case .null: .null
    case .integer: .integer(integer(index))
    case .real: .real(real(index))
    case .text: unsafe withBytes(index) { unsafe .text(of: $0) }
    case .blob: .blob(unsafe withBytes(index) { unsafe Array($0) })
    }
  }
}

extension FunctionResult {
  init(_ value: ColumnValue) {
    switch value {
    case .null: self = .null
    case .integer(let number): self = .integer(number)
    case .real(let number): self = .real(number)
    case .text(let text): self = .text(text)
    case .rawText(let bytes): self = .rawText(bytes)
    case .blob(let blob): self = .blob(blob)
    }
  }
}

extension Statement {
  /// Binds values to the question marks in order, from `first` on.
  func bind(_ values: [ColumnValue], from first: Int = 1) {
    for (offset, value) in values.enumerated() {
      switch value {
      case .null: bindNull(first + offset)
      case .integer(let number): bind(first + offset, number)
      case .real(let number): bind(first + offset, number)
      case .text(let text): bind(first + offset, text)
      case .rawText(let bytes): bind(first + offset, text: bytes)
      case .blob(let blob): bind(first + offset, blob: blob)
      }
    }
  }

  func value(_ column: Int) -> ColumnValue {
    switch kind(column) {
    case .null: .null
    case .integer: .integer(integer(column))
    case .real: .real(real(column))
    case .text: unsafe withBytes(column, asText: true) { unsafe .text(of: $0) }
    case .blob: .blob(blob(column))
    }
  }

  /// Appends the columns from `first` on as one key, without a copy in between.
  func appendKey(to keys: inout KeyList, from first: Int, count: Int) {
    for column in first..<first + count {
      switch kind(column) {
      case .integer: keys.append(integer: integer(column))
      case .text: unsafe withBytes(column, asText: true) { unsafe keys.append(text: $0) }
      case .blob: unsafe withBytes(column, asText: false) { unsafe keys.append(blob: $0) }
      case .real: keys.append(.real(real(column)))
      case .null: keys.append(.null)
      }
    }
    keys.endKey()
  }
}
