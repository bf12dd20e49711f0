/// The kinds of log events: what a MESSAGE_ID stands for and the catalog explains.
package enum LogEventKind: String, Sendable, CaseIterable {
  case serviceStarted = "service-started"
  case serviceReady = "service-ready"
  case serviceStopping = "service-stopping"
  case serviceStopped = "service-stopped"
  case configurationLoaded = "configuration-loaded"
  case configurationRefused = "configuration-refused"
  case configurationUnapproved = "configuration-unapproved"
  case configurationDoubtful = "configuration-doubtful"
  case nextRun = "next-run"
  case runDue = "run-due"
  case runMissed = "run-missed"
  case runBrokenOff = "run-broken-off"
  case runStarted = "run-started"
  case runComplete = "run-complete"
  case runIncomplete = "run-incomplete"
  case runTruncated = "run-truncated"
  case runStopped = "run-stopped"
  case runFirst = "run-first"
  case runFailed = "run-failed"
  case batchCommitted = "batch-committed"
  case batchRecovered = "batch-recovered"
  case batchRetried = "batch-retried"
  case rowSetAside = "row-set-aside"
  case rowsTooFew = "rows-too-few"
  case rowsLocked = "rows-locked"
  case firstRunWaits = "first-run-waits"
  case firstRunContinued = "first-run-continued"
  case filesLeft = "files-left"
  case filesLinked = "files-linked"
  case filesReplaced = "files-replaced"
  case recordSetRefused = "record-set-refused"
  case recordSetDied = "record-set-died"
  case storeUnavailable = "store-unavailable"
  case storeReplaced = "store-replaced"
  case surveyMade = "survey-made"
  case surveyFinding = "survey-finding"
  case storeRestored = "store-restored"
  case guardStopped = "guard-stopped"
  case clockRefused = "clock-refused"
  case journalUnusable = "journal-unusable"
  case exportFailed = "export-failed"
  case checkpointPublished = "checkpoint"
  case checkpointAnchored = "checkpoint-anchored"
  case anchorFailed = "anchor-failed"
  case anchorDiverged = "anchor-diverged"
  case anchorsOverdue = "anchors-overdue"
  case overdue
  case conflict
  case ruleUnset = "rule-unset"
  case rowsUnjudged = "rows-unjudged"
  case recordSetUnjudged = "record-set-unjudged"
  case holdEnded = "hold-ended"
  case holdDoubtful = "hold-doubtful"

  /// The journal's MESSAGE_ID: drawn at random once, and never changed or used again, because people filter by it.
  package var messageID: String {
    switch self {
    case .serviceStarted: "6aae4aa131a34159848ecdb66f875885"
    case .serviceReady: "eeac241d4ff24de6b930d3b08095a21d"
    case .serviceStopping: "c6bd8c588cd64664916b80d9e3ddf983"
    case .serviceStopped: "d5cae0514782414aac2f8b42a6f9f0a1"
    case .configurationLoaded: "03b5d61b62924bc1b40219cf1250fa8e"
    case .configurationRefused: "8f266d8c8c8948a192ce0511394e9782"
    case .configurationUnapproved: "4b76d5511931497c954851501849bd38"
    case .configurationDoubtful: "eab79b34f8a74aaa8dc3dcc611ba262e"
    case .nextRun: "1168d6c0684444208177219ca8a7c3c1"
    case .runDue: "e6e88709fb914c428458eaee466d067a"
    case .runBrokenOff: "e73938067c82452ebbc77a9e508dedd7"
    case .runMissed: "c1abf7bb18cc4130bccbe0d75a74cca8"
    case .runStarted: "c25303bde74f4a74895a1f9f7588dd0d"
    case .runComplete: "683ac555035a413f9637a3d22a2e96db"
    case .runIncomplete: "d1f2e6a627fe42a7bbe1b3323ce344ef"
    case .runTruncated: "e28a2b58979541c49b2e5a2052af2933"
    case .runStopped: "6d161de264ff40ada1e082fe62760747"
    case .runFailed: "0559c921e42141e093eb710f3580f008"
    case .batchCommitted: "3c6f2963d36e4aa48f08e364040c489e"
    case .batchRecovered: "22bec6ab09904863b70752d56370512e"
    case .batchRetried: "762e7cdd5f6d48938dd339be39a12235"
    case .runFirst: "d53e84a2209a43288bfcc3de81ad02a6"
    case .firstRunWaits: "7567db83aa7f4605835e3609f75799ca"
    case .firstRunContinued: "5056ac1b1de64d7ba0cf0335626256cd"
    case .filesLeft: "0f8f2784595d4d87a07e5c59d89d9aa9"
    case .filesLinked: "e8ca43238cce42e2a6fb5f4cf457e4df"
    case .filesReplaced: "d270e71e64f04507abfe538a3c0fc8f4"
    case .rowsLocked: "a478c9d4f2414fb7a437e1cf9e8f3b6b"
    case .rowsTooFew: "43f5a066e92e456f819a5887cf8a4a77"
    case .rowSetAside: "2decee5cd93541fb9caf7927b3504e15"
    case .recordSetRefused: "58e8095cc10a4b538fae4c8163da3140"
    case .recordSetDied: "05bc4e3ef8d443f79bb91e28287c1ec8"
    case .storeUnavailable: "14e0ec56bde14262b6dae937ce540be7"
    case .storeReplaced: "934efb0e455b400b80d7dee679531624"
    case .surveyMade: "43e5c8fa0f264986befc087fdcd61044"
    case .surveyFinding: "5bca20a64bbb49ebbd296a5e8002e45e"
    case .storeRestored: "fa05aa8e98ae4388ac5e0c704f875917"
    case .guardStopped: "029873be932d4b0fa77f2b02c421d79c"
    case .clockRefused: "1e97fa44a12944f9b88072fb254ee5e0"
    case .journalUnusable: "198806cbf0bb4fe39dc53feff6592a05"
    case .exportFailed: "786c376eb45842e583ae5739b7085c35"
    case .checkpointPublished: "8c255eb3a0594254a6671da6ac5b6875"
    case .checkpointAnchored: "6c6722d89687439198674412dfa03b1f"
    case .anchorFailed: "067d64bc59004904bdbc0145cf1353c6"
    case .anchorDiverged: "36fdac3ac54a4cbebe3e50e91d842662"
    case .anchorsOverdue: "eae17bac25dc4e299d8df630d5d1d924"
    case .overdue: "223953d22557407e8fd74b884ec4a79f"
    case .conflict: "313454a7eccc40a8bf6c997b0116dbfc"
    case .ruleUnset: "0db6c3aa63d9434ea497201ad87703f3"
    case .rowsUnjudged: "0b7e7b9c673829368add6256fcd09fe7"
    case .recordSetUnjudged: "f56e80d86aa7dd9e38be2c0bd1bd12eb"
    case .holdEnded: "78925ad3f1534569ac3b1d9e2a2f1cdb"
    case .holdDoubtful: "bb880d5f815c45889bba56515c44de69"
    }
  }

  var level: LogLevel {
    switch self {
    case .journalUnusable, .anchorDiverged, .recordSetDied: .critical
    case .configurationRefused, .runFailed, .recordSetRefused, .storeUnavailable, .storeReplaced,
      .storeRestored,
      .guardStopped,
      .clockRefused,
      .conflict, .anchorsOverdue, .recordSetUnjudged:
      .error
    case .configurationUnapproved, .configurationDoubtful, .runMissed, .runBrokenOff, .runIncomplete,
      .runTruncated,
      .batchRecovered, .rowSetAside,
      .rowsTooFew, .rowsLocked, .runFirst, .firstRunWaits, .firstRunContinued,
      .filesLeft, .filesLinked, .filesReplaced,
      .exportFailed, .anchorFailed, .overdue, .ruleUnset, .rowsUnjudged, .surveyFinding, .holdDoubtful:
      .warning
    case .configurationLoaded, .checkpointPublished, .runStarted, .runComplete, .runStopped, .batchRetried,
      .holdEnded, .surveyMade:
      .notice
    case .serviceStarted, .serviceReady, .serviceStopping, .serviceStopped, .nextRun, .runDue,
      .batchCommitted, .checkpointAnchored:
      .info
    }
  }
}

/// How much an event matters, as syslog numbers it (RFC 5424 section 6.2.1).
package enum LogLevel: Int, Sendable {
  case critical = 2
  case error, warning, notice, info
}
