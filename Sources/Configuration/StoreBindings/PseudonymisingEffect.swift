/// What pseudonymising makes of a row, in the words of `effect` in stores.json.
package enum PseudonymisingEffect: String, CaseIterable, Sendable {
  /// Whoever has the key, or the table of words, can tell whom the row is about.
  case pseudonymised
  /// Nobody can, as far as classes of rows that are alike promise it.
  case anonymised
  /// The columns that are named say nothing of a person any more. The rest of the row stays as it was.
  case minimised
}
