import OutsideOracles

extension FileMistake {
  private static let sqlite = #""engine": "sqlite", "path": "/srv/rights.sqlite""#
  private static let server = #""engine": "postgresql", "database": "d""#

  private static func pace(
    _ description: String, _ members: String, of store: String = sqlite, at path: String, cause: String,
    remedy: String, isSchemaMatter: Bool = true
  ) -> FileMistake {
    FileMistake(
      description: description, change: (sqlite, "\(store), \"pace\": {\(members)}"),
      path: "$.stores.rights.pace\(path)", cause: cause, remedy: remedy, isSchemaMatter: isSchemaMatter)
  }

  /// What a pace must not say.
  static let ofPace: [FileMistake] = [
    pace(
      "a pace with a word of its own", #""speed": 1"#, at: ".speed", cause: "unknown key",
      remedy: "known here"),
    pace(
      "batches of no time", #""batchSeconds": 0"#, at: ".batchSeconds", cause: "nothing at all",
      remedy: "more than 0"),
    pace(
      "batches of an hour", #""batchSeconds": 3600"#, at: ".batchSeconds", cause: "too large",
      remedy: "write 60 or less"),
    pace(
      "all of the time left free", #""free": 1"#, at: ".free", cause: "a free share of 1",
      remedy: "from 0 to 0.99"),
    pace(
      "no rows a second", #""rowsPerSecond": 0"#, at: ".rowsPerSecond", cause: "nothing at all",
      remedy: "more than 0"),
    pace(
      "a wait in words", #""longestWait": "long""#, at: ".longestWait", cause: "long", remedy: "",
      isSchemaMatter: false),
    pace(
      "a wait of a month", #""longestWait": "P30D""#, at: ".longestWait", cause: "too long",
      remedy: "P7D or less", isSchemaMatter: false),
    pace(
      "a slowdown that is none", #""slowdown": 1"#, at: ".slowdown", cause: "not slower",
      remedy: "more than 1"),
    pace(
      "a log that SQLite has by itself", #""keptLogBytes": 1000000"#, at: ".keptLogBytes",
      cause: "without any reader", remedy: "67108864 or more"),
    pace(
      "replicas of a SQLite file", #""lagSeconds": 5"#, at: ".lagSeconds",
      cause: #"no use for "lagSeconds" with the engine "sqlite""#, remedy: "its pace takes"),
    pace(
      "a heartbeat on PostgreSQL", #""heartbeat": {"table": "h", "replicas": [{"host": "a"}]}"#, of: server,
      at: ".heartbeat", cause: "no use for", remedy: "its pace takes"),
    pace(
      "replicas that may be behind for ever, as a word", #""lagSeconds": true"#, of: server,
      at: ".lagSeconds", cause: "where a number should stand", remedy: "write a number"),
    pace(
      "fewer than no statements", #""running": -1"#, of: server, at: ".running", cause: "less than 0",
      remedy: "0 or more"),
    pace(
      "free space of a server at no place", #""freeBytes": 1000"#, of: server, at: ".freeBytes",
      cause: #"no "freePath""#, remedy: "name a folder", isSchemaMatter: false),
    pace(
      "a heartbeat that nobody reads", #""heartbeat": {"table": "h", "replicas": []}"#,
      of: #""engine": "mariadb", "database": "d""#, at: ".heartbeat.replicas", cause: "no replica",
      remedy: "at least one"),
  ]
}
