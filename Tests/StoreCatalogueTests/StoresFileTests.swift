import Foundation
import JSONText
import OutsideOracles
import RecordStores
import RetentionPolicy
import Testing

@testable import StoreCatalogue

/// The stores file as its page documents it, and what it must not say.
@Suite struct StoresFileTests {
  /// One mistake in the file that is documented.
  struct Mistake: Sendable, CustomStringConvertible {
    let description: String
    let change: (String, String)
    let path: String
    let cause: String
    let remedy: String
    /// Whether a JSON Schema can see it.
    var isSchemaMatter = false
  }

  private static let repository = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../..").standardized

  /// The example of docs/stores-file.md.
  static func example() throws -> String {
    let page = try String(contentsOf: repository.appending(path: "docs/stores-file.md"), encoding: .utf8)
    let block = try #require(page.firstMatch(of: #/```json\n([\s\S]*?)```/#))
    return String(block.1)
  }

  static func load(_ text: String, companions: CompanionFiles = .read) throws -> (
    catalogue: StoreCatalogue?, problems: [DocumentProblem]
  ) {
    let rules = try Data(contentsOf: repository.appending(path: "retention-rules.json"))
    let schedule = try Schedule.load([UInt8](rules), file: "retention-rules.json")
    do throws(DocumentProblems) {
      let catalogue = try StoreCatalogue.load(
        Array(text.utf8), file: "stores.json", schedule: schedule, baseDirectory: "/etc/retentiond",
        companions: companions)
      return (catalogue, [])
    } catch {
      return (nil, error.problems)
    }
  }

