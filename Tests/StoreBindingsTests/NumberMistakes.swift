import OutsideOracles

extension FileMistake {
  /// Numbers that a run could not count with.
  static let ofNumbers: [FileMistake] = [
    FileMistake(
      description: "a warning from more than all rows on",
      change: (#""guard": {"maximumRows""#, #""warnAt": {"implausible": 1.5}, "guard": {"maximumRows""#),
      path: "$.recordSets.person.warnAt.implausible", cause: "a share of 1.5", remedy: "a number from 0 to 1",
      isSchemaMatter: true),
    FileMistake(
      description: "a warning for a reason that there is not",
      change: (#""guard": {"maximumRows""#, #""warnAt": {"undated": 0.5}, "guard": {"maximumRows""#),
      path: "$.recordSets.person.warnAt.undated", cause: "unknown key",
      remedy: "lackingRequired, implausible",
      isSchemaMatter: true),
    FileMistake(
      description: "a first run of no rows", change: (#""firstRun": 100"#, #""firstRun": 0"#),
      path: "$.firstRun", cause: "a first run of 0 rows", remedy: "write 1 or more, or false",
      isSchemaMatter: true),
    FileMistake(
      description: "a first run that nobody looks through",
      change: (#""firstRun": 100"#, #""firstRun": 10001"#),
      path: "$.firstRun", cause: "too large", remedy: "write 10000 or less", isSchemaMatter: true),
    FileMistake(
      description: "a first run that is wanted", change: (#""firstRun": 100"#, #""firstRun": true"#),
      path: "$.firstRun", cause: "where a number of rows or false should stand", remedy: "false to drop it",
      isSchemaMatter: true),
    FileMistake(
      description: "a first run of one record set, in words",
      change: (#""batch": {"rows": 1000"#, #""firstRun": "few", "batch": {"rows": 1000"#),
      path: "$.recordSets.person.firstRun", cause: "where a number of rows or false should stand",
      remedy: "such as 100", isSchemaMatter: true),
    FileMistake(
      description: "a busy time of weeks", change: (#""busyTimeout": "PT5S""#, #""busyTimeout": "P25D""#),
      path: "$.stores.prevention.busyTimeout", cause: "P25D is too long", remedy: "P1D or less"),
    FileMistake(
      description: "a clock that may be centuries ahead",
      change: (#""maximumAdvance": "P3D""#, #""maximumAdvance": "P40000D""#),
      path: "$.clock.maximumAdvance", cause: "too long", remedy: "P36500D or less"),
    FileMistake(
      description: "a clock that no nightly run could believe",
      change: (#""maximumAdvance": "P3D""#, #""maximumAdvance": "PT23H""#),
      path: "$.clock.maximumAdvance", cause: "less than a day", remedy: "allow a day or more"),
    FileMistake(
      description: "an anchor that has a year to answer",
      change: (#""require": 2"#, #""timeout": "P365D", "require": 2"#),
      path: "$.journal.anchors.timeout", cause: "too long", remedy: "P1D or less"),
    FileMistake(
      description: "an epoch that never ends",
      change: (#""anchors": {"#, #""epochEntries": 9007199254740992, "anchors": {"#),
      path: "$.journal.epochEntries", cause: "too large", remedy: "write 9007199254740991 or less",
      isSchemaMatter: true),
    FileMistake(
      description: "a version beyond counting", change: (#""version": 1"#, #""version": 1000001"#),
      path: "$.keys.pseudonyms.prevention[0].version", cause: "too large", remedy: "1000000 or less",
      isSchemaMatter: true),
    FileMistake(
      description: "a batch of too many rows", change: (#""rows": 1000"#, #""rows": 4611686018427387904"#),
      path: "$.recordSets.person.batch.rows", cause: "too large", remedy: "write 1000000 or less",
      isSchemaMatter: true),
    FileMistake(
      description: "a batch of too many bytes", change: (#""rows": 1000"#, #""bytes": 1073741825"#),
      path: "$.recordSets.person.batch.bytes", cause: "too large", remedy: "write 1073741824 or less",
      isSchemaMatter: true),
    FileMistake(
      description: "a batch of years", change: (#""seconds": 10"#, #""seconds": 1e17"#),
      path: "$.recordSets.person.batch.seconds", cause: "more than a day", remedy: "86400 or less",
      isSchemaMatter: true),
    FileMistake(
      description: "a guard of more rows than numbers have",
      change: (#""maximumRows": 50000"#, #""maximumRows": 9007199254740992"#),
      path: "$.recordSets.person.guard.maximumRows", cause: "too large",
      remedy: "write 9007199254740991 or less", isSchemaMatter: true),
  ]
}
