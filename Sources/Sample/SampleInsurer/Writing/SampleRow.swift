/// One row of a record set, and all that its verdict depends on.
struct SampleRow {
  var key: [Cell]
  var subject: String?
  /// Every column, in the table's order.
  var cells: [Cell]
  /// The rules that apply to it.
  var rules: [SampleRule]
  var events: [Event: EventValue]
  var isPseudonymised = false
  /// A hold is to be placed on this very row.
  var isHeldByItself = false
}

/// The table of a record set.
struct SampleTable {
  /// The record set's name in the stores file.
  let recordSet: String
  let table: String
  /// Others archive into it.
  var isArchive = false
}
