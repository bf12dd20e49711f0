import OutsideOracles

extension FileMistake {
  private static let contact =
    #"{"table": "contact", "references": {"person_id": "id"}, "domain": "rights-and-care"}"#

  private static func dependent(_ members: String) -> (String, String) {
    (
      contact,
      #"{"table": "contact", "references": {"person_id": "id"}, "domain": "rights-and-care", \#(members)}"#
    )
  }

  private static let path = "$.recordSets.person.dependents[0]"

  /// What is wrong with dependents of which not every row goes with its record.
  static let ofDependents: [FileMistake] = [
    FileMistake(
      description: "a condition that every row meets", change: dependent(#""where": true"#),
      path: path + ".where",
      cause: "true or false of every row", remedy: "or remove it"),
    FileMistake(
      description: "a condition in SQL", change: dependent(#""where": "kind = 1""#), path: path + ".where",
      cause: "should stand", remedy: "", isSchemaMatter: true),
    FileMistake(
      description: "a comparison of nothing", change: dependent(#""compare": "bytes""#),
      path: path + ".compare",
      cause: "nothing is compared", remedy: #"add "where""#, isSchemaMatter: true),
    FileMistake(
      description: "a way of comparing that there is not",
      change: dependent(#""where": {"column": "kind", "equals": "a"}, "compare": "letters""#),
      path: path + ".compare", cause: #"no "letters""#, remedy: "write bytes or as-the-column",
      isSchemaMatter: true),
    FileMistake(
      description: "another fate of the others", change: dependent(#""otherwise": "delete""#),
      path: path + ".otherwise", cause: #"no "delete""#, remedy: "write with-record", isSchemaMatter: true),
    FileMistake(
      description: "others of a table without rules", change: dependent(#""otherwise": "with-record""#),
      path: path + ".otherwise", cause: "contact is no record set", remedy: "remove it, or bind contact"),
    FileMistake(
      description: "others where a rule is for every row",
      change: (
        contact,
        #"{"table": "contact", "references": {"person_id": "id"}, "otherwise": "with-record"}]}, "contact": {"store": "rights", "table": "contact", "domain": "rights-and-care", "key": ["id"], "conditions": {"concerned": {"always": "insured"}}, "events": {"rights-ended": {"column": "ended", "as": "date"}}, "dependents": ["#
      ),
      path: path + ".otherwise", cause: "applies to every row of \"contact\"", remedy: "say by \"when\""),
    FileMistake(
      description: "others of the record's own table",
      change: (
        contact, #"{"table": "person", "references": {"guardian": "id"}, "otherwise": "with-record"}"#
      ),
      path: path + ".otherwise", cause: "rows of person depend on others of person", remedy: "remove it"),
    FileMistake(
      description: "a condition on the record's own table",
      change: (
        contact,
        #"{"table": "person", "references": {"guardian": "id"}, "where": {"column": "kind", "equals": "child"}}"#
      ),
      path: path + ".where", cause: "rows of person depend on others of person", remedy: "remove it"),
    FileMistake(
      description: "another word for what becomes of rows", change: dependent(#""onDelete": "cascade""#),
      path: path + ".onDelete", cause: #"no "cascade""#, remedy: "write set-null", isSchemaMatter: true),
    FileMistake(
      description: "rows that stay and take others along",
      change: dependent(
        #""onDelete": "set-null", "dependents": [{"table": "letter", "references": {"contact_id": "id"}, "domain": "rights-and-care"}]"#
      ),
      path: path + ".dependents", cause: "these stay and lose their reference", remedy: "remove it",
      isSchemaMatter: true),
    FileMistake(
      description: "rows that stay and take files along",
      change: dependent(#""onDelete": "set-null", "files": [{"column": "path", "root": "/srv/letters"}]"#),
      path: path + ".files", cause: "these stay and lose their reference", remedy: "remove it",
      isSchemaMatter: true),
    FileMistake(
      description: "rows that stay, and go for want of a rule",
      change: dependent(#""onDelete": "set-null", "otherwise": "with-record""#),
      path: path + ".otherwise", cause: "these stay and lose their reference", remedy: "remove it",
      isSchemaMatter: true),
    FileMistake(
      description: "rows that stay and of which nobody says whose periods they are kept by",
      change: (contact, #"{"table": "contact", "references": {"person_id": "id"}, "onDelete": "set-null"}"#),
      path: path, cause: "nobody says whose periods", remedy: #"add "domain""#),
    FileMistake(
      description: "rows of the record's own table that lose their reference",
      change: (contact, #"{"table": "person", "references": {"guardian": "id"}, "onDelete": "set-null"}"#),
      path: path + ".onDelete", cause: "rows of person refer to others of person", remedy: "remove it"),
    FileMistake(
      description: "rows that are declared to go and to stay",
      change: (contact, contact + ", " + dependent(#""onDelete": "set-null""#).1),
      path: "$.recordSets.person.dependents[1].onDelete", cause: "declared once more",
      remedy: "declare them once"),
    FileMistake(
      description: "rows that go with a record, and stay below another dependent",
      change: (
        contact,
        contact
          + #", {"table": "letter", "references": {"person_id": "id"}, "domain": "rights-and-care", "dependents": [{"table": "contact", "references": {"letter_id": "id"}, "onDelete": "set-null", "domain": "rights-and-care"}]}"#
      ),
      path: "$.recordSets.person.dependents[1].dependents[0].onDelete", cause: "go with the record as well",
      remedy: "name both under the record itself"),
  ]
}
