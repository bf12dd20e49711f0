package import CivilTime

/// The values of an event column that stand for "never": they are no dates, and a row that has one lacks its date.
package struct NoDate: Hashable, Sendable {
  /// Each stands for every time of its day: on the column's own clock, and for a value with a place on the line of time (an epoch, a moment, RFC 3339, a
  /// time of a known zone) on UTC's, too.
  package let days: [CivilDate]
  /// Numbers as the column has them; in a column of text, their digits.
  package let numbers: [Int64]
  /// Texts as the column has or the store writes them, to the last byte.
  package let texts: [String]
  /// The texts as they name moments, with the offset that one server writes and another does not, and without it.
  package let momentTexts: [String]
  /// The numbers' digits, as a column of text has them.
  let numberTexts: [String]

  package init(days: [CivilDate], numbers: [Int64], texts: [String]) {
    self.days = days
    self.numbers = numbers
    self.texts = texts
    momentTexts = texts.flatMap { text in
      let plain = text.hasSuffix("+00") ? String(text.dropLast(3)) : text
      return [plain, plain + "+00"]
    }
    numberTexts = numbers.map { String($0) }
  }

  /// What programs write where they have no date: zero and minus one, and the first days of Unix, SQL Server, spreadsheets and the Macintosh.
  package static let builtIn = NoDate(
    days: [(1899, 12, 30), (1900, 1, 1), (1904, 1, 1), (1970, 1, 1)].compactMap {
      CivilDate(year: $0, month: $1, day: $2)
    },
    numbers: [0, -1], texts: [])

  /// Every value of the column is meant.
  package static let none = NoDate(days: [], numbers: [], texts: [])
}
