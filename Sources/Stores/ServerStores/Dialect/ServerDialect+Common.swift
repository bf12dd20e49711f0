package import CivilTime
package import SQLWords

/// What PostgreSQL and MariaDB say alike. A server that says it otherwise has its own word.
extension ServerDialect {
  package func literal(_ day: CivilDate) -> String { "DATE '\(day.description)'" }
  package func literal(time shown: String) -> String { "TIMESTAMP '\(shown)'" }
  package func value(_ isMet: Bool) -> SQLText { isMet ? "TRUE" : "FALSE" }
  package func truth(_ isMet: Bool) -> SQLText { "(\(value(isMet)))" }

  /// Of EXISTS both servers make a join, for which they read the whole other table whatever few rows a page has; of this they make a look into its index.
  package func isThere(_ query: SQLText) -> SQLText { "((\(limited(query, to: 1))) IS NOT NULL)" }

  package func joined(_ texts: [SQLText]) -> SQLText { "concat(\(SQLText.join(texts, ", ")))" }
  package func first(_ count: Int, of text: SQLText) -> SQLText { "left(\(text), \(count))" }
  package func last(_ count: Int, of text: SQLText) -> SQLText { "right(\(text), \(count))" }
  package func filled(_ text: SQLText, to count: Int, with character: Character) -> SQLText {
    "rpad(\(text), \(count), '\(String(character))')"
  }
  package func withoutEnd(_ text: SQLText, _ character: Character) -> SQLText {
    "trim(trailing '\(String(character))' from \(text))"
  }
  package func without(_ pattern: String, in text: SQLText) -> SQLText {
    "regexp_replace(\(text), '\(pattern)', '')"
  }

  package func limited(_ query: SQLText, to count: Int) -> SQLText { "\(query) LIMIT \(count)" }
  package func fromList(_ list: SQLText, to table: String) -> SQLText { "\(table) AS t JOIN \(list)" }
  package func select(_ columns: SQLText) -> SQLText { "SELECT \(columns)" }
}
