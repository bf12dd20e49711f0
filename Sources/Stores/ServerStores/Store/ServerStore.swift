package import CivilTime
package import RecordStores
internal import SQLWords
package import Words

/// A database on a server: what is the same for every kind of server. The kind is its engine (decision 73).
///
/// Holds, transforms and what a row's columns look like are judged on this side. A row is changed only under a lock, by a statement that tests
/// rule, subject and state again.
package final class ServerStore: RecordStore {
  package let name: StoreName
  let isReadOnly: Bool
  /// Opens a connection, with settings that make a commit durable.
  package typealias Connect = (WorkInHand) throws(StoreError) -> any ServerEngine
  private let connect: Connect
  private var connected: (any ServerEngine)?
  private(set) var work = WorkInHand()
  /// The fingerprint of each record set's tables when it was described: a change stops its run.
  var fingerprints: [RecordSetName: String] = [:]
  /// The record sets in which a batch met a row that a hold keeps, or one that others have locked: from then on rows are judged and locked before
  /// they are changed.
  var recordSetsByKeys: Set<RecordSetName> = []
  /// The partitions that go by rows in this run, whatever the run looks at next.
  var partitionsByRows: Set<PartitionQuestion> = []
  private var shapes: [String: TableShape] = [:]
  private var catalogueColumns: [String: [CatalogueColumn]] = [:]
  private var referencedIndexes: [[String]: [String]] = [:]
  /// Tells if this account may see who waits for its locks.
  var seesWaiting = true
  /// The server's identity as its first answer gave it.
  var known: StoreIdentity?
  let busySeconds: Double

  /// - Parameters:
  ///   - busySeconds: how long a statement waits for the application's locks.
  package init(name: StoreName, busySeconds: Double, isReadOnly: Bool, connect: @escaping Connect) {
    self.name = name
    self.busySeconds = busySeconds
    self.isReadOnly = isReadOnly
    self.connect = connect
  }

  package func obey(_ work: WorkInHand) {
    self.work = work
    connected = nil
  }

  package func clock() throws(StoreError) -> Instant? {
    try reading(.whole(name)) { engine in
      var shown: Instant?
      try engine.query(engine.dialect.select("\(engine.dialect.clockText)")) { row in
        if case .text(let text)? = row.first { shown = Instant(iso8601: text) }
      }
      return shown
    }
  }

  /// The connection, opened at the first question and again where it was lost.
  func engine() throws(StoreError) -> any ServerEngine {
    if let engine = connected, !engine.isBroken { return engine }
    forgetShapes()
    connected = nil
    let engine = try Connecting.run(work, store: name) { [connect, work] () throws(StoreError) in
      try connect(work)
    }
    connected = engine
    try checkIdentity(engine)
    return engine
  }

  /// A table's columns, read once a connection.
  func shape(of recordSet: RecordSet, _ engine: any ServerEngine) throws -> TableShape {
    if let shape = shapes[recordSet.table] { return shape }
    guard let shape = try engine.shape(of: recordSet.table) else {
      throw StoreError.schema(store: name, recordSet: recordSet.name, .tableMissing(table: recordSet.table))
    }
    shapes[recordSet.table] = shape
    return shape
  }

  /// The columns of a table's primary key, in order.
  func primaryKey(of table: String, _ engine: any ServerEngine) throws -> [String] {
    try columns(of: table, engine).primaryKey
  }

  /// A table's columns as the catalogue has them, read once a connection.
  func columns(of table: String, _ engine: any ServerEngine) throws -> [CatalogueColumn] {
    if let columns = catalogueColumns[table] { return columns }
    let columns = try engine.catalogue.columns(of: table)
    catalogueColumns[table] = columns
    return columns
  }

  /// The indexes that foreign keys to a table's columns look into, read once a connection.
  func referencedIndexes(of table: String, columns: [String], _ engine: any ServerEngine) throws -> [String] {
    if let indexes = referencedIndexes[[table] + columns] { return indexes }
    let indexes = try engine.referencedIndexes(of: table, columns: columns)
    referencedIndexes[[table] + columns] = indexes
    return indexes
  }

  func forgetShapes() {
    shapes = [:]
    catalogueColumns = [:]
    referencedIndexes = [:]
  }

  // MARK: Errors

  /// Runs a body on the connection, and gives whatever fails the seam's words.
  func asking<Result>(_ recordSet: RecordSet, _ body: (any ServerEngine) throws -> Result) throws(StoreError)
    -> Result
  {
    let engine = try engine()
    do {
      return try body(engine)
    } catch {
      throw storeError(error, recordSet: recordSet)
    }
  }

  /// Asks what changes nothing: it ends when the work is to end, and where the connection is lost, the same is asked again on another.
  func reading<Result>(_ recordSet: RecordSet, _ body: (any ServerEngine) throws -> Result) throws(StoreError)
    -> Result
  {
    var troubles = 0
    while true {
      do {
        return try asking(recordSet) { engine in try engine.gate.interruptibly { try body(engine) } }
      } catch {
        guard error.isConnection(wasThere: troubles > 0), troubles + 1 < Self.patience else { throw error }
        troubles += 1
        // 0.1 s, then twice as much.
        guard work.pause(for: .milliseconds(50 << troubles)) else { throw .interrupted(store: name) }
      }
    }
  }

  private static let patience = 8

  func storeError(_ error: any Error, recordSet: RecordSet) -> StoreError {
    switch error {
    case let error as StoreError: error
    case let error as HoldTestError: .holdTest(store: name, reason: error.reason)
    case let error as ServerError: storeError(error, recordSet: recordSet)
    // What a transform or an archive threw.
    default: .row(store: name, recordSet: recordSet.name, reason: "\(error)")
    }
  }

  private func storeError(_ error: ServerError, recordSet: RecordSet) -> StoreError {
    switch error {
    case .lost(let cause): .lost(store: name, cause: cause)
    case .busy: .busy(store: name, seconds: busySeconds)
    case .timedOut: .timedOut(store: name)
    case .interrupted: .interrupted(store: name)
    case .conflict(let cause): .conflict(store: name, cause: cause)
    case .constraint(let constraint):
      .constraint(store: name, recordSet: recordSet.name, constraint: constraint)
    case .value(let reason): .row(store: name, recordSet: recordSet.name, reason: reason)
    case .full: .full(store: name)
    case .tooLarge(let cause): .tooLarge(store: name, cause: cause)
    case .notDurable(let setting, let remedy): .notDurable(store: name, setting: setting, remedy: remedy)
    case .taken(let place): .taken(store: name, place: place)
    case .other(let code, let message): .engine(store: name, code: code, message: message)
    }
  }
}

extension StoreError {
  /// Tells if the same question may be asked again on another connection: this one was lost, or whoever was there a moment ago may be starting.
  fileprivate func isConnection(wasThere: Bool) -> Bool {
    switch self {
    case .lost: true
    case .unavailable: wasThere
    case .busy, .rowsLocked, .timedOut, .interrupted, .schema, .schemaChanged, .unlistedChanges,
      .ignoredChanges, .disagreement, .moved, .relatedRowsCame, .notDurable, .constraint, .row, .key,
      .holdTest, .undecided,
      .conflict, .tooLarge, .full, .replaced, .unsettled, .taken, .engine:
      false
    }
  }
}
