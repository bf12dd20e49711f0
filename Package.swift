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

/// The floors of the house, from the ground up. Each is a folder under Sources, and what stands on it are its rooms.
enum Floor: String, CaseIterable {
  case c = "C"
  case base = "Base"
  case stores = "Stores"
  case evidence = "Evidence"
  case configuration = "Configuration"
  case work = "Work"
  case program = "Program"
  case sample = "Sample"
}

/// Makes a target of a room's folder.
func room(_ name: String, on floor: Floor, uses: [Target.Dependency] = []) -> Target {
  .target(
    name: name, dependencies: uses, path: "Sources/\(floor.rawValue)/\(name)", swiftSettings: strict)
}

/// Makes a target of a C library's module map: Debian's package, or headers of the system.
func library(_ name: String, _ pkgConfig: String? = nil, package: String? = nil) -> Target {
  .systemLibrary(
    name: name, path: "Sources/C/\(name)", pkgConfig: pkgConfig, providers: package.map { [.apt([$0])] })
}

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
    .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
    .package(url: "https://github.com/apple/swift-crypto", exact: "4.5.2"),
    .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", exact: "2.13.0"),
  ],
  targets: [
    // C: the libraries as Debian ships them, and calls of the C library that Swift's module of it does not show.
    library("CLinux"),
    library("CSQLite", "sqlite3", package: "libsqlite3-dev"),
    library("CSystemd", "libsystemd", package: "libsystemd-dev"),
    library("CPostgreSQL", "libpq", package: "libpq-dev"),
    library("CMariaDB", "libmariadb", package: "libmariadb-dev"),
    library("CCurl", "libcurl", package: "libcurl4-openssl-dev"),
    library("COpenSSL", "libcrypto", package: "libssl-dev"),

    // Words that every floor uses: actions, outcomes and endings, bytes as text, the stop and the progress of work.
    room("Words", on: .base),
    // Files that others chose, opened, read and written so that none makes the program wait or fills its memory.
    room("Files", on: .base, uses: ["CLinux"]),
    // Dates, instants, periods, cutoffs and time zones: arithmetic; its only input is the system's zone files.
    room("CivilTime", on: .base, uses: ["Files"]),
    // Strict JSON with positions, and RFC 8785 canonical bytes.
    room("JSONText", on: .base),
    // Identifiers of people: which spellings name one person, for holds and for pseudonyms.
    room("Identifiers", on: .base, uses: ["Words"]),

    // The seam: what the work asks of any record store, as values. Knows no rule and no SQL.
    room("RecordStores", on: .stores, uses: ["CivilTime", "Files", "Identifiers", "Words", crypto]),
    // SQL that all engines share: statements with their values, how predicates and ranges of dates are taken apart, ledgers, orders. What differs is a dialect.
    room("SQLWords", on: .stores, uses: ["CivilTime", "RecordStores", "Words"]),
    // The one wrapper around the SQLite C library, for journal and adapter alike.
    room("SQLite", on: .stores, uses: ["CSQLite", "Files", "Words"]),
    // The SQLite adapter.
    room(
      "SQLiteStore", on: .stores,
      uses: ["CivilTime", "Files", "RecordStores", "SQLWords", "SQLite", "Words"]),
    // What adapters for database servers have in common: pages, holds and transforms on this side, keyed statements on theirs.
    room(
      "ServerStores", on: .stores, uses: ["CivilTime", "Files", "RecordStores", "SQLWords", "Words"]),
    // The one wrapper around libpq.
    room("PostgreSQL", on: .stores, uses: ["CPostgreSQL", "Words"]),
    // The PostgreSQL adapter.
    room(
      "PostgreSQLStore", on: .stores,
      uses: ["CivilTime", "PostgreSQL", "RecordStores", "SQLWords", "ServerStores", "Words"]),
    // The one wrapper around libmariadb.
    room("MariaDB", on: .stores, uses: ["CMariaDB", "Words"]),
    // The adapter for MariaDB and MySQL.
    room(
      "MariaDBStore", on: .stores,
      uses: ["CivilTime", "JSONText", "MariaDB", "RecordStores", "SQLWords", "ServerStores", "Words"]),
    // Folders of documents: found, looked at and removed below a root, and nowhere else.
    room("DocumentTree", on: .stores, uses: ["CLinux", "Files"]),
    // The adapter for folders of documents.
    room(
      "DocumentStore", on: .stores,
      uses: ["CivilTime", "DocumentTree", "Files", "Identifiers", "JSONText", "RecordStores", "Words"]),

    // Merkle trees, proofs, checkpoints and tiles as RFC 6962 and C2SP write them: what outside verifiers read.
    room("TransparencyLog", on: .evidence, uses: ["Words", crypto]),
    // The audit journal: entries, Merkle tree, checkpoints, holds, approvals, pending batches.
    room(
      "AuditJournal", on: .evidence,
      uses: [
        "CivilTime", "Files", "Identifiers", "JSONText", "RecordStores", "SQLite", "TransparencyLog", "Words",
        crypto,
      ]),
    // The folder of tiles, entry bundles, row evidence and checkpoints that auditors copy: made, read, verified.
    room(
      "JournalDirectory", on: .evidence,
      uses: ["AuditJournal", "CivilTime", "Files", "JSONText", "TransparencyLog", "Words"]),
    // Checkpoints handed to others, so that it is found if somebody cuts the journal short or writes it anew. Has the
    // one wrapper around libcurl, and the one around libcrypto for time stamps (RFC 3161).
    room(
      "Anchors", on: .evidence,
      uses: ["AuditJournal", "CCurl", "COpenSSL", "CivilTime", "Files", "TransparencyLog", "Words", crypto]),
    // systemd's OnCalendar expressions: parse, normalise, next elapse.
    room("CalendarExpressions", on: .configuration, uses: ["CivilTime"]),
    // The DPO's file: domains, rules, stages, and what they say on a given day. Knows no store.
    room("RetentionPolicy", on: .configuration, uses: ["CivilTime", "JSONText", "Words"]),
    // Keys, keyed pseudonyms and the other column transforms.
    room(
      "Transforms", on: .configuration,
      uses: ["CivilTime", "Files", "Identifiers", "RecordStores", "Words", crypto, cryptoExtras]),
    // The administrator's file: stores, record sets, bindings, calendar, guards.
    room(
      "StoreBindings", on: .configuration,
      uses: [
        "CalendarExpressions", "CivilTime", "Files", "Identifiers", "JSONText", "RecordStores",
        "RetentionPolicy", "Transforms", "TransparencyLog", "Words", crypto,
      ]),

    // Plans, runs, batches, recovery, explanations: joins policy, stores and journal.
    room(
      "Purging", on: .work,
      uses: [
        "AuditJournal", "CalendarExpressions", "CivilTime", "DocumentTree", "Files", "Identifiers",
        "JSONText",
        "RecordStores", "RetentionPolicy", "StoreBindings", "Transforms", "Words", crypto,
      ]),

    // Certificates of destruction: what the journal says of one run, under the rules that were approved, as a page.
    room(
      "Certificates", on: .work,
      uses: [
        "AuditJournal", "CivilTime", "JSONText", "RecordStores", "RetentionPolicy", "TransparencyLog",
        "Words",
      ]),

    // What systemd offers a service (notify, watchdog, credentials, the native journal protocol), and what the program
    // logs: events with level, MESSAGE_ID and fields, to the system journal or as text.
    room("Systemd", on: .program, uses: ["CSystemd", "CivilTime", "Files", "JSONText", "Words"]),
    // The program: commands and service.
    .executableTarget(
      name: "retentiond",
      dependencies: [
        "Anchors", "AuditJournal", "CLinux", "CalendarExpressions", "Certificates", "CivilTime",
        "DocumentStore", "Files", "Identifiers", "JSONText", "JournalDirectory", "Purging", "RecordStores",
        "RetentionPolicy", "SQLiteStore", "StoreBindings", "Systemd", "Transforms", "TransparencyLog",
        "Words",
        .target(name: "MariaDB", condition: .when(traits: ["MariaDB"])),
        .target(name: "MariaDBStore", condition: .when(traits: ["MariaDB"])),
        .target(name: "PostgreSQLStore", condition: .when(traits: ["PostgreSQL"])),
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
      ], path: "Sources/Program/retentiond", swiftSettings: strict),

    // Writes a sample insurer: databases, and the expected verdict of every row by another method.
    .executableTarget(
      name: "SampleInsurer",
      dependencies: [
        "SQLite", .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ], path: "Sources/Sample/SampleInsurer", swiftSettings: strict),
    // Makes long journals, for the benchmark of verifying them.
    .executableTarget(
      name: "journal-benchmark",
      dependencies: [
        "AuditJournal", "CivilTime", "JournalDirectory", "RecordStores", "TransparencyLog", "Words",
      ],
      path: "Benchmarks/JournalBenchmark", swiftSettings: strict),

    // The house itself: floors, imports, names and sizes of files.
    .testTarget(name: "HouseTests", swiftSettings: strict),
    // Both files for tests: every test that needs rules or bindings of its own makes them here.
    .target(name: "TestConfiguration", path: "Tests/TestConfiguration", swiftSettings: strict),
    // Names as literals, which tests may write and the program does not.
    .target(
      name: "TestNames", dependencies: ["Words"], path: "Tests/TestNames", swiftSettings: strict),
    // What a stranger could put where a reader expects something good, for every reader's test.
    .target(name: "HostileInputs", path: "Tests/HostileInputs", swiftSettings: strict),
    .testTarget(
      name: "TransparencyLogTests", dependencies: ["HostileInputs", "Words", "TransparencyLog"],
      swiftSettings: strict),
    .testTarget(
      name: "AuditJournalTests",
      dependencies: [
        "TestNames", "AuditJournal", "CivilTime", "HostileInputs", "Identifiers", "JSONText", "RecordStores",
        "Files",
        "SQLite", "Words", "TransparencyLog", crypto,
      ], exclude: ["Journals"],
      swiftSettings: strict),
    // Verifiers that nobody here wrote, for every test that makes what they read.
    .target(
      name: "OutsideOracles", dependencies: ["JSONText"], path: "Tests/OutsideOracles", exclude: ["Oracles"],
      swiftSettings: strict),
    .testTarget(
      name: "JournalDirectoryTests",
      dependencies: [
        "TestNames", "AuditJournal", "CivilTime", "HostileInputs", "Identifiers", "JournalDirectory",
        "OutsideOracles",
        "RecordStores", "Files", "TransparencyLog", "Words",
      ], swiftSettings: strict),
    .testTarget(
      name: "AnchorsTests",
      dependencies: [
        "Anchors", "AuditJournal", "CivilTime", "OutsideOracles", "SQLite",
        "TransparencyLog", "Words", crypto,
      ], exclude: ["Oracles"], swiftSettings: strict),
    .testTarget(
      name: "PurgingTests",
      dependencies: [
        "TestNames", "TestConfiguration", "AuditJournal", "CivilTime", "JSONText", "OutsideOracles",
        "Transforms",
        "Purging", "RecordStores",
        "RetentionPolicy", "Files", "SQLite", "SQLiteStore", "StoreBindings", "TransparencyLog", "Words",
      ], exclude: ["Oracles"], swiftSettings: strict),
    .testTarget(
      name: "IdentifiersTests", dependencies: ["Identifiers", "OutsideOracles", "StoreConformance"],
      exclude: ["Oracles"],
      swiftSettings: strict),
    .testTarget(
      name: "DocumentTreeTests", dependencies: ["DocumentTree", "Files"], swiftSettings: strict),
    .testTarget(
      name: "RecordStoresTests", dependencies: ["TestNames", "CivilTime", "RecordStores", "Files"],
      swiftSettings: strict),
    .testTarget(
      name: "DocumentStoreTests",
      dependencies: [
        "TestNames", "CivilTime", "DocumentStore", "Identifiers", "RecordStores", "Files", "SQLite",
        "SQLiteStore",
        "StoreConformance", "Words",
      ],
      swiftSettings: strict),
    .testTarget(
      name: "JSONTextTests", dependencies: ["HostileInputs", "JSONText", "OutsideOracles"],
      exclude: ["Oracles"],
      swiftSettings: strict),
    .testTarget(
      name: "RetentionPolicyTests",
      dependencies: ["TestNames", "CivilTime", "JSONText", "OutsideOracles", "RetentionPolicy", "Words"],
      swiftSettings: strict),
    .testTarget(
      name: "TransformsTests",
      dependencies: [
        "TestNames", "CivilTime", "Identifiers", "OutsideOracles", "Transforms", "RecordStores", "Words",
        crypto,
      ],
      exclude: ["Oracles"],
      swiftSettings: strict),
    .testTarget(
      name: "StoreBindingsTests",
      dependencies: [
        "TestNames", "CivilTime", "HostileInputs", "Identifiers", "JSONText", "OutsideOracles", "Transforms",
        "RecordStores", "RetentionPolicy", "StoreBindings", "Words",
      ],
      swiftSettings: strict),
    .testTarget(
      name: "CalendarExpressionsTests", dependencies: ["CalendarExpressions", "CivilTime", "HostileInputs"],
      swiftSettings: strict),
    // The promises that every adapter keeps, tried on its real engine.
    .target(
      name: "StoreConformance",
      dependencies: [
        "TestNames", "CivilTime", "Identifiers", "Transforms", "RecordStores", "StoreBindings", "Files",
        "Words",
      ],
      path: "Tests/StoreConformance", swiftSettings: strict),
    .testTarget(
      name: "SQLiteStoreTests",
      dependencies: [
        "TestNames", "CivilTime", "RecordStores", "SQLite", "SQLiteStore", "StoreConformance", "Words",
      ],
      swiftSettings: strict),
    .testTarget(
      name: "SQLWordsTests",
      dependencies: [
        "TestNames", "CivilTime", "MariaDBStore", "PostgreSQLStore", "RecordStores", "SQLWords",
        "SQLiteStore",
        "ServerStores",
      ], exclude: ["Pinned"], swiftSettings: strict),
    // Database servers and clusters of Debian's packages, each on sockets of its own, for as long as a test process lives.
    .target(
      name: "TestServers", dependencies: ["MariaDB", "PostgreSQL"], path: "Tests/TestServers",
      swiftSettings: strict),
    .testTarget(
      name: "ServerStoreTests",
      dependencies: [
        "TestNames", "CivilTime", "MariaDB", "MariaDBStore", "PostgreSQL", "PostgreSQLStore", "RecordStores",
        "SQLite",
        "SQLWords", "SQLiteStore", "StoreBindings", "Words", "ServerStores", "StoreConformance",
        "TestServers",
      ], swiftSettings: strict),
    .testTarget(
      name: "EndToEndTests",
      dependencies: [
        "TestNames", "TestConfiguration", "AuditJournal", "CalendarExpressions", "CivilTime", "Files",
        "JSONText",
        "JournalDirectory",
        "Systemd", "MariaDB", "OutsideOracles", "PostgreSQL", "Transforms", "Purging", "RecordStores",
        "RetentionPolicy", "SQLite",
        "SQLiteStore", "SampleInsurer", "StoreBindings", "TestServers", "TransparencyLog", "retentiond",
        "Words", .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ], swiftSettings: strict),
    .testTarget(
      name: "FaultTests", dependencies: ["TestConfiguration", "SQLite", "Words", "retentiond", crypto],
      swiftSettings: strict),
    .testTarget(
      name: "CivilTimeTests", dependencies: ["CivilTime", "HostileInputs"], exclude: ["Oracles"],
      swiftSettings: strict),
    .testTarget(
      name: "SystemdTests", dependencies: ["TestNames", "CivilTime", "Systemd", "Words"],
      swiftSettings: strict),
    .testTarget(
      name: "SampleInsurerTests", dependencies: ["SQLite", "SampleInsurer"], swiftSettings: strict),
  ]
)

// An arrow that goes up is an error of the manifest: a room may use its own floor and those below it, and nothing above.
let floors = Dictionary(
  uniqueKeysWithValues: package.targets.compactMap { target -> (String, Int)? in
    guard let path = target.path, path.hasPrefix("Sources/") else { return nil }
    let folder = path.dropFirst("Sources/".count).prefix { $0 != "/" }
    return Floor.allCases.firstIndex { $0.rawValue == folder }.map { (target.name, $0) }
  })
for target in package.targets {
  guard let own = floors[target.name] else { continue }
  for dependency in target.dependencies {
    let name: String? =
      switch dependency {
      case .targetItem(let name, _), .byNameItem(let name, _): name
      default: nil
      }
    if let name, let other = floors[name], other > own {
      fatalError("\(target.name) uses \(name), which is on a floor above it (docs/architecture.md)")
    }
  }
}
