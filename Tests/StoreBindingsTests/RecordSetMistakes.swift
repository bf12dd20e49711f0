import OutsideOracles

extension FileMistake {
  /// What is wrong with record sets and how they fit to each other and to the rules.
  static let ofRecordSets: [FileMistake] = [
    FileMistake(
      description: "SQL in a condition", change: (#"{"always": "invitation"}"#, #"{"sql": "1 = 1"}"#),
      path: "$.recordSets.invitation.conditions.activity.sql", cause: "unknown key", remedy: "known here",
      isSchemaMatter: true),
    FileMistake(
      description: "a domain that there is not",
      change: (#""domain": "rights-and-care""#, #""domain": "rights""#),
      path: "$.recordSets.person.domain", cause: #"no domain "rights""#, remedy: "it has rights-and-care"),
    FileMistake(
      description: "a store that there is not", change: (#""store": "rights""#, #""store": "right""#),
      path: "$.recordSets.person.store", cause: #"no store "right""#, remedy: "stores has prevention, rights"),
    FileMistake(
      description: "an event that the rules count from, unbound",
      change: (#""rights-ended": {"column": "rights_end", "as": "date"}"#, ""),
      path: "$.recordSets.person.events",
      cause: #"count from the event "rights-ended""#, remedy: "under \"events\""),
    FileMistake(
      description: "an event that the domain does not have",
      change: (
        #""events": {"rights-ended""#, #""events": {"moved": {"column": "m", "as": "date"}, "rights-ended""#
      ),
      path: "$.recordSets.person.events.moved", cause: #"has no event "moved""#, remedy: "it has rights-ended"
    ),
    FileMistake(
      description: "a form of date that there is not", change: (#""as": "date"}}"#, #""as": "julian"}}"#),
      path: "$.recordSets.person.events.rights-ended.as", cause: #"no form "julian""#,
      remedy: "write date, compact-date",
      isSchemaMatter: true),
    FileMistake(
      description: "a timestamp without its zone",
      change: (#""as": "timestamp", "zone": "UTC""#, #""as": "timestamp""#),
      path: "$.recordSets.invitation.events.prevention-action.as", cause: "without its zone", remedy: "zone"),
    FileMistake(
      description: "no condition where rules ask",
      change: (#""conditions": {"activity": {"always": "invitation"}},"#, ""),
      path: "$.recordSets.invitation", cause: #"ask for the fact "activity""#, remedy: "under \"conditions\""),
    FileMistake(
      description: "a value that the fact does not have",
      change: (#"{"always": "invitation"}"#, #"{"always": "invited"}"#),
      path: "$.recordSets.invitation.conditions.activity.always", cause: #"no value "invited""#,
      remedy: "it has invitation, chronic-support"),
    FileMistake(
      description: "a transform that there is not",
      change: (#"{"transform": "null"}"#, #"{"transform": "hash"}"#),
      path: "$.recordSets.invitation.pseudonymise.columns.name.transform", cause: #"no transform "hash""#,
      remedy: "write age-band, bucket", isSchemaMatter: true),
    FileMistake(
      description: "a parameter of another transform",
      change: (#"{"transform": "department"}"#, #"{"transform": "department", "width": 5}"#),
      path: "$.recordSets.invitation.pseudonymise.columns.postal_code.width", cause: "unknown key",
      remedy: "known here"),
    FileMistake(
      description: "no marker where a transform needs one",
      change: (#""marker": {"column": "pseudonymised_on", "as": "date"},"#, ""),
      path: "$.recordSets.invitation.pseudonymise.columns", cause: "without a marker",
      remedy: "add \"marker\""),
    FileMistake(
      description: "a transformed key column",
      change: (#""key": ["campaign", "nir_key"]"#, #""key": ["campaign", "nir"]"#),
      path: "$.recordSets.invitation.pseudonymise.columns.nir",
      cause: "is transformed, and rules or the key read it",
      remedy: "leave it as it is"),
    FileMistake(
      description: "a share above one", change: (#""maximumShare": 0.2"#, #""maximumShare": 20"#),
      path: "$.recordSets.person.guard.maximumShare", cause: "a share of 20", remedy: "from 0 to 1",
      isSchemaMatter: true),
    FileMistake(
      description: "a batch of no rows", change: (#""rows": 1000"#, #""rows": 0"#),
      path: "$.recordSets.person.batch.rows", cause: "less than 1", remedy: "write 1 or more",
      isSchemaMatter: true),
    FileMistake(
      description: "a dependent without a reference", change: (#"{"person_id": "id"}"#, "{}"),
      path: "$.recordSets.person.dependents[0]", cause: "no reference", remedy: "the parent's column",
      isSchemaMatter: true),
    FileMistake(
      description: "a dependent of no domain, without a reason",
      change: (
        #""references": {"person_id": "id"}, "domain": "rights-and-care""#,
        #""references": {"person_id": "id"}, "domain": "none""#
      ),
      path: "$.recordSets.person.dependents[0].domain", cause: "no reason", remedy: "add \"reason\"",
      isSchemaMatter: true),
    FileMistake(
      description: "a dependent without a domain",
      change: (
        #""references": {"person_id": "id"}, "domain": "rights-and-care""#,
        #""references": {"person_id": "id"}"#
      ),
      path: "$.recordSets.person.dependents[0]", cause: "nobody says whose periods",
      remedy: "or \"domain\": \"none\" with a \"reason\""),
    FileMistake(
      description: "a dependent of a domain with a minimum",
      change: (
        #""references": {"person_id": "id"}, "domain": "rights-and-care""#,
        #""references": {"person_id": "id"}, "domain": "prevention""#
      ),
      path: "$.recordSets.person.dependents[0].domain", cause: "keeps them for at least P3Y",
      remedy: "add a record set of domain prevention"),
    FileMistake(
      description: "a subject that is the parent's, where there is no parent",
      change: (#""key": ["id"], "subject": "nir""#, #""key": ["id"], "subject": {"parent": "invitation"}"#),
      path: "$.recordSets.person.subject", cause: "is not among the dependents",
      remedy: "name a record set that its rows refer to"),
    FileMistake(
      description: "a subject for rows that have a record set of their own",
      change: (
        #"{"table": "contact", "references": {"person_id": "id"}, "domain": "rights-and-care"}"#,
        #"{"table": "person", "references": {"guardian": "id"}, "subject": "nir"}"#
      ),
      path: "$.recordSets.person.dependents", cause: "has a subject here", remedy: "name it under person"),
    FileMistake(
      description: "what is below rows that have a record set of their own",
      change: (
        #"{"table": "contact", "references": {"person_id": "id"}, "domain": "rights-and-care"}"#,
        #"{"table": "person", "references": {"guardian": "id"}, "dependents": [{"table": "c", "references": {"i": "id"}, "domain": "prevention"}]}"#
      ),
      path: "$.recordSets.person.dependents", cause: "has dependents here",
      remedy: "name them under person"),
    FileMistake(
      description: "files below the root of all",
      change: (#""subject": "nir","#, #""subject": "nir", "files": [{"column": "scan", "root": "/"}],"#),
      path: "$.recordSets.person.files[0].root", cause: "the root of all files", remedy: "name the folder"),
    FileMistake(
      description: "files of what is pseudonymised, and nobody says what becomes of them",
      change: (
        #""conditions": {"activity""#,
        #""files": [{"column": "scan", "root": "/srv"}], "conditions": {"activity""#
      ),
      path: "$.recordSets.invitation.files[0]", cause: "nothing says what becomes of the files",
      remedy: "whenPseudonymised"),
    FileMistake(
      description: "files that go while their row goes on naming them",
      change: (
        #""conditions": {"activity""#,
        #""files": [{"column": "scan", "root": "/srv", "whenPseudonymised": "delete"}], "conditions": {"activity""#
      ),
      path: "$.recordSets.invitation.files[0].whenPseudonymised", cause: "goes on naming them",
      remedy: "transform the column"),
    FileMistake(
      description: "an archive where nothing is archived",
      change: (#""subject": "nir","#, #""subject": "nir", "archive": {"to": "invitation"},"#),
      path: "$.recordSets.person.archive", cause: "archives these records", remedy: "remove it"),
    FileMistake(
      description: "a record set twice", change: (#""invitation": {"#, #""person": {"#),
      path: "$.recordSets.person",
      cause: "stands twice", remedy: "keep one of them"),
    FileMistake(
      description: "a column twice in a key", change: (#""key": ["id"]"#, #""key": ["id", "id"]"#),
      path: "$.recordSets.person.key", cause: "a column twice", remedy: "name each column",
      isSchemaMatter: true),
    FileMistake(
      description: "no key, and rows that refer to it", change: (#""key": ["id"]"#, #""key": []"#),
      path: "$.recordSets.person.dependents", cause: "nothing can refer to a row",
      remedy: "name a unique key"),
    FileMistake(
      description: "a folder outside of its store", change: (#""folder": "sent""#, #""folder": "../sent""#),
      path: "$.recordSets.letter.folder", cause: "is no folder of the store",
      remedy: "write its path below the store's"),
    FileMistake(
      description: "documents with a table",
      change: (#""folder": "sent""#, #""folder": "sent", "table": "sent""#),
      path: "$.recordSets.letter.table", cause: "documents and no tables", remedy: "remove it",
      isSchemaMatter: true),
    FileMistake(
      description: "a pattern that is none", change: ("{nir}/{ended}_{number}.pdf", "{nir}{ended}.pdf"),
      path: "$.recordSets.letter.documents.pattern", cause: "no pattern", remedy: "something between them"),
    FileMistake(
      description: "a pattern with a name twice",
      change: ("{nir}/{ended}_{number}.pdf", "{nir}/{ended}_{nir}.pdf"),
      path: "$.recordSets.letter.documents.pattern", cause: #""nir" stands twice"#,
      remedy: "a name of its own"),
    FileMistake(
      description: "a folder of documents for a table",
      change: (#""table": "person","#, #""table": "person", "folder": "x","#),
      path: "$.recordSets.person.folder", cause: "tables and no documents", remedy: "remove it"),
    FileMistake(
      description: "documents that are pseudonymised",
      change: (
        #""folder": "sent","#,
        #""folder": "sent", "pseudonymise": {"columns": {"number": {"transform": "null"}}},"#
      ),
      path: "$.recordSets.letter.pseudonymise", cause: "no pseudonymise", remedy: "delete or archive",
      isSchemaMatter: true),
    FileMistake(
      description: "a folder within another record set's",
      change: (
        #""letter": {"#,
        #""other": {"store": "letters", "folder": "sent/2024", "domain": "rights-and-care", "conditions": {"concerned": {"always": "insured"}}, "events": {"rights-ended": {"column": "modified", "as": "epoch-seconds"}}}, "letter": {"#
      ),
      path: "$.recordSets.other.folder", cause: #"within the folder of record set "letter""#,
      remedy: "beside the others'"),
    FileMistake(
      description: "a way of partitions that there is not",
      change: (#""guard": {"#, #""partitions": "detach", "guard": {"#),
      path: "$.recordSets.person.partitions", cause: #"no "detach""#, remedy: "write drop or rows",
      isSchemaMatter: true),
    FileMistake(
      description: "a marker that is the key",
      change: (#""marker": {"column": "pseudonymised_on""#, #""marker": {"column": "campaign""#),
      path: "$.recordSets.invitation.pseudonymise.marker", cause: "has another use",
      remedy: "a column for the marker alone"),
    FileMistake(
      description: "a marker that is the event",
      change: (#""marker": {"column": "pseudonymised_on""#, #""marker": {"column": "done_at""#),
      path: "$.recordSets.invitation.pseudonymise.marker", cause: "has another use",
      remedy: "a column for the marker alone"),
    FileMistake(
      description: "a marker that is the subject",
      change: (
        #""marker": {"column": "pseudonymised_on", "as": "date"},\#n        "columns": {\#n          "nir": {"transform": "pseudonym", "normalise": "nir13"},"#,
        #""marker": {"column": "nir", "as": "date"}, "columns": {"#
      ),
      path: "$.recordSets.invitation.pseudonymise.marker", cause: "has another use",
      remedy: "a column for the marker alone"),
    FileMistake(
      description: "a marker that a condition reads",
      change: (
        #"{"always": "invitation"}"#,
        #"{"where": {"invitation": {"column": "pseudonymised_on", "isNull": true}}}"#
      ),
      path: "$.recordSets.invitation.pseudonymise.marker", cause: "has another use",
      remedy: "a column for the marker alone"),
    FileMistake(
      description: "one table in two record sets",
      change: (
        #""person": {"#,
        #""other": {"store": "rights", "table": "PERSON", "domain": "rights-and-care", "key": ["id"], "conditions": {"concerned": {"always": "insured"}}, "events": {"rights-ended": {"column": "rights_end", "as": "date"}}}, "person": {"#
      ),
      path: "$.recordSets.person.table", cause: #"the table of record set "other""#, remedy: "bind it once"),
    FileMistake(
      description: "one folder in two record sets",
      change: (
        #""letter": {"#,
        #""other": {"store": "letters", "folder": "sent", "domain": "rights-and-care", "conditions": {"concerned": {"always": "insured"}}, "events": {"rights-ended": {"column": "modified", "as": "epoch-seconds"}}}, "letter": {"#
      ),
      path: "$.recordSets.letter.folder", cause: #"the folder of record set "other""#, remedy: "bind it once"),
  ]
}
