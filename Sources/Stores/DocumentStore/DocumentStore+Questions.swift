internal import DocumentTree
internal import Files
package import RecordStores
package import Words

extension DocumentStore {
  /// Goes through the documents of a record set in the order of their paths. The file beside a document is none.
  func forEach(
    of recordSet: RecordSet, asking columns: Set<String> = [], in root: DocumentRoot, after: FilePath? = nil,
    _ body: (Document) throws -> Bool
  ) throws {
    let asked = Self.sidecarColumns(columns, of: recordSet)
    let sidecar = recordSet.documents?.sidecar
    try root.walk(Self.folder(of: recordSet), after: after) { path, status in
      try checkStop()
      if let sidecar, Self.isBeside(path, ending: sidecar) { return true }
      return try body(Document(path, status, of: recordSet, asked: asked, in: root))
    }
  }

  /// Returns those of the columns, the subject among them, that no name says: the file beside a document is read for them, and only for them.
  static func sidecarColumns(_ columns: Set<String>, of recordSet: RecordSet) -> Set<String> {
    guard let naming = recordSet.documents, naming.sidecar != nil else { return [] }
    let subject = recordSet.subject.map { [$0] } ?? []
    return columns.union(subject).subtracting(["path", "modified", "size"] + (naming.columns ?? []))
  }

  /// The documents of a selection, in order; of listed keys, those that are there.
  func forEach(
    in selection: Selection, _ root: DocumentRoot, after: FilePath? = nil, _ body: (Document) throws -> Bool
  ) throws {
    let recordSet = selection.recordSet
    var columns = selection.predicate.columns.union(selection.orderedBy.map { [$0.column] } ?? [])
    if let judge = selection.judge { columns.formUnion(judge.events.map(\.column) + judge.columns) }
    guard let keys = selection.keys else {
      return try forEach(of: recordSet, asking: columns, in: root, after: after) { document in
        try !selection.predicate.isMet(by: document.value) || body(document)
      }
    }
    for path in Self.paths(keys) {
      try checkStop()
      guard let document = try document(path, of: recordSet, asking: columns, in: root),
        selection.predicate.isMet(by: document.value)
      else { continue }
      if try !body(document) { return }
    }
  }

  func document(
    _ path: FilePath, of recordSet: RecordSet, asking columns: Set<String> = [], in root: DocumentRoot
  ) throws -> Document? {
    // One record has one key: a hold on another way to write its path would hold nothing.
    guard Self.isDocument(path, of: recordSet) else { return nil }
    let status: FileStatus?
    do throws(DocumentError) {
      status = try root.status(of: Document.place(of: path, in: recordSet))
    } catch {
      // A folder or a link is none either.
      guard error == .notAFile || error == .link else { throw error }
      return nil
    }
    guard let status else { return nil }
    let asked = Self.sidecarColumns(columns, of: recordSet)
    return Document(path, status, of: recordSet, asked: asked, in: root)
  }

  /// Tells if a walk through the record set's folder could come to a document of exactly that path.
  static func isDocument(_ path: FilePath, of recordSet: RecordSet) -> Bool {
    guard !path.isEmpty, path.normal(below: "/") == path, !path.climbs, !path.hasNUL else { return false }
    if folder(of: recordSet).isEmpty && path.names[0].elementsEqual(DocumentRoot.ownFolder.bytes) {
      return false
    }
    return recordSet.documents?.sidecar.map { !isBeside(path, ending: $0) } ?? true
  }

  /// By bytes, as a file system compares.
  private static func isBeside(_ path: FilePath, ending: String) -> Bool { path.hasSuffix(ending.utf8) }

  /// The path that a key's value is: text, or the bytes of a name that is none. One document has one key.
  static func path(_ value: ColumnValue) -> FilePath? {
    guard let path = FilePath(of: value), ColumnValue(path) == value else { return nil }
    return path
  }

  static func paths(_ keys: KeyList) -> [FilePath] {
    (0..<keys.count).compactMap { place in keys.values(at: place)?.first.flatMap(path) }
  }

  static func after(_ selection: Selection) -> FilePath? {
    selection.after?.values.first.flatMap(path)
  }

  package func rowCount(of recordSet: RecordSet) throws(StoreError) -> Int {
    try asking(recordSet.name) { root in
      var count = 0
      try forEach(of: recordSet, in: root) { _ in
        count += 1
        return true
      }
      return count
    }
  }