  static let mistakes: [Mistake] = [
    Mistake(
      description: "an unknown key", change: (#""busyTimeout""#, #""busyTimeot""#),
      path: "$.stores.prevention.busyTimeot", cause: "unknown key", remedy: #"did you mean "busyTimeout"?"#,
      isSchemaMatter: true),
    Mistake(
      description: "a password",
      change: (#""path": "/srv/rights.sqlite""#, #""path": "/srv/rights.sqlite", "password": "x""#),
      path: "$.stores.rights.password", cause: #"no use for "password""#, remedy: "remove it",
      isSchemaMatter: true),
    Mistake(
      description: "SQL in a condition", change: (#"{"always": "invitation"}"#, #"{"sql": "1 = 1"}"#),
      path: "$.recordSets.invitation.conditions.activity.sql", cause: "unknown key", remedy: "known here",
      isSchemaMatter: true),
    Mistake(
      description: "a domain that there is not",
      change: (#""domain": "rights-and-care""#, #""domain": "rights""#),
      path: "$.recordSets.person.domain", cause: #"no domain "rights""#, remedy: "it has rights-and-care"),
    Mistake(
      description: "a store that there is not", change: (#""store": "rights""#, #""store": "right""#),
      path: "$.recordSets.person.store", cause: #"no store "right""#, remedy: "stores has prevention, rights"),
    Mistake(
      description: "an event that the rules count from, unbound",
      change: (#""rights-ended": {"column": "rights_end", "as": "date"}"#, ""),
      path: "$.recordSets.person.events",
      cause: #"count from the event "rights-ended""#, remedy: "under \"events\""),
    Mistake(
      description: "an event that the domain does not have",
      change: (
        #""events": {"rights-ended""#, #""events": {"moved": {"column": "m", "as": "date"}, "rights-ended""#
      ),
      path: "$.recordSets.person.events.moved", cause: #"has no event "moved""#, remedy: "it has rights-ended"
    ),
    Mistake(
      description: "a form of date that there is not", change: (#""as": "date"}}"#, #""as": "julian"}}"#),
      path: "$.recordSets.person.events.rights-ended.as", cause: #"no form "julian""#,
      remedy: "write date, compact-date",
      isSchemaMatter: true),
    Mistake(
      description: "a timestamp without its zone",
      change: (#""as": "timestamp", "zone": "UTC""#, #""as": "timestamp""#),
      path: "$.recordSets.invitation.events.prevention-action.as", cause: "without its zone", remedy: "zone"),
    Mistake(
      description: "no condition where rules ask",
      change: (#""conditions": {"activity": {"always": "invitation"}},"#, ""),
      path: "$.recordSets.invitation", cause: #"ask for the fact "activity""#, remedy: "under \"conditions\""),
    Mistake(
      description: "a value that the fact does not have",
      change: (#"{"always": "invitation"}"#, #"{"always": "invited"}"#),
      path: "$.recordSets.invitation.conditions.activity.always", cause: #"no value "invited""#,
      remedy: "it has invitation, chronic-support"),
    Mistake(
      description: "a transform that there is not",
      change: (#"{"transform": "null"}"#, #"{"transform": "hash"}"#),
      path: "$.recordSets.invitation.pseudonymise.columns.name.transform", cause: #"no transform "hash""#,
      remedy: "write age-band, bucket", isSchemaMatter: true),
    Mistake(
      description: "a parameter of another transform",
      change: (#"{"transform": "department"}"#, #"{"transform": "department", "width": 5}"#),
      path: "$.recordSets.invitation.pseudonymise.columns.postal_code.width", cause: "unknown key",
      remedy: "known here"),
    Mistake(
      description: "no marker where a transform needs one",
      change: (#""marker": {"column": "pseudonymised_on", "as": "date"},"#, ""),
      path: "$.recordSets.invitation.pseudonymise.columns", cause: "without a marker",
      remedy: "add \"marker\""),
    Mistake(
      description: "a transformed key column",
      change: (#""key": ["campaign", "nir_key"]"#, #""key": ["campaign", "nir"]"#),
      path: "$.recordSets.invitation.pseudonymise.columns.nir",
      cause: "is transformed, and rules or the key read it",
      remedy: "leave it as it is"),
    Mistake(
      description: "a pseudonym without a key of its domain",
      change: (#""prevention": [{"version": 1, "credential": "pseudonyms_prevention-1"}]"#, ""),
      path: "$.keys", cause: "has no key", remedy: "add \"pseudonyms\""),
    Mistake(
      description: "one key for two uses",
      change: (#"{"credential": "evidence"}"#, #"{"credential": "signing"}"#),
      path: "$.keys", cause: "one key for two uses", remedy: "of its own"),
    Mistake(
      description: "a key that is a file and a credential",
      change: (#"{"credential": "signing"}"#, #"{"credential": "signing", "file": "/k"}"#),
      path: "$.keys.signing",
      cause: "neither or both", remedy: "write", isSchemaMatter: true),
    Mistake(
      description: "a calendar that is none", change: ("*-*-* 02:30 Europe/Paris", "every night"),
      path: "$.calendar[0]",
      cause: "every night", remedy: "systemd-analyze calendar"),
    Mistake(
      description: "a share above one", change: (#""maximumShare": 0.2"#, #""maximumShare": 20"#),
      path: "$.recordSets.person.guard.maximumShare", cause: "a share of 20", remedy: "from 0 to 1",
      isSchemaMatter: true),
    Mistake(
      description: "a batch of no rows", change: (#""rows": 1000"#, #""rows": 0"#),
      path: "$.recordSets.person.batch.rows", cause: "less than 1", remedy: "write 1 or more",
      isSchemaMatter: true),
    Mistake(
      description: "an engine that there is not",
      change: (
        #""engine": "sqlite", "path": "/srv/rights.sqlite""#, #""engine": "dbase", "path": "/srv/rights.dbf""#
      ),
      path: "$.stores.rights.engine", cause: #"no engine "dbase""#, remedy: "sqlite", isSchemaMatter: true),
    Mistake(
      description: "a dependent without a reference", change: (#"{"person_id": "id"}"#, "{}"),
      path: "$.recordSets.person.dependents[0]", cause: "no reference", remedy: "the parent's column",
      isSchemaMatter: true),
    Mistake(
      description: "a subject for rows that have a record set of their own",
      change: (
        #"{"table": "contact", "references": {"person_id": "id"}}"#,
        #"{"table": "person", "references": {"guardian": "id"}, "subject": "nir"}"#
      ),
      path: "$.recordSets.person.dependents", cause: "has a subject here", remedy: "name it under person"),
    Mistake(
      description: "what is below rows that have a record set of their own",
      change: (
        #"{"table": "contact", "references": {"person_id": "id"}}"#,
        #"{"table": "person", "references": {"guardian": "id"}, "dependents": [{"table": "c", "references": {"i": "id"}}]}"#
      ),
      path: "$.recordSets.person.dependents", cause: "has dependents here",
      remedy: "name them under person"),
    Mistake(
      description: "files below the root of all",
      change: (#""subject": "nir","#, #""subject": "nir", "files": [{"column": "scan", "root": "/"}],"#),
      path: "$.recordSets.person.files[0].root", cause: "the root of all files", remedy: "name the folder"),
    Mistake(
      description: "files of what is pseudonymised, and nobody says what becomes of them",
      change: (
        #""conditions": {"activity""#,
        #""files": [{"column": "scan", "root": "/srv"}], "conditions": {"activity""#
      ),
      path: "$.recordSets.invitation.files[0]", cause: "nothing says what becomes of the files",
      remedy: "whenPseudonymised"),
    Mistake(
      description: "files that go while their row goes on naming them",
      change: (
        #""conditions": {"activity""#,
        #""files": [{"column": "scan", "root": "/srv", "whenPseudonymised": "delete"}], "conditions": {"activity""#
      ),
      path: "$.recordSets.invitation.files[0].whenPseudonymised", cause: "goes on naming them",
      remedy: "transform the column"),
    Mistake(
      description: "an archive where nothing is archived",
      change: (#""subject": "nir","#, #""subject": "nir", "archive": {"to": "invitation"},"#),
      path: "$.recordSets.person.archive", cause: "archives these records", remedy: "remove it"),
    Mistake(
      description: "a journal's name with a scheme",
      change: ("insurer.example/retention", "https://insurer.example"),
      path: "$.journal.origin", cause: "is no journal name", remedy: "without its scheme"),
    Mistake(
      description: "a record set twice", change: (#""invitation": {"#, #""person": {"#),
      path: "$.recordSets.person",
      cause: "stands twice", remedy: "keep one of them"),
    Mistake(
      description: "a key without columns", change: (#""key": ["id"]"#, #""key": []"#),
      path: "$.recordSets.person.key", cause: "no column", remedy: "name each column", isSchemaMatter: true),
    Mistake(
      description: "a password written out",
      change: (
        #""engine": "sqlite", "path": "/srv/rights.sqlite""#,
        #""engine": "postgresql", "service": "rights", "password": "x""#
      ),
      path: "$.stores.rights.password", cause: "a string, where an object", remedy: "write",
      isSchemaMatter: true),
    Mistake(
      description: "a server without its database",
      change: (
        #""engine": "sqlite", "path": "/srv/rights.sqlite""#, #""engine": "mariadb", "service": "rights""#
      ),
      path: "$.stores.rights", cause: "no \"database\"", remedy: "add its name", isSchemaMatter: true),
    Mistake(
      description: "TLS that verifies nothing",
      change: (
        #""engine": "sqlite", "path": "/srv/rights.sqlite""#,
        #""engine": "postgresql", "host": "db", "database": "d", "tls": "prefer""#
      ),
      path: "$.stores.rights.tls", cause: #"no way "prefer""#, remedy: "verify", isSchemaMatter: true),
    Mistake(
      description: "a host beside a list of hosts",
      change: (
        #""engine": "sqlite", "path": "/srv/rights.sqlite""#,
        #""engine": "mariadb", "database": "d", "host": "a", "hosts": [{"host": "b"}]"#
      ),
      path: "$.stores.rights.host", cause: #"beside "hosts""#, remedy: "into the list", isSchemaMatter: true),
    Mistake(
      description: "a list of no hosts",
      change: (
        #""engine": "sqlite", "path": "/srv/rights.sqlite""#,
        #""engine": "postgresql", "database": "d", "hosts": []"#
      ),
      path: "$.stores.rights.hosts", cause: "an empty list", remedy: "at least one", isSchemaMatter: true),
    Mistake(
      description: "a host twice",
      change: (
        #""engine": "sqlite", "path": "/srv/rights.sqlite""#,
        #""engine": "postgresql", "database": "d", "hosts": [{"host": "a", "port": 1}, {"host": "a", "port": 1}]"#
      ),
      path: "$.stores.rights.hosts[1]", cause: "in the list before", remedy: "remove it", isSchemaMatter: true
    ),
    Mistake(
      description: "a port that is none",
      change: (
        #""engine": "sqlite", "path": "/srv/rights.sqlite""#,
        #""engine": "mariadb", "database": "d", "hosts": [{"host": "a", "port": 70000}]"#
      ),
      path: "$.stores.rights.hosts[0].port", cause: "port 70000", remedy: "65535", isSchemaMatter: true),
    Mistake(
      description: "a ledger and two-phase commit",
      change: (
        #""engine": "sqlite", "path": "/srv/rights.sqlite""#,
        #""engine": "mariadb", "database": "d", "commit": "two-phase""#
      ),
      path: "$.stores.rights.ledger", cause: "two-phase", remedy: "remove one", isSchemaMatter: true),
    Mistake(
      description: "two-phase commit on PostgreSQL",
      change: (
        #""engine": "sqlite", "path": "/srv/rights.sqlite", "ledger": "retentiond_ledger""#,
        #""engine": "postgresql", "database": "d", "commit": "two-phase""#
      ),
      path: "$.stores.rights.commit", cause: "no use for \"commit\"", remedy: "remove it",
      isSchemaMatter: true),
    Mistake(
      description: "a password in an anchor's URL",
      change: ("https://stamps.example", "https://me:secret@stamps.example"),
      path: "$.journal.anchors.by.authority.url", cause: "a name or password", remedy: "take it out",
      isSchemaMatter: true),
    Mistake(
      description: "an anchor that is no address on the web",
      change: ("https://witness.example/", "file:///etc/passwd"),
      path: "$.journal.anchors.by.witness.url", cause: "no address", remedy: "https://", isSchemaMatter: true),
    Mistake(
      description: "a witness key whose id is another's",
      change: ("+8bcb2dd1+", "+8bcb2dd2+"),
      path: "$.journal.anchors.by.witness.key", cause: "does not fit", remedy: "publishes"),
    Mistake(
      description: "a time stamp that nobody is trusted for",
      change: (#", "authorities": "stamps-ca.pem""#, ""),
      path: "$.journal.anchors.by.authority", cause: "no \"authorities\"", remedy: "add it",
      isSchemaMatter: true),
    Mistake(
      description: "more anchors required than named", change: (#""require": 2"#, #""require": 4"#),
      path: "$.journal.anchors.require", cause: "and 3 named", remedy: "3 or fewer"),
    Mistake(
      description: "a kind of anchor that there is not",
      change: (#""kind": "journald""#, #""kind": "notary""#),
      path: "$.journal.anchors.by.system-journal.kind", cause: #"no kind "notary""#, remedy: "witness",
      isSchemaMatter: true),
    Mistake(
      description: "a policy that there is not", change: (#""onMiss": "warn""#, #""onMiss": "halt""#),
      path: "$.journal.anchors.onMiss", cause: #"no policy "halt""#, remedy: "stop", isSchemaMatter: true),
    Mistake(
      description: "a witness of a journal whose keys change by themselves",
      change: (#""anchors": {"#, #""epochEntries": 100, "anchors": {"#),
      path: "$.journal.anchors.by.witness", cause: "knows one key", remedy: "time stamp"),
    Mistake(
      description: "a time that is too short to anchor in", change: ("P1D", "PT5S"),
      path: "$.journal.anchors.within", cause: "less than 60 s", remedy: "PT60S"),
    Mistake(
      description: "a folder outside of its store", change: (#""folder": "sent""#, #""folder": "../sent""#),
      path: "$.recordSets.letter.folder", cause: "is no folder of the store",
      remedy: "write its path below the store's"),
    Mistake(
      description: "documents with a table",
      change: (#""folder": "sent""#, #""folder": "sent", "table": "sent""#),
      path: "$.recordSets.letter.table", cause: "documents and no tables", remedy: "remove it",
      isSchemaMatter: true),
    Mistake(
      description: "a pattern that is none", change: ("{nir}/{ended}_{number}.pdf", "{nir}{ended}.pdf"),
      path: "$.recordSets.letter.documents.pattern", cause: "no pattern", remedy: "something between them"),
    Mistake(
      description: "a pattern with a name twice",
      change: ("{nir}/{ended}_{number}.pdf", "{nir}/{ended}_{nir}.pdf"),
      path: "$.recordSets.letter.documents.pattern", cause: #""nir" stands twice"#,
      remedy: "a name of its own"),
    Mistake(
      description: "a folder of documents for a table",
      change: (#""table": "person","#, #""table": "person", "folder": "x","#),
      path: "$.recordSets.person.folder", cause: "tables and no documents", remedy: "remove it"),
    Mistake(
      description: "documents that are pseudonymised",
      change: (
        #""folder": "sent","#,
        #""folder": "sent", "pseudonymise": {"columns": {"number": {"transform": "null"}}},"#
      ),
      path: "$.recordSets.letter.pseudonymise", cause: "no pseudonymise", remedy: "delete or archive",
      isSchemaMatter: true),
    Mistake(
      description: "a folder within another record set's",
      change: (
        #""letter": {"#,
        #""other": {"store": "letters", "folder": "sent/2024", "domain": "rights-and-care", "events": {"rights-ended": {"column": "modified", "as": "epoch-seconds"}}}, "letter": {"#
      ),
      path: "$.recordSets.other.folder", cause: #"within the folder of record set "letter""#,
      remedy: "beside the others'"),
    Mistake(
      description: "a store of documents with a ledger",
      change: (#""path": "/srv/letters"}"#, #""path": "/srv/letters", "ledger": "l"}"#),
      path: "$.stores.letters.ledger", cause: "no tables", remedy: "remove", isSchemaMatter: true),
    Mistake(
      description: "a way of partitions that there is not",
      change: (#""guard": {"#, #""partitions": "detach", "guard": {"#),
      path: "$.recordSets.person.partitions", cause: #"no "detach""#, remedy: "write drop or rows",
      isSchemaMatter: true),
  ]

  @Test("The documented example loads as it reads, and the schema accepts it")
  func documented() throws {
    let loaded = try Self.load(Self.example())
    #expect(loaded.problems.isEmpty, "\(loaded.problems.map(\.description))")
    let catalogue = try #require(loaded.catalogue)
    #expect(catalogue.journal.directory == "/var/lib/retentiond/journal.tlog")
    let anchors = try #require(catalogue.journal.anchors)
    #expect(anchors.anchors.count == 3 && anchors.required == 2 && anchors.within == 86_400)
    #expect(anchors.onMiss == .warn && anchors.timeout == 10)
    #expect(catalogue.recordSets.map(\.recordSet.name).sorted() == ["invitation", "letter", "person"])
    let invitation = try #require(catalogue.recordSets.first { $0.recordSet.name == "invitation" })
    #expect(invitation.recordSet.key == ["campaign", "nir_key"] && invitation.changes.count == 4)
    #expect(invitation.recordSet.marker?.column == "pseudonymised_on")
    #expect(try JSONSchema.accepts([Self.example()], under: "stores.schema.json") == [true])
  }

  @Test("A mistake is refused with its place, its cause and its remedy", arguments: mistakes)
  func refused(_ mistake: Mistake) throws {
    let right = try Self.example()
    let text = right.replacing(mistake.change.0, with: mistake.change.1, maxReplacements: 1)
    try #require(text != right)
    let problems = try Self.load(text).problems
    let found = problems.contains {
      $0.path == mistake.path && $0.cause.contains(mistake.cause) && $0.remedy.contains(mistake.remedy)
        && $0.file == "stores.json"
    }
    #expect(found, "\(problems.map(\.description))")
  }

  @Test("All mistakes of a file come at once")
  func together() throws {
    var text = try Self.example()
    var expected: [String] = []
    for mistake in [0, 1, 3, 7, 11, 18, 19, 20, 22].map({ Self.mistakes[$0] })
    where text.contains(mistake.change.0) {
      text = text.replacing(mistake.change.0, with: mistake.change.1, maxReplacements: 1)
      expected.append(mistake.path)
    }
    let paths = try Set(Self.load(text).problems.map(\.path))
    #expect(expected.count == 9 && paths.isSuperset(of: expected), "\(Set(expected).subtracting(paths))")
  }

  @Test("What a schema can see it refuses, too")
  func schema() throws {
    let right = try Self.example()
    let seen = Self.mistakes.filter(\.isSchemaMatter)
    let verdicts = try JSONSchema.accepts(
      seen.map { right.replacing($0.change.0, with: $0.change.1, maxReplacements: 1) },
      under: "stores.schema.json")
    #expect(verdicts.count == seen.count)
    for (mistake, isAccepted) in zip(seen, verdicts) { #expect(!isAccepted, "\(mistake)") }
  }

  @Test(
    "A table has one name in the file: neither its own schema before it, nor a record set of another store as nobody's rows"
  )
  func tableNames() throws {
    let server = try Self.example()
      .replacing(
        #""engine": "sqlite", "path": "/srv/rights.sqlite""#,
        with: #""engine": "postgresql", "database": "d""#
      )
      .replacing(
        #""engine": "sqlite", "path": "/srv/prevention.sqlite", "busyTimeout": "PT5S""#,
        with: #""engine": "postgresql", "database": "d", "schema": "other""#)
    #expect(try Self.load(server).problems.isEmpty)
    for (table, words) in [
      (#""table": "contact""#, nil), (#""table": "third.contact""#, nil),
      (#""table": "public.contact""#, "the store's own schema"),
      (#""table": "other.invitation""#, "is record set invitation of store prevention"),
    ] as [(String, String?)] {
      let problems = try Self.load(server.replacing(#""table": "contact""#, with: table)).problems
      #expect(problems.count == (words == nil ? 0 : 1), "\(table): \(problems)")
      if let words { #expect(problems.first.map { "\($0)" }?.contains(words) == true, "\(problems)") }
    }
  }
}
