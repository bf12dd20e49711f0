import OutsideOracles

extension FileMistake {
  /// Conditions of which a part would be passed over, or that no row or every row would meet by mistake.
  static let ofConditions: [FileMistake] =
    [
      (
        "a condition beside another that combines some",
        #"{"all": [{"column": "kind", "equals": "i"}], "not": {"column": "legal_hold", "equals": 1}}"#,
        ".not", #""not" beside "all""#, #"join them by "all" or "any""#
      ),
      (
        "two lists of conditions in one object",
        #"{"all": [{"column": "a", "equals": 1}], "any": [{"column": "b", "equals": 1}]}"#,
        ".any", #""any" beside "all""#, "an object of its own"
      ),
      (
        "a column beside conditions that are combined",
        #"{"any": [{"column": "a", "equals": 1}], "column": "b", "equals": 1}"#,
        ".equals", #""equals" beside "any""#, "an object of its own"
      ),
      ("all of no conditions", #"{"all": []}"#, ".all", "without conditions", "write true or false"),
      ("any of no conditions", #"{"any": []}"#, ".any", "without conditions", "write true or false"),
      ("one of no values", #"{"column": "a", "in": []}"#, ".in", "without values", "name at least one"),
      (
        "nothing to begin with", #"{"column": "a", "startsWith": ""}"#, ".startsWith", "an empty prefix",
        "such as \"SR\""
      ),
      (
        "a number to begin with", #"{"column": "a", "startsWith": 1}"#, ".startsWith",
        "where a string should stand", "double quotes"
      ),
      (
        "null in a list of a condition", #"{"not": {"column": "a", "in": ["x", null]}}"#, ".not.in[1]",
        "null in a list", "isNull"
      ),
    ].map { description, predicate, path, cause, remedy in
      FileMistake(
        description: description,
        change: (#"{"always": "invitation"}"#, #"{"where": {"invitation": \#(predicate)}}"#),
        path: "$.recordSets.invitation.conditions.activity.where.invitation" + path, cause: cause,
        remedy: remedy, isSchemaMatter: true)
    } + [
      FileMistake(
        description: "a prefix that is to compare by the column's collation",
        change: (
          #"{"always": "invitation"}"#,
          #"{"column": "kind", "values": {"invitation": [{"startsWith": "i"}]}, "compare": "as-the-column"}"#
        ),
        path: "$.recordSets.invitation.conditions.activity.compare", cause: "compared by its bytes",
        remedy: "name each spelling"),
      FileMistake(
        description: "a word in another form than a prefix",
        change: (
          #"{"always": "invitation"}"#, #"{"column": "kind", "values": {"invitation": [{"endsWith": "i"}]}}"#
        ),
        path: "$.recordSets.invitation.conditions.activity.values.invitation[0].endsWith",
        cause: "unknown key",
        remedy: "known here", isSchemaMatter: true),
      FileMistake(
        description: "null among the words of a fact's value",
        change: (
          #"{"always": "invitation"}"#, #"{"column": "kind", "values": {"invitation": ["i", null]}}"#
        ),
        path: "$.recordSets.invitation.conditions.activity.values.invitation[1]", cause: "null in a list",
        remedy: "isNull", isSchemaMatter: true),
    ]
    + [
      (
        "a comparison that is none", #"{"column": "kind", "compare": "loosely"}"#, #"there is no "loosely""#,
        "as-the-column"
      ),
      (
        "a comparison where every row has the value",
        #"{"always": "invitation", "compare": "as-the-column"}"#,
        "nothing is compared", "remove it"
      ),
    ].map { description, condition, cause, remedy in
      FileMistake(
        description: description, change: (#"{"always": "invitation"}"#, condition),
        path: "$.recordSets.invitation.conditions.activity.compare", cause: cause, remedy: remedy,
        isSchemaMatter: true)
    }
}
