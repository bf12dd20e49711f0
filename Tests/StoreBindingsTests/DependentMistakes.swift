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
  ]
}
