/// The columns that identify a row inside one file.
struct RowIdentity {
  let names: [String]

  var columns: String { names.joined(separator: ", ") }
  var tuple: String { names.count == 1 ? names[0] : "(\(columns))" }
  var stagedColumns: String { names.indices.map { "i\($0)" }.joined(separator: ", ") }
}
