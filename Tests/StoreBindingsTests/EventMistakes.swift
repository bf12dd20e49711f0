import OutsideOracles

extension FileMistake {
  /// What is wrong with what an event's dates can mean.
  static let ofEvents: [FileMistake] = [
    FileMistake(
      description: "a year of two digits", change: (#""as": "date"}}"#, #""as": "DD/MM/YY"}}"#),
      path: "$.recordSets.person.events.rights-ended.as", cause: "two digits do not say the century",
      remedy: #"four digits, as "DD/MM/YYYY""#, isSchemaMatter: true),
    FileMistake(
      description: "another form of times without its zone",
      change: (#""as": "timestamp", "zone": "UTC""#, #""as": "date-or-timestamp""#),
      path: "$.recordSets.invitation.events.prevention-action.as", cause: "without its zone", remedy: "zone",
      isSchemaMatter: true),
    FileMistake(
      description: "a zone for days",
      change: (#""as": "timestamp", "zone": "UTC""#, #""as": "unix-day", "zone": "UTC""#),
      path: "$.recordSets.invitation.events.prevention-action.zone", cause: "needs none", remedy: "remove it",
      isSchemaMatter: true),
    FileMistake(
      description: "a zone for a form that brings its own offset",
      change: (#""as": "timestamp", "zone": "UTC""#, #""as": "rfc3339", "zone": "UTC""#),
      path: "$.recordSets.invitation.events.prevention-action.zone", cause: "needs none", remedy: "remove it",
      isSchemaMatter: true),
    FileMistake(
      description: "one value where a list should stand",
      change: (#""as": "date"}}"#, #""as": "date", "noDate": "1970-01-01"}}"#),
      path: "$.recordSets.person.events.rights-ended.noDate", cause: "where an array should stand",
      remedy: "[ ]", isSchemaMatter: true),
    FileMistake(
      description: "null among what stands for never",
      change: (#""as": "date"}}"#, #""as": "date", "noDate": ["1970-01-01", null]}}"#),
      path: "$.recordSets.person.events.rights-ended.noDate[1]", cause: "stands for no date",
      remedy: "null is no date anyway", isSchemaMatter: true),
    FileMistake(
      description: "a fraction that stands for never",
      change: (#""as": "date"}}"#, #""as": "date", "noDate": [0.5]}}"#),
      path: "$.recordSets.person.events.rights-ended.noDate[0]", cause: "stands for no date",
      remedy: "as the column holds it", isSchemaMatter: true),
    FileMistake(
      description: "an empty text that stands for never",
      change: (#""as": "date"}}"#, #""as": "date", "noDate": [""]}}"#),
      path: "$.recordSets.person.events.rights-ended.noDate[0]", cause: "an empty text", remedy: "remove it",
      isSchemaMatter: true),
    FileMistake(
      description: "a text that no store holds and stands for never",
      change: (#""as": "date"}}"#, #""as": "date", "noDate": ["\u0000"]}}"#),
      path: "$.recordSets.person.events.rights-ended.noDate[0]", cause: "with a NUL", remedy: "remove it"),
    FileMistake(
      description: "a first day that there is not",
      change: (#""as": "date"}}"#, #""as": "date", "earliest": "2021-02-30"}}"#),
      path: "$.recordSets.person.events.rights-ended.earliest", cause: #""2021-02-30" is no day"#,
      remedy: "write YYYY-MM-DD, from 1000-01-02 to 9998-12-31"),
    FileMistake(
      description: "a first day before every engine's calendar",
      change: (#""as": "date"}}"#, #""as": "date", "earliest": "0900-01-01"}}"#),
      path: "$.recordSets.person.events.rights-ended.earliest", cause: "no day", remedy: "from 1000-01-02",
      isSchemaMatter: true),
    FileMistake(
      description: "a last day that stands for open",
      change: (#""as": "date"}}"#, #""as": "date", "latest": "9999-12-31"}}"#),
      path: "$.recordSets.person.events.rights-ended.latest", cause: "no day",
      remedy: #"belongs into "noDate""#),
    FileMistake(
      description: "a last day before the first",
      change: (#""as": "date"}}"#, #""as": "date", "earliest": "2020-01-02", "latest": "2020-01-01"}}"#),
      path: "$.recordSets.person.events.rights-ended.latest", cause: #"before "earliest""#,
      remedy: "write 2020-01-02 or a later day"),
    FileMistake(
      description: "a word whether a date is required",
      change: (#""as": "date"}}"#, #""as": "date", "required": "yes"}}"#),
      path: "$.recordSets.person.events.rights-ended.required", cause: "where true or false should stand",
      remedy: "without quotes", isSchemaMatter: true),
    FileMistake(
      description: "an event that never was where no latestOf asks",
      change: (
        #""as": "date"}}"#, #""as": "date", "neverWas": {"column": "state", "equals": "none"}}}"#
      ),
      path: "$.recordSets.person.events.rights-ended.neverWas", cause: "in a latestOf", remedy: "remove it"),
  ]
}
