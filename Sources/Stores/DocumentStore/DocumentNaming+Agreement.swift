internal import Identifiers
internal import RecordStores

/// What a name and the file beside a document both say, compared: where they differ, nobody knows whose the document is or which rules keep it.
extension DocumentNaming {
  /// The columns that names say and that rules or holds go by; none where nothing lies beside a document.
  func comparedColumns(subject: String?) -> Set<String> {
    guard sidecar != nil, let columns else { return [] }
    let bound = factColumns.union(events.map(\.column)).union(subject.map { [$0] } ?? [])
    return bound.intersection(columns)
  }

  /// Tells if two values of a column certainly mean the same, whatever their spelling: as each of its uses reads them.
  func agree(_ name: ColumnValue, _ beside: ColumnValue, on column: String, of recordSet: RecordSet) -> Bool {
    guard name != beside else { return true }
    guard let first = Self.text(name), let second = Self.text(beside) else { return false }
    let uses = events.filter { $0.column == column }
    let isSubject = column == recordSet.subject
    // A fact's words are compared by their bytes, as rules do it.
    if factColumns.contains(column) || !isSubject && uses.isEmpty {
      guard first.utf8.elementsEqual(second.utf8) else { return false }
    }
    if isSubject, recordSet.subjectForm.exact(first) != recordSet.subjectForm.exact(second) { return false }
    return uses.allSatisfy { event in
      let value = event.value(of: name)
      return value != .malformed && value == event.value(of: beside)
    }
  }

  /// A number as it is written out; nil for bytes that are no text.
  private static func text(_ value: ColumnValue) -> String? {
    switch value {
    case .text(let text): text
    case .integer(let number): String(number)
    case .null, .real, .rawText, .blob: nil
    }
  }
}