  package func tally(_ selection: Selection, holds: any HoldTest) throws(StoreError) -> Tally {
    try asking(selection.recordSet.name) { root in
      var tally = Tally()
      try forEach(in: selection, root) { document in
        tally.count += 1
        if try document.isHeld(by: holds) { tally.held += 1 }
        if let event = selection.orderedBy,
          let day = event.value(of: document.value(of: event.column)).shownDay
        {
          tally.oldest = min(day, tally.oldest ?? day)
        }
        return true
      }
      return tally
    }
  }

  package func examine(
    _ recordSet: RecordSet, key: [String], predicates: [Predicate], events: [EventColumn], holds: any HoldTest
  ) throws(StoreError) -> Examination? {
    try recordSet.checkKey(key)
    return try asking(recordSet.name) { root in
      let columns = predicates.reduce(into: Set(events.map(\.column))) { $0.formUnion($1.columns) }
      guard let document = try document(FilePath(key[0]), of: recordSet, asking: columns, in: root) else {
        return nil
      }
      var list = KeyList()
      list.append(key: [ColumnValue(document.path)])
      return Examination(
        answers: predicates.map { $0.isMet(by: document.value) },
        events: events.map { $0.value(of: document.value(of: $0.column)) },
        isHeld: try document.isHeld(by: holds),
        key: Array(list[0]))
    }
  }

  package func nextKeys(of change: Change, on selection: Selection, count: Int, holds: any HoldTest)
    throws(StoreError) -> KeyList
  {
    try asking(selection.recordSet.name) { root in
      var keys = KeyList()
      try forEach(in: selection, root, after: Self.after(selection)) { document in
        if try document.reasonToStay == nil && !document.isHeld(by: holds) {
          keys.append(key: [ColumnValue(document.path)])
        }
        return keys.count < count
      }
      return keys
    }
  }

  package func keys(of recordSet: RecordSet, after: [UInt8]?, count: Int) throws(StoreError) -> KeyList {
    try asking(recordSet.name) { root in
      var last: FilePath?
      if let after {
        var list = KeyList()
        list.append(after[...])
        last = Self.paths(list).first
      }
      var keys = KeyList()
      try forEach(of: recordSet, in: root, after: last) { document in
        keys.append(key: [ColumnValue(document.path)])
        return keys.count < count
      }
      return keys
    }
  }

  package func presentKeys(_ keys: KeyList, in recordSet: RecordSet) throws(StoreError) -> KeyList {
    try asking(recordSet.name) { root in
      var present = KeyList()
      for path in Self.paths(keys) where try document(path, of: recordSet, in: root) != nil {
        present.append(key: [ColumnValue(path)])
      }
      return present
    }
  }

  /// What lies under the paths now tells nothing: others may have come, or gone. The store's own lists know.
  package func fate(of change: Change, on recordSet: RecordSet, keys: KeyList) throws(StoreError)
    -> BatchOutcome
  {
    let present = try presentKeys(keys, in: recordSet).count
    return .indeterminate(present: present, changed: 0, absent: keys.count - present)
  }

  package func fate(ofTransaction name: String) throws(StoreError) -> BatchOutcome? {
    try asking(nil) { root in
      try checkUse(root)
      // Opening has finished what was committed, but for what this process committed since.
      if !isReadOnly { leftovers = try BatchList.finishAll(in: root) }
      return try BatchList.isCommitted(name, in: root) ? .committed : .notCommitted
    }
  }

  package func removeCopies(of keys: KeyList, from recordSet: RecordSet) throws(StoreError) -> Int {
    try asking(recordSet.name) { root in
      try checkUse(root)
      var removed = 0
      var failure: DocumentError?
      let places = Self.paths(keys).map { Document.place(of: $0, in: recordSet) }
      try root.remove(places) { _, error in
        if error == nil { removed += 1 }
        if error != .missing { failure = failure ?? error }
      }
      if let sidecar = recordSet.documents?.sidecar {
        try root.remove(places.map { $0.adding(sidecar.utf8) }) { _, error in
          if error != .missing { failure = failure ?? error }
        }
      }
      // A copy that stays would be a record that no evidence has.
      if let failure { throw failure }
      return removed
    }
  }
}
