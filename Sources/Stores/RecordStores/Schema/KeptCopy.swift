/// Something of a store that has rows of a table, or words of them, and keeps them when they are deleted or changed there.
package struct KeptCopy: Hashable, Sendable {
  /// What it is and what it is called, such as `materialized view people_by_town`.
  package let name: String
  /// The table that it is, if it is one: whoever binds that table says what becomes of its rows.
  package let table: String?
  /// Tells if it has nothing of deleted rows any more once the table is written anew.
  package let endsWithRewriting: Bool
  /// Tells if nothing but names speaks for it. A guess is for somebody who looks, and never for a report.
  package let isGuess: Bool
  /// What it keeps and what to do, as the end of a sentence that begins with its name.
  package let sentence: String

  package init(
    _ name: String, table: String? = nil, isGuess: Bool = false, endsWithRewriting: Bool = false,
    _ sentence: String
  ) {
    self.name = name
    self.table = table
    self.isGuess = isGuess
    self.endsWithRewriting = endsWithRewriting
    self.sentence = sentence
  }
}
