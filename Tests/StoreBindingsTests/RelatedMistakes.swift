import OutsideOracles

extension FileMistake {
  private static func event(_ text: String) -> (String, String) {
    (#""rights-ended": {"column": "rights_end", "as": "date"}"#, #""rights-ended": \#(text)"#)
  }

  private static let path = "$.recordSets.person.events.rights-ended"

  private static let latest =
    #""table": "visit", "references": {"person_id": "id"}, "column": "on", "as": "date""#

  /// What is wrong with an event whose date lies in another table.
  static let ofRelatedEvents: [FileMistake] = [
    FileMistake(
      description: "an event of nothing", change: event("{}"), path: path, cause: "an event without a column",
      remedy: "\"latest\", \"earliest\" and \"parent\"", isSchemaMatter: true),
    FileMistake(
      description: "a column and rows of another table",
      change: event(#"{"column": "rights_end", "as": "date", "latest": {\#(latest)}}"#),
      path: path + ".latest",
      cause: "two events in one", remedy: "join them by the rule's latestOf", isSchemaMatter: true),
    FileMistake(
      description: "two tables for one event",
      change: event(#"{"latest": {\#(latest)}, "earliest": {\#(latest)}}"#), path: path + ".earliest",
      cause: "two events in one", remedy: "a name of its own", isSchemaMatter: true),
    FileMistake(
      description: "a day without its column", change: event(#"{"latest": "2060-12-31"}"#),
      path: path + ".latest",
      cause: "a day without its column", remedy: #"add "column""#, isSchemaMatter: true),
    FileMistake(
      description: "a form beside another table",
      change: event(#"{"latest": {\#(latest)}, "as": "date"}"#), path: path + ".as",
      cause: "without a column",
      remedy: "the object that names the column", isSchemaMatter: true),
    FileMistake(
      description: "a day that counts beside a column",
      change: event(#"{"column": "rights_end", "as": "date", "ifNone": {"column": "made", "as": "date"}}"#),
      path: path + ".ifNone", cause: "is there or missing", remedy: "remove it", isSchemaMatter: true),
    FileMistake(
      description: "a day that counts where there is no parent",
      change: event(
        #"{"parent": {"table": "file", "references": {"file_id": "id"}, "column": "on", "as": "date"}, "ifNone": {"column": "made", "as": "date"}}"#
      ),
      path: path + ".ifNone", cause: "has no date", remedy: "remove it", isSchemaMatter: true),
    FileMistake(
      description: "another table where the record's own day counts",
      change: event(
        #"{"latest": {\#(latest)}, "ifNone": {"table": "file", "column": "made", "as": "date"}}"#),
      path: path + ".ifNone.table", cause: "the record's own date", remedy: "its own columns",
      isSchemaMatter: true),
    FileMistake(
      description: "rows of a table that refer by nothing",
      change: event(#"{"latest": {"table": "visit", "references": {}, "column": "on", "as": "date"}}"#),
      path: path + ".latest.references", cause: "no column", remedy: "the other table's columns first",
      isSchemaMatter: true),
    FileMistake(
      description: "rows of no table",
      change: event(#"{"latest": {"references": {"person_id": "id"}, "column": "on", "as": "date"}}"#),
      path: path + ".latest", cause: #"no "table""#, remedy: "add it", isSchemaMatter: true),
    FileMistake(
      description: "rows that all count, by a condition",
      change: event(#"{"latest": {\#(latest), "where": true}}"#), path: path + ".latest.where",
      cause: "true or false of every row", remedy: "or remove it"),
    FileMistake(
      description: "a comparison of nothing", change: event(#"{"latest": {\#(latest), "compare": "bytes"}}"#),
      path: path + ".latest.compare", cause: "nothing is compared", remedy: #"add "where""#),
    FileMistake(
      description: "the record's own table",
      change: event(
        #"{"latest": {"table": "person", "references": {"guardian": "id"}, "column": "rights_end", "as": "date"}}"#
      ),
      path: path + ".latest", cause: "the record's own table", remedy: "or another table"),
    FileMistake(
      description: "a table of another schema",
      change: event(
        #"{"latest": {"table": "old.visit", "references": {"person_id": "id"}, "column": "on", "as": "date"}}"#
      ),
      path: path + ".latest", cause: "in another schema", remedy: "a table of the store's own"),
    FileMistake(
      description: "rows of which some go with the record, by other columns",
      change: event(
        #"{"latest": {"table": "contact", "references": {"guardian_id": "id"}, "column": "on", "as": "date"}}"#
      ),
      path: path + ".latest", cause: "by other columns", remedy: "the same \"references\""),
    FileMistake(
      description: "a document's date in another table",
      change: (
        #""rights-ended": {"column": "ended", "as": "compact-date"}"#,
        #""rights-ended": {"latest": {\#(latest)}}"#
      ),
      path: "$.recordSets.letter.events.rights-ended", cause: "documents and no tables",
      remedy: "in the document's name"),
  ]
}
