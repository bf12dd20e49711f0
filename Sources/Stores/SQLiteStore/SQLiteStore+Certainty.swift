internal import RecordStores
internal import SQLite

/// Makes certain what a commit that failed half-way has left.
///
/// A commit that ends with an error may have been written all the same. With a write-ahead log its frames lie behind the log's known end: no
/// connection sees them, and the next one that recovers the log takes them for committed. A new connection does not recover it while the
/// application has the file open. A process that is killed between the frames and the index leaves the same. So what the rows say is true only
/// once a commit of ours has been synchronised behind the last one that counts: it takes the place of those frames. If the rows say that the change
/// was made, some recovery may have read it from memory alone, and a checkpoint has to bring it into the database first.
extension SQLiteStore {
  /// Looks under the file's write lock, and answers what stays true, whatever the disk had of a commit that failed half-way.
  ///
  /// - Parameters:
  ///   - look: may change rows; it is committed before its answer is given.
  ///   - isGone: tells if an answer says that the change was made.
  func certainly<Answer>(
    _ recordSet: RecordSet, look: (Connection) throws -> Answer, isGone: (Answer) -> Bool
  ) throws(StoreError) -> Answer {
    try asking(recordSet) { connection in
      let transaction = try OpenTransaction(store: self, connection: connection, recordSet: recordSet)
      defer { transaction.rollback() }
      let answer = try look(connection)
      do {
        // The same value again is a page to write, and nothing that anybody would see.
        let version = try connection.integer("PRAGMA main.user_version") ?? 0
        try connection.execute("PRAGMA main.user_version = \(version)")
        try transaction.commit()
        if isGone(answer) { try checkpoint(connection) }
      } catch {
        guard let cause = error as? SQLiteError, !cause.isBusy else { throw error }
        throw StoreError.undecided(store: name, cause: cause.description)
      }
      return answer
    }
  }

  /// Brings all that is committed into the database's own file, and that to the disk.
  private func checkpoint(_ connection: Connection) throws {
    guard try connection.text("PRAGMA main.journal_mode") == "wal" else { return }
    let checkpoint = try connection.prepare("PRAGMA main.wal_checkpoint(FULL)")
    // That the statement ran says nothing; its row does: whether somebody was in the way, and how many frames of how many were copied.
    guard try connection.writing("a checkpoint", { try checkpoint.step() }), checkpoint.integer(0) == 0,
      checkpoint.integer(1) == checkpoint.integer(2)
    else {
      throw StoreError.undecided(
        store: name,
        cause:
          "another program reads an earlier state of the file, so that its write-ahead log cannot be written into it yet: "
          + "let it end its transaction")
    }
  }
}
