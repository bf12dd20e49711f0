// swift-tools-version: 6.2

import PackageDescription

let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .strictMemorySafety(),
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
  .enableUpcomingFeature("ImmutableWeakCaptures"),
  .enableUpcomingFeature("InferIsolatedConformances"),
]

let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
// CryptoExtras has the AES block function, on which FF1 stands.
let cryptoExtras = Target.Dependency.product(name: "CryptoExtras", package: "swift-crypto")

let package = Package(
  name: "retentiond",
  products: [
    .executable(name: "retentiond", targets: ["retentiond"]),
    .executable(name: "sample-insurer", targets: ["SampleInsurer"]),
  ],
  traits: [
    .trait(name: "PostgreSQL", description: "The PostgreSQL adapter, on libpq."),
    .trait(name: "MariaDB", description: "The adapter for MariaDB and MySQL, on libmariadb."),
    .default(enabledTraits: ["PostgreSQL", "MariaDB"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
  ],
  targets: [
    // The C libraries, as Debian ships them.
    .systemLibrary(
      name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
    // Calls of the C library that Swift's module of it does not show.
    .systemLibrary(name: "CRename"),
    .systemLibrary(name: "CStatx"),
    // Another, for the program's first steps.
    .systemLibrary(name: "CProcess"),
    .systemLibrary(
      name: "CSystemd", pkgConfig: "libsystemd", providers: [.apt(["libsystemd-dev"])]),
    .systemLibrary(
      name: "CPostgreSQL", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
    .systemLibrary(
      name: "CMariaDB", pkgConfig: "libmariadb", providers: [.apt(["libmariadb-dev"])]),
    .systemLibrary(
      name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
    .systemLibrary(
      name: "COpenSSL", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),

    // Files that others chose, opened and read so that none makes the program wait or fills its memory.
    .target(name: "RegularFiles", dependencies: ["CStatx"], swiftSettings: strict),
    // Dates, instants, periods, cutoffs and time zones: arithmetic; its only input is the system's zone files.
    .target(name: "CivilTime", dependencies: ["RegularFiles"], swiftSettings: strict),
    // systemd's OnCalendar expressions: parse, normalise, next elapse.
    .target(name: "CalendarExpressions", dependencies: ["CivilTime"], swiftSettings: strict),
    // Bytes as text: hexadecimal and Base64.
    .target(name: "TextEncodings", swiftSettings: strict),
    // Strict JSON with positions, and RFC 8785 canonical bytes.
    .target(name: "JSONText", swiftSettings: strict),
    // Identifiers of people: which spellings name one person, for holds and for pseudonyms.
    .target(name: "Identifiers", dependencies: ["TextEncodings"], swiftSettings: strict),
    // The DPO's file: domains, rules, stages, and what they say on a given day. Knows no store.
    .target(
      name: "RetentionPolicy", dependencies: ["CivilTime", "JSONText"], swiftSettings: strict),
    // Folders of documents: found, looked at and removed below a root, and nowhere else.
    .target(name: "DocumentTree", dependencies: ["CRename", "RegularFiles"], swiftSettings: strict),
    // The seam: what the engine asks of any record store, as values. Knows no rule and no SQL.
    .target(
      name: "RecordStores", dependencies: ["CivilTime", "Identifiers", "RegularFiles", "TextEncodings"],
      swiftSettings: strict),
    // Keys, keyed pseudonyms and the other column transforms.
    .target(
      name: "Pseudonyms",
      dependencies: [
        "CivilTime", "Identifiers", "RecordStores", "RegularFiles", "TextEncodings", crypto, cryptoExtras,
      ],
      swiftSettings: strict),
    // The administrator's file: stores, record sets, bindings, calendar, guards.
    .target(
      name: "StoreCatalogue",
      dependencies: [
        "CalendarExpressions", "CivilTime", "Identifiers", "JSONText", "Pseudonyms", "RecordStores",
        "RegularFiles", "RetentionPolicy", "TextEncodings", "TransparencyLog", crypto,
      ], swiftSettings: strict),
    // The one wrapper around the SQLite C library, for journal and adapter alike.
    .target(name: "SQLite", dependencies: ["CSQLite", "RegularFiles"], swiftSettings: strict),
    // The SQLite adapter.
    .target(
      name: "SQLiteStore", dependencies: ["CivilTime", "RecordStores", "RegularFiles", "SQLite"],
      swiftSettings: strict),
    // What adapters for database servers have in common: pages, holds and transforms on this side, keyed statements on theirs.
    .target(
      name: "ServerStores", dependencies: ["CivilTime", "RecordStores", "RegularFiles"], swiftSettings: strict
    ),
    // How many columns a statement asks for, so that an answer with fewer of them is an error.
    .target(name: "SelectList", swiftSettings: strict),
    // The one wrapper around libpq.
    .target(name: "PostgreSQL", dependencies: ["CPostgreSQL", "SelectList"], swiftSettings: strict),
    // The PostgreSQL adapter.
    .target(
      name: "PostgreSQLStore",
      dependencies: ["CivilTime", "PostgreSQL", "RecordStores", "ServerStores", "TextEncodings"],
      swiftSettings: strict),
    // The one wrapper around libmariadb.
    .target(name: "MariaDB", dependencies: ["CMariaDB", "SelectList"], swiftSettings: strict),
    // The adapter for MariaDB and MySQL.
    .target(
      name: "MariaDBStore",
      dependencies: ["CivilTime", "JSONText", "MariaDB", "RecordStores", "ServerStores", "TextEncodings"],
      swiftSettings: strict),
    // Merkle trees, proofs, checkpoints and tiles as RFC 6962 and C2SP write them: what outside verifiers read.
    .target(name: "TransparencyLog", dependencies: ["TextEncodings", crypto], swiftSettings: strict),
    // The audit journal: entries, Merkle tree, checkpoints, holds, approvals, pending batches.
    .target(
      name: "AuditJournal",
      dependencies: [
        "CivilTime", "Identifiers", "JSONText", "RecordStores", "RegularFiles", "SQLite", "TextEncodings",
        "TransparencyLog",
        crypto,
      ],
      swiftSettings: strict),
    // The folder of tiles, entry bundles, row evidence and checkpoints that auditors copy: made, read, verified.
    .target(
      name: "JournalDirectory",
      dependencies: ["AuditJournal", "CivilTime", "JSONText", "RegularFiles", "TransparencyLog"],
      swiftSettings: strict),
    // One bounded POST over HTTP: the one wrapper around libcurl.
    .target(name: "HTTPClient", dependencies: ["CCurl"], swiftSettings: strict),
    // RFC 3161 time stamps, asked for and verified: the one wrapper around libcrypto.
    .target(name: "TimeStamps", dependencies: ["COpenSSL", "RegularFiles"], swiftSettings: strict),
    // Checkpoints handed to others, so that it is found if somebody cuts the journal short or writes it anew.
    .target(
      name: "Anchors",
      dependencies: [
        "AuditJournal", "CivilTime", "HTTPClient", "StoreCatalogue", "TimeStamps", "TransparencyLog", crypto,
      ],
      swiftSettings: strict),
    // Certificates of destruction: what the journal says of one run, as a page for people.
    .target(
      name: "Certificates",
      dependencies: [
        "AuditJournal", "CivilTime", "JSONText", "RecordStores", "RetentionPolicy", "TextEncodings",
        "TransparencyLog",
      ],
      swiftSettings: strict),
    // Plans, runs, batches, recovery, explanations: joins policy, stores and journal.
    .target(
      name: "PurgeEngine",
      dependencies: [
        "AuditJournal", "CivilTime", "DocumentTree", "Identifiers", "JSONText", "Pseudonyms", "RecordStores",
        "RegularFiles", "RetentionPolicy", "StoreCatalogue", "TextEncodings",
      ], swiftSettings: strict),
    // The adapter for folders of documents.
    .target(
      name: "DocumentStore",
      dependencies: [
        "CivilTime", "DocumentTree", "Identifiers", "JSONText", "RecordStores", "RegularFiles",
        "TextEncodings",
      ],
      swiftSettings: strict),
    // What systemd offers a service: notify, watchdog, credentials, the native journal protocol.
    .target(name: "ServiceManager", dependencies: ["CSystemd"], swiftSettings: strict),
    // What the program logs: events with level, MESSAGE_ID and fields, to the system journal or as text.
    .target(
      name: "LogEvents", dependencies: ["CivilTime", "JSONText", "ServiceManager"], swiftSettings: strict),
    // The program: commands and daemon.
    .executableTarget(
      name: "retentiond",
      dependencies: [
        "Anchors", "AuditJournal", "CProcess", "CalendarExpressions", "Certificates", "CivilTime",
        "Identifiers", "JSONText",
        "JournalDirectory",
        "LogEvents",
        "DocumentStore", "Pseudonyms", "PurgeEngine", "RecordStores", "RegularFiles", "RetentionPolicy",
        "SQLiteStore", "ServiceManager", "StoreCatalogue", "TextEncodings", "TimeStamps", "TransparencyLog",
        .target(name: "MariaDB", condition: .when(traits: ["MariaDB"])),
        .target(name: "MariaDBStore", condition: .when(traits: ["MariaDB"])),
        .target(name: "PostgreSQLStore", condition: .when(traits: ["PostgreSQL"])),
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
        .product(name: "UnixSignals", package: "swift-service-lifecycle"),
      ], swiftSettings: strict),
    // Writes a sample insurer: databases, and the expected verdict of every row by another method.
    .executableTarget(
      name: "SampleInsurer",
      dependencies: [
        "SQLite", .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ], swiftSettings: strict),
    // Makes long journals, for the benchmark of verifying them.
    .executableTarget(
      name: "journal-benchmark",
      dependencies: ["AuditJournal", "CivilTime", "JournalDirectory", "RecordStores", "TransparencyLog"],
      path: "Benchmarks/JournalBenchmark", swiftSettings: strict),

    // What a stranger could put where a reader expects something good, for every reader's test.
    .target(name: "HostileInputs", path: "Tests/HostileInputs", swiftSettings: strict),
    .testTarget(
      name: "TransparencyLogTests", dependencies: ["HostileInputs", "TextEncodings", "TransparencyLog"],
      swiftSettings: strict),
    .testTarget(
      name: "AuditJournalTests",
      dependencies: [
        "AuditJournal", "CivilTime", "HostileInputs", "Identifiers", "JSONText", "RecordStores",
        "RegularFiles", "SQLite",
        "TextEncodings", "TransparencyLog", crypto,
      ], exclude: ["Journals"],
      swiftSettings: strict),
    // Verifiers that nobody here wrote, for every test that makes what they read.
    .target(
      name: "OutsideOracles", dependencies: ["JSONText"], path: "Tests/OutsideOracles", exclude: ["Oracles"],
      swiftSettings: strict),
    .testTarget(
      name: "JournalDirectoryTests",
      dependencies: [
        "AuditJournal", "CivilTime", "HostileInputs", "Identifiers", "JournalDirectory", "OutsideOracles",
        "RecordStores", "RegularFiles", "TransparencyLog",
      ], swiftSettings: strict),
    .testTarget(
      name: "AnchorsTests",
      dependencies: [
        "Anchors", "AuditJournal", "CivilTime", "HTTPClient", "HostileInputs", "OutsideOracles", "SQLite",
        "TimeStamps", "TransparencyLog", crypto,
      ], exclude: ["Oracles"], swiftSettings: strict),
    .testTarget(
      name: "PurgeEngineTests",
      dependencies: [
        "AuditJournal", "CivilTime", "JSONText", "OutsideOracles", "Pseudonyms", "PurgeEngine",
        "RecordStores", "RegularFiles",
        "SQLite", "SQLiteStore", "StoreCatalogue", "TransparencyLog",
      ], exclude: ["Oracles"], swiftSettings: strict),
    .testTarget(
      name: "IdentifiersTests", dependencies: ["Identifiers", "OutsideOracles", "StoreConformance"],
      exclude: ["Oracles"],
      swiftSettings: strict),
    .testTarget(
      name: "DocumentTreeTests", dependencies: ["DocumentTree", "RegularFiles"], swiftSettings: strict),
    .testTarget(
      name: "RecordStoresTests", dependencies: ["RecordStores", "RegularFiles"], swiftSettings: strict),
    .testTarget(
      name: "DocumentStoreTests",
      dependencies: [
        "CivilTime", "DocumentStore", "Identifiers", "RecordStores", "RegularFiles", "SQLite", "SQLiteStore",
        "StoreConformance",
      ],
      swiftSettings: strict),
    .testTarget(
      name: "JSONTextTests", dependencies: ["HostileInputs", "JSONText", "OutsideOracles"],
      exclude: ["Oracles"],
      swiftSettings: strict),
    .testTarget(
      name: "RetentionPolicyTests",
      dependencies: ["CivilTime", "JSONText", "OutsideOracles", "RetentionPolicy"],
      swiftSettings: strict),
    .testTarget(
      name: "PseudonymsTests",
      dependencies: [
        "CivilTime", "HostileInputs", "Identifiers", "OutsideOracles", "Pseudonyms", "RecordStores", crypto,
      ],
      exclude: ["Oracles"],
      swiftSettings: strict),
    .testTarget(
      name: "StoreCatalogueTests",
      dependencies: [
        "HostileInputs", "Identifiers", "JSONText", "OutsideOracles", "Pseudonyms", "RecordStores",
        "RetentionPolicy", "StoreCatalogue",
      ],
      swiftSettings: strict),
    .testTarget(
      name: "CalendarExpressionsTests", dependencies: ["CalendarExpressions", "CivilTime", "HostileInputs"],
      swiftSettings: strict),
    // The promises that every adapter keeps, tried on its real engine.
    .target(
      name: "StoreConformance",
      dependencies: ["CivilTime", "Identifiers", "Pseudonyms", "RecordStores", "RegularFiles"],
      path: "Tests/StoreConformance", swiftSettings: strict),
    .testTarget(
      name: "SQLiteStoreTests",
      dependencies: ["CivilTime", "RecordStores", "SQLite", "SQLiteStore", "StoreConformance"],
      swiftSettings: strict),
    // Database servers and clusters of Debian's packages, each on sockets of its own, for as long as a test process lives.
    .target(
      name: "TestServers", dependencies: ["MariaDB", "PostgreSQL"], path: "Tests/TestServers",
      swiftSettings: strict),
    .testTarget(
      name: "ServerStoreTests",
      dependencies: [
        "CivilTime", "MariaDB", "MariaDBStore", "PostgreSQL", "PostgreSQLStore", "RecordStores", "SQLite",
        "SQLiteStore", "SelectList", "ServerStores", "StoreConformance", "TestServers",
      ], swiftSettings: strict),
    .testTarget(
      name: "EndToEndTests",
      dependencies: [
        "AuditJournal", "CalendarExpressions", "CivilTime", "JSONText", "LogEvents", "MariaDB",
        "OutsideOracles", "PostgreSQL", "Pseudonyms", "PurgeEngine", "RecordStores", "RetentionPolicy",
        "SQLite", "SQLiteStore", "SampleInsurer", "ServiceManager",
        "StoreCatalogue", "TestServers", "TransparencyLog", "retentiond",
      ], swiftSettings: strict),
    .testTarget(
      name: "FaultTests", dependencies: ["SQLite", "retentiond", crypto], swiftSettings: strict),
    .testTarget(
      name: "CivilTimeTests", dependencies: ["CivilTime", "HostileInputs"], exclude: ["Oracles"],
      swiftSettings: strict),
    .testTarget(name: "ServiceManagerTests", dependencies: ["ServiceManager"], swiftSettings: strict),
    .testTarget(
      name: "LogEventsTests", dependencies: ["CivilTime", "LogEvents"], swiftSettings: strict),
    .testTarget(
      name: "SampleInsurerTests", dependencies: ["SQLite", "SampleInsurer"], swiftSettings: strict),
  ]
)
