/// Numbers of the form of a NIR, with a right key, that no person has: their first digit is 0.
///
/// A person's first digit is 1 to 4, 7 or 8. The product's own replacement values begin with 9, so a
/// row that was pseudonymised cannot be taken for one that was not.
enum SampleNIR {
  /// How many different numbers one birth month and department have.
  static let count = 990 * 999

  /// The number of the person at `index`: 13 characters and the key of two.
  static func number(index: Int, birth: Day, department: String) -> String {
    let place = index % count
    let body =
      "0" + padded(birth.year % 100, 2) + padded(birth.month, 2) + department + padded(1 + place / 999, 3)
      + padded(1 + place % 999, 3)
    return body + padded(key(of: body), 2)
  }

  /// 97 less the remainder of the 13 characters by 97; Corsica's letters count as 19 and 18.
  static func key(of body: String) -> Int {
    let digits = body.replacing("2A", with: "19").replacing("2B", with: "18")
    return 97 - (Int(digits) ?? 0) % 97
  }
}
