/// Why a list of people is refused: where, what, and what to do. No line is quoted, since it may name a person.
struct PersonListProblem: Error, CustomStringConvertible {
  enum Cause: Equatable {
    case invalidText
    case nul
    case control
    case formula
    case openQuote
    case textAfterQuote
    case delimiter
    case noDelimiter
    case columnNumber
    case noColumn(String)
    case severalColumns(String)
    case fewColumns(Int)
    case otherWidth
    case scientific
    case namesNobody
    case tooLong
    case empty
  }

  /// From 1; nil if it is the whole list.
  let line: Int?
  let cause: Cause

  init(line: Int?, _ cause: Cause) {
    self.line = line
    self.cause = cause
  }

  var description: String { (line.map { "line \($0): " } ?? "") + Self.sentence(cause) }

  static func sentence(_ cause: Cause) -> String {
    switch cause {
    case .invalidText: "the bytes are neither UTF-8 nor UTF-16: export the list as UTF-8"
    case .nul: "there is a byte of 0, which no identifier has: export the list as text"
    case .control:
      "there is a control character or a line separator inside the identifier, which may part two people: write one a line"
    case .formula: "it is a spreadsheet's formula (=\"…\"): export the values as text"
    case .openQuote: "a quotation mark is not closed in its line: correct it"
    case .textAfterQuote: "there is text behind a closing quotation mark: double the marks inside a value"
    case .delimiter:
      "there is a comma, semicolon or tab: name the identifiers' column with --column, or put a value that has one between quotation marks"
    case .noDelimiter: "there is neither a comma, a semicolon nor a tab: leave out --column"
    case .columnNumber: "--column counts from 1"
    case .noColumn(let name):
      "no column of the first line is called \"\(name)\": give its name as it stands there, or its number"
    case .severalColumns(let name):
      "several columns of the first line are called \"\(name)\": give the number of the one that is meant"
    case .fewColumns(let count):
      "there \(count == 1 ? "is 1 column" : "are \(count) columns"): give --column one that is there"
    case .otherWidth:
      "it has another number of columns than the first line: correct it, or put values between quotation marks"
    case .scientific:
      "a spreadsheet has shortened the number, and its last digits are lost: format the column as text before you export it"
    case .namesNobody: "there is no letter or digit, so that it names nobody: correct the identifier"
    case .tooLong: "it has more than \(PersonList.longest) bytes, and no identifier has: correct it"
    case .empty: "there is no identifier in it"
    }
  }
}
