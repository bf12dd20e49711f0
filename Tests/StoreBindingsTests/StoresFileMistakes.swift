import OutsideOracles

/// What the documented stores file must not say.
extension FileMistake {
  static let all =
    ofStores + ofTriggers + ofRecordSets + ofEvents + ofRelatedEvents + ofParentFacts + ofDependents
    + ofConditions + ofNumbers + ofPace

  /// What is wrong with the journal, keys, anchors and stores.
  private static let ofStores: [FileMistake] = [
    FileMistake(
      description: "an unknown key", change: (#""busyTimeout""#, #""busyTimeot""#),
      path: "$.stores.prevention.busyTimeot", cause: "unknown key", remedy: #"did you mean "busyTimeout"?"#,
      isSchemaMatter: true),
    FileMistake(
      description: "a password",
      change: (#""path": "/srv/rights.sqlite""#, #""path": "/srv/rights.sqlite", "password": "x""#),
      path: "$.stores.rights.password", cause: #"no use for "password""#, remedy: "remove it",
      isSchemaMatter: true),
    FileMistake(
      description: "a pseudonym without a key of its domain",
      change: (#""prevention": [{"version": 1, "file": "keys/pseudonyms-prevention-1.key"}]"#, ""),
      path: "$.keys", cause: "has no key", remedy: "add \"pseudonyms\""),
    FileMistake(
      description: "one key for two uses",
      change: (#"{"file": "keys/evidence.key"}"#, #"{"file": "keys/signing.key"}"#),
      path: "$.keys", cause: "one key for two uses", remedy: "of its own"),
    FileMistake(
      description: "a key that is a file and a credential",
      change: (#"{"file": "keys/signing.key"}"#, #"{"credential": "keys_signing.key", "file": "/k"}"#),
      path: "$.keys.signing",
      cause: "neither or both", remedy: "write", isSchemaMatter: true),
    FileMistake(
      description: "a domain elsewhere that the schedule does not have",
      change: (#""website": "the web"#, #""webside": "the web"#), path: "$.elsewhere.webside",
      cause: #"no domain "webside""#, remedy: "and \"*\" is for all others"),
    FileMistake(
      description: "a domain elsewhere and here",
      change: (#""website": "the web"#, #""prevention": "the web"#), path: "$.elsewhere.prevention",
      cause: "record sets of this file are in the domain", remedy: "remove it here"),
    FileMistake(
      description: "a domain elsewhere, and nobody knows where",
      change: (#""website": "the web agency keeps the cookies' periods""#, #""website": " ""#),
      path: "$.elsewhere.website", cause: "no place", remedy: "say where the domain's records are"),
    FileMistake(
      description: "a calendar that is none", change: ("*-*-* 02:30 Europe/Paris", "every night"),
      path: "$.calendar[0]",
      cause: "every night", remedy: "systemd-analyze calendar"),
    FileMistake(
      description: "a window without its end", change: (#", "until": "05:00""#, ""),
      path: "$.windows[0]", cause: "no \"until\"", remedy: "add it", isSchemaMatter: true),
    FileMistake(
      description: "a window by the clocks of two zones",
      change: (
        #"{"from": "22:00", "until": "05:00"}"#, #"{"from": "22:00 UTC", "until": "05:00 Europe/Paris"}"#
      ),
      path: "$.windows[0]", cause: "by the clocks of two zones", remedy: "name one zone"),
    FileMistake(
      description: "no window", change: (#"[{"from": "22:00", "until": "05:00"}]"#, "[]"), path: "$.windows",
      cause: "no window", remedy: "remove it", isSchemaMatter: true),
    FileMistake(
      description: "a black-out day with a time of day", change: ("*-12-24..31", "*-12-24..31 12:00"),
      path: "$.blackOut[0]", cause: "a time of day", remedy: "write days alone"),
    FileMistake(
      description: "a way to catch up that there is not", change: (#""in-window""#, #""soon""#),
      path: "$.catchUp",
      cause: #""soon" is no way to catch up"#, remedy: "at-once", isSchemaMatter: true),
    FileMistake(
      description: "catching up without windows",
      change: (#""windows": [{"from": "22:00", "until": "05:00"}],"#, ""), path: "$.catchUp",
      cause: "without windows", remedy: "remove it"),
    FileMistake(
      description: "a run of five seconds", change: (#""longestRun": "PT4H""#, #""longestRun": "PT5S""#),
      path: "$.longestRun", cause: "less than a minute", remedy: "a minute or more"),
    FileMistake(
      description: "a calendar of surveys that is none",
      change: (
        #""calendar": ["*-*-* 02:30 Europe/Paris"],"#,
        #""calendar": ["*-*-* 02:30 Europe/Paris"], "survey": ["now and then"],"#
      ),
      path: "$.survey[0]", cause: "now and then", remedy: "systemd-analyze calendar"),
    FileMistake(
      description: "an engine that there is not",
      change: (
        #""engine": "sqlite", "path": "/srv/rights.sqlite""#, #""engine": "dbase", "path": "/srv/rights.dbf""#
      ),
      path: "$.stores.rights.engine", cause: #"no engine "dbase""#, remedy: "sqlite", isSchemaMatter: true),
    FileMistake(
      description: "a journal's name with a scheme",
      change: ("insurer.example/retention", "https://insurer.example"),
      path: "$.journal.origin", cause: "is no journal name", remedy: "without its scheme"),
    FileMistake(
      description: "a password written out",
      change: (
        #""engine": "sqlite", "path": "/srv/rights.sqlite""#,
        #""engine": "postgresql", "service": "rights", "password": "x""#
      ),
      path: "$.stores.rights.password", cause: "a string, where an object", remedy: "write",
      isSchemaMatter: true),
    FileMistake(
      description: "a server without its database",
      change: (
        #""engine": "sqlite", "path": "/srv/rights.sqlite""#, #""engine": "mariadb", "service": "rights""#
      ),
      path: "$.stores.rights", cause: "no \"database\"", remedy: "add its name", isSchemaMatter: true),
    FileMistake(
      description: "TLS that verifies nothing",
      change: (
        #""engine": "sqlite", "path": "/srv/rights.sqlite""#,
        #""engine": "postgresql", "host": "db", "database": "d", "tls": "prefer""#
      ),
      path: "$.stores.rights.tls", cause: #"no way "prefer""#, remedy: "verify", isSchemaMatter: true),
    FileMistake(
      description: "a host beside a list of hosts",
      change: (
        #""engine": "sqlite", "path": "/srv/rights.sqlite""#,
        #""engine": "mariadb", "database": "d", "host": "a", "hosts": [{"host": "b"}]"#
      ),
      path: "$.stores.rights.host", cause: #"beside "hosts""#, remedy: "into the list", isSchemaMatter: true),
    FileMistake(
      description: "a list of no hosts",
      change: (
        #""engine": "sqlite", "path": "/srv/rights.sqlite""#,
        #""engine": "postgresql", "database": "d", "hosts": []"#
      ),
      path: "$.stores.rights.hosts", cause: "an empty list", remedy: "at least one", isSchemaMatter: true),
    FileMistake(
      description: "a host twice",
      change: (
        #""engine": "sqlite", "path": "/srv/rights.sqlite""#,
        #""engine": "postgresql", "database": "d", "hosts": [{"host": "a", "port": 1}, {"host": "a", "port": 1}]"#
      ),
      path: "$.stores.rights.hosts[1]", cause: "in the list before", remedy: "remove it", isSchemaMatter: true
    ),
    FileMistake(
      description: "a port that is none",
      change: (
        #""engine": "sqlite", "path": "/srv/rights.sqlite""#,
        #""engine": "mariadb", "database": "d", "hosts": [{"host": "a", "port": 70000}]"#
      ),
      path: "$.stores.rights.hosts[0].port", cause: "port 70000", remedy: "65535", isSchemaMatter: true),
    FileMistake(
      description: "a ledger and two-phase commit",
      change: (
        #""engine": "sqlite", "path": "/srv/rights.sqlite""#,
        #""engine": "mariadb", "database": "d", "commit": "two-phase""#
      ),
      path: "$.stores.rights.ledger", cause: "two-phase", remedy: "remove one", isSchemaMatter: true),
    FileMistake(
      description: "two-phase commit on PostgreSQL",
      change: (
        #""engine": "sqlite", "path": "/srv/rights.sqlite", "ledger": "retentiond_ledger""#,
        #""engine": "postgresql", "database": "d", "commit": "two-phase""#
      ),
      path: "$.stores.rights.commit", cause: "no use for \"commit\"", remedy: "remove it",
      isSchemaMatter: true),
    FileMistake(
      description: "a password in an anchor's URL",
      change: ("https://stamps.example", "https://me:secret@stamps.example"),
      path: "$.journal.anchors.by.authority.url", cause: "a name or password", remedy: "take it out",
      isSchemaMatter: true),
    FileMistake(
      description: "an anchor that is no address on the web",
      change: ("https://witness.example/", "file:///etc/passwd"),
      path: "$.journal.anchors.by.witness.url", cause: "no address", remedy: "https://", isSchemaMatter: true),
    FileMistake(
      description: "a witness key whose id is another's",
      change: ("+8bcb2dd1+", "+8bcb2dd2+"),
      path: "$.journal.anchors.by.witness.key", cause: "does not fit", remedy: "publishes"),
    FileMistake(
      description: "a time stamp that nobody is trusted for",
      change: (#", "authorities": "stamps-ca.pem""#, ""),
      path: "$.journal.anchors.by.authority", cause: "no \"authorities\"", remedy: "add it",
      isSchemaMatter: true),
    FileMistake(
      description: "more anchors required than named", change: (#""require": 2"#, #""require": 4"#),
      path: "$.journal.anchors.require", cause: "and 3 named", remedy: "3 or fewer"),
    FileMistake(
      description: "a kind of anchor that there is not",
      change: (#""kind": "journald""#, #""kind": "notary""#),
      path: "$.journal.anchors.by.system-journal.kind", cause: #"no kind "notary""#, remedy: "witness",
      isSchemaMatter: true),
    FileMistake(
      description: "a policy that there is not", change: (#""onMiss": "warn""#, #""onMiss": "halt""#),
      path: "$.journal.anchors.onMiss", cause: #"no policy "halt""#, remedy: "stop", isSchemaMatter: true),
    FileMistake(
      description: "a witness of a journal whose keys change by themselves",
      change: (#""anchors": {"#, #""epochEntries": 100, "anchors": {"#),
      path: "$.journal.anchors.by.witness", cause: "knows one key", remedy: "time stamp"),
    FileMistake(
      description: "a time that is too short to anchor in", change: ("P1D", "PT5S"),
      path: "$.journal.anchors.within", cause: "less than 60 s", remedy: "PT60S"),
    FileMistake(
      description: "a store of documents with a ledger",
      change: (#""path": "/srv/letters"}"#, #""path": "/srv/letters", "ledger": "l"}"#),
      path: "$.stores.letters.ledger", cause: "no tables", remedy: "remove", isSchemaMatter: true),
    FileMistake(
      description: "one file as two stores", change: ("/srv/rights.sqlite", "/srv/prevention.sqlite"),
      path: "$.stores.rights", cause: #"where the store "prevention" is"#, remedy: "in one store"),
  ]
}
