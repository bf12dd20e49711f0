internal import CSQLite
internal import Files
internal import Glibc

/// The files of one connection: its database and what SQLite keeps beside it (-journal, -wal, -shm), and no other (decision 2).
///
/// What a rollback journal says is obeyed by whoever opens the database next. Its end may name another file, a super-journal, which SQLite looks
/// for and then removes; and who may write in the folder could have put there whatever name they like. So SQLite is given a VFS (its interface to
/// the file system) that leads to the default one for these names and refuses every other. Links are followed once, at the opening, and never after.
///
/// A refusal is an error. SQLite takes "there is no such file" for "that transaction was committed", and removes the journal that would undo it.
@safe
final class DatabaseFiles {
  /// What SQLite asked for beside the database's own files.
  enum Refusal: Hashable, Sendable {
    /// The rollback journal is of a transaction over several files.
    case superJournal
    /// Another database's file.
    case otherDatabase
    /// One of our own names has something at it that is no regular file, or another file's.
    case notOwn(String)
  }

  private enum Name: String, CaseIterable {
    case database = ""
    case journal = "-journal"
    case log = "-wal"
    case index = "-shm"
  }

  /// The database's absolute path, without a link in it. What lies beside a linked database lies beside the file that the link leads to.
  let path: String
  /// The database's path as stores.json has it, which is what an administrator looks for.
  private let given: String
  private let base: UnsafeMutablePointer<sqlite3_vfs>
  private let vfs: UnsafeMutablePointer<sqlite3_vfs>
  private let vfsName: UnsafeMutablePointer<CChar>
  /// Where SQLite keeps its own names of the side files, while the database is open.
  private var sideNames: [(pointer: UnsafePointer<CChar>, name: Name)] = unsafe []
  /// The database as SQLite has it open. To open and close it here once more would drop SQLite's locks on it.
  private var database: UnsafeMutablePointer<sqlite3_file>?
  private var refusal: Refusal?

  /// - Parameter path: of the database, whose folder must exist; empty for one in a file without a name.
  init(of path: String) throws(SQLiteError) {
    guard let resolved = path.isEmpty ? path : Self.resolved(path), let base = unsafe sqlite3_vfs_find(nil)
    else {
      throw SQLiteError(code: SQLITE_CANTOPEN, message: "unable to open database file", path: path)
    }
    self.path = resolved
    given = path
    unsafe self.base = unsafe base
    unsafe vfs = .allocate(capacity: 1)
    unsafe vfs.initialize(to: base.pointee)
    unsafe vfsName = strdup("retentiond-\(UInt(bitPattern: vfs))")
    unsafe vfs.pointee.pNext = nil
    unsafe vfs.pointee.zName = UnsafePointer(vfsName)
    unsafe vfs.pointee.pAppData = Unmanaged.passUnretained(self).toOpaque()
    setFunctions()
    unsafe sqlite3_vfs_register(vfs, 0)
  }

  /// Sets what SQLite calls to open, remove, look for and name a file.
  private func setFunctions() {
    unsafe vfs.pointee.xOpen = { vfs, name, file, flags, outFlags in
      let files = unsafe DatabaseFiles.of(vfs)
      // A file without a name is gone when it is closed, and has no other.
      guard unsafe name == nil || files.mayOpen(unsafe files.own(name), flags) else { return SQLITE_CANTOPEN }
      let code = unsafe files.base.pointee.xOpen(files.base, name, file, flags, outFlags)
      if code == SQLITE_OK, flags & SQLITE_OPEN_MAIN_DB != 0 {
        unsafe files.database = unsafe file
        unsafe files.noteSideNames(of: name)
      }
      return code
    }
    unsafe vfs.pointee.xDelete = { vfs, name, isSynchronised in
      let files = unsafe DatabaseFiles.of(vfs)
      guard files.mayReach(unsafe files.own(name)) else { return SQLITE_CANTOPEN }
      return unsafe files.base.pointee.xDelete(files.base, name, isSynchronised)
    }
    unsafe vfs.pointee.xAccess = { vfs, name, flags, result in
      let files = unsafe DatabaseFiles.of(vfs)
      guard files.mayReach(unsafe files.own(name)) else { return SQLITE_CANTOPEN }
      return unsafe files.base.pointee.xAccess(files.base, name, flags, result)
    }
    unsafe vfs.pointee.xFullPathname = { vfs, name, length, result in
      let files = unsafe DatabaseFiles.of(vfs)
      guard let name = unsafe name, unsafe files.own(name) == .database, let result = unsafe result,
        files.path.utf8.count < Int(length)
      else { return SQLITE_CANTOPEN }
      unsafe strcpy(result, name)
      return SQLITE_OK
    }
  }

  deinit {
    unsafe sqlite3_vfs_unregister(vfs)
    unsafe vfs.deinitialize(count: 1)
    unsafe vfs.deallocate()
    unsafe free(vfsName)
  }

