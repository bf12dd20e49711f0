import OutsideOracles

extension FileMistake {
  /// What is wrong with a fact that the row tells which a record refers to.
  static let ofParentFacts: [FileMistake] = [
    mistake(
      "a fact of the parent's row and of the record's own",
      #"{"parent": {\#(row), "column": "kind"}, "column": "kind"}"#, ".column",
      "beside the row that tells the fact",
      #"put it into "parent""#),
    mistake(
      "a fact of the parent's row, and always the same",
      #"{"parent": {\#(row), "column": "kind"}, "always": "invitation"}"#, ".always",
      "beside the row that tells the fact", "remove it"),
    mistake(
      "a comparison outside of the parent", #"{"parent": {\#(row), "column": "kind"}, "compare": "bytes"}"#,
      ".compare", "beside the row that tells the fact", #"put it into "parent""#),
    mistake(
      "a fact of no table", #"{"parent": {"references": {"campaign": "id"}, "column": "kind"}}"#, ".parent",
      #"no "table""#, "add it"),
    mistake(
      "a fact of a row that nothing refers to", #"{"parent": {"table": "campaign", "column": "kind"}}"#,
      ".parent",
      #"no "references""#, "add it"),
    mistake(
      "a fact of a row that is referred to by nothing",
      #"{"parent": {"table": "campaign", "references": {}, "column": "kind"}}"#, ".parent.references",
      "no column",
      "the record's columns first"),
    mistake(
      "a row that tells nothing", #"{"parent": {\#(row)}}"#, ".parent", "in no known form", #"or "where""#),
    mistake(
      "a fact that the parent's row always tells", #"{"parent": {\#(row), "always": "invitation"}}"#,
      ".parent.always", "unknown key", "known here"),
    mistake(
      "a row and a condition on it",
      #"{"parent": {\#(row), "column": "kind", "where": {"invitation": true}}}"#,
      ".parent", "in no known form", #"or "where""#),
    mistake(
      "a value that the fact does not have, in the parent's row",
      #"{"parent": {\#(row), "column": "kind", "values": {"invitatio": ["i"]}}}"#, ".parent.values.invitatio",
      "no value", "invitation", isSchemaMatter: false),
    mistake(
      "a prefix in the parent's row by its collation",
      #"{"parent": {\#(row), "column": "kind", "values": {"invitation": [{"startsWith": "i"}]}, "compare": "as-the-column"}}"#,
      ".parent.compare", "compared by its bytes", "name each spelling", isSchemaMatter: false),
    mistake(
      "a condition on the parent's row that every row meets",
      #"{"parent": {\#(row), "where": {"invitation": true}}}"#, ".parent.where.invitation",
      "true or false of every row", "or remove it", isSchemaMatter: false),
    mistake(
      "the record's own table as the parent",
      #"{"parent": {"table": "invitation", "references": {"campaign": "id"}, "column": "kind"}}"#,
      ".parent", "the record's own table", "or another table", isSchemaMatter: false),
    mistake(
      "a parent in another schema",
      #"{"parent": {"table": "old.campaign", "references": {"campaign": "id"}, "column": "kind"}}"#,
      ".parent", "in another schema", "a table of the store's own", isSchemaMatter: false),
    mistake(
      "a reference to the parent that is pseudonymised",
      #"{"parent": {"table": "campaign", "references": {"postal_code": "id"}, "column": "kind"}}"#,
      nil, "rules or the key read it", "leave it as it is", isSchemaMatter: false),
    FileMistake(
      description: "a document's fact in another table",
      change: (
        #""conditions": {"concerned": {"always": "insured"}},\#n      "events": {"rights-ended": {"column": "ended""#,
        #""conditions": {"concerned": {"parent": {"table": "t", "references": {"ended": "id"}, "column": "c"}}},\#n      "events": {"rights-ended": {"column": "ended""#
      ),
      path: "$.recordSets.letter.conditions.concerned", cause: "documents and no tables",
      remedy: "in the document's name"),
  ]

  private static let row = #""table": "campaign", "references": {"campaign": "id"}"#

  /// - Parameter place: below the fact; nil where the transform is at fault.
  private static func mistake(
    _ description: String, _ condition: String, _ place: String?, _ cause: String, _ remedy: String,
    isSchemaMatter: Bool = true
  ) -> FileMistake {
    FileMistake(
      description: description, change: (#"{"always": "invitation"}"#, condition),
      path: place.map { "$.recordSets.invitation.conditions.activity" + $0 }
        ?? "$.recordSets.invitation.pseudonymise.columns.postal_code", cause: cause, remedy: remedy,
      isSchemaMatter: isSchemaMatter)
  }
}