  /// The name under which SQLite finds the VFS.
  func withName<Result>(_ body: (UnsafePointer<CChar>) -> Result) -> Result { unsafe body(vfsName) }

  /// What was refused since the last call.
  func takeRefusal() -> Refusal? {
    defer { refusal = nil }
    return refusal
  }

  /// Refuses something at one of the names that SQLite would wait for, or that leads to another file.
  func refuseOthers() throws(SQLiteError) {
    guard !path.isEmpty else { return }
    for name in Name.allCases {
      guard let reason = reasonAgainst(name) else { continue }
      throw SQLiteError(code: SQLITE_CANTOPEN, message: reason, path: path, refusal: .notOwn(reason))
    }
  }

  // MARK: What SQLite asks

  private func mayOpen(_ own: Name?, _ flags: Int32) -> Bool {
    let wanted: [Int32: Name] = [
      SQLITE_OPEN_MAIN_DB: .database, SQLITE_OPEN_MAIN_JOURNAL: .journal, SQLITE_OPEN_WAL: .log,
    ]
    guard let own, own == wanted.first(where: { flags & $0.key != 0 })?.value else {
      refusal = flags & SQLITE_OPEN_SUPER_JOURNAL != 0 ? .superJournal : .otherDatabase
      return false
    }
    // The log's index is opened by the default VFS itself, with the log.
    for name in own == .log ? [.log, .index] : [own] {
      guard let reason = reasonAgainst(name) else { continue }
      refusal = .notOwn(reason)
      return false
    }
    // An application writes its header first, and makes the log then; it removes the log first, and changes the header then.
    guard own != .log || !keepsRollbackJournal else {
      refusal = .notOwn(
        "\(shown(.log)) is a write-ahead log, and the database is not one that has any (its header says so)")
      return false
    }
    return true
  }

  /// Tells if the database's header says that it has no write-ahead log: SQLite takes one that lies beside it all the same, and writes through
  /// it unseen by others who have the database open.
  private var keepsRollbackJournal: Bool {
    guard let database = unsafe database, let methods = unsafe database.pointee.pMethods else { return false }
    // What is needed to read it: 1, or 2 with a write-ahead log. An empty database has no header.
    var version: UInt8 = 0
    return unsafe methods.pointee.xRead(database, &version, 1, 19) == SQLITE_OK && version != 2
  }

  /// Tells if SQLite may look at what lies at a name, or remove it.
  private func mayReach(_ own: Name?) -> Bool {
    if own == .journal || own == .log { return true }
    refusal = .superJournal
    return false
  }

  /// Why SQLite may not open what lies at a name; nil if it may, or if nothing lies there.
  private func reasonAgainst(_ name: Name) -> String? {
    var status = stat()
    guard unsafe lstat(path + name.rawValue, &status) == 0 else { return nil }
    if let kind = RegularFile.otherKind(status) { return "\(shown(name)) is \(kind) and no regular file" }
    // What SQLite writes beside a database would be written into the other name's file.
    return name != .database && status.st_nlink > 1 ? "\(shown(name)) is a hard link to another file" : nil
  }

  private func shown(_ name: Name) -> String {
    given == path ? path + name.rawValue : "\(given), which leads to \(path + name.rawValue),"
  }

  // MARK: Pieces

  private static func of(_ vfs: UnsafeMutablePointer<sqlite3_vfs>?) -> DatabaseFiles {
    // SQLite gives back the VFS that it was given, whose data is the object that owns it.
    unsafe Unmanaged<DatabaseFiles>.fromOpaque(vfs!.pointee.pAppData).takeUnretainedValue()
  }

  /// Returns which of our files a name is. The side files' names are SQLite's own, and no others that read the same: a super-journal can be called `-wal`.
  private func own(_ name: UnsafePointer<CChar>?) -> Name? {
    guard let name = unsafe name else { return nil }
    if let side = unsafe sideNames.first(where: { unsafe $0.pointer == name }) { return unsafe side.name }
    // Byte by byte: Swift would call two spellings of an é the same.
    return unsafe strcmp(name, path) == 0 ? .database : nil
  }

  /// - Parameter name: of the database, as SQLite gave it: the names of the side files lie behind it.
  private func noteSideNames(of name: UnsafePointer<CChar>?) {
    guard let name = unsafe name, let journal = unsafe sqlite3_filename_journal(name),
      let log = unsafe sqlite3_filename_wal(name)
    else { return }
    unsafe sideNames = [(journal, .journal), (log, .log)]
  }

  /// The absolute path without links; of a file that is not there yet, with its folder's links followed.
  private static func resolved(_ path: String) -> String? {
    if let found = FilePath(resolving: path)?.text { return found }
    guard let folder = FilePath(resolving: path.folderPath)?.text else { return nil }
    return (folder == "/" ? "" : folder) + "/" + path.lastPathName
  }
}
