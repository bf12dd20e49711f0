package import RecordStores
internal import SQLite

extension SQLiteStore {
  package func physicalScrub() throws(StoreError) -> PhysicalScrub {
    let connection = try connection()
    do {
      let mode = try connection.text("PRAGMA journal_mode") ?? ""
      let places = try connection.interruptibly {
        [
          PhysicalScrub.Place(
            name: "database file", isScrubbed: true,
            explanation:
              "what was deleted and changed here was overwritten with zeros (secure_delete), in live and in free pages"
          ),
          try earlierPages(connection),
          mode == "wal" ? try writeAheadLog(connection) : rollbackJournal(mode),
          PhysicalScrub.Place(
            name: "backups and storage", isScrubbed: false,
            explanation:
              "copies made before the run, and old blocks of the file system or an SSD, are out of reach from here"
          ),
        ]
      }
      return PhysicalScrub(places: places)
    } catch {
      throw storeError(
        error, connection: connection, recordSet: .whole(name))
    }
  }

  /// What a run frees is zeroed. What was free before it may not be, where an application deleted with other settings.
  private func earlierPages(_ connection: Connection) throws -> PhysicalScrub.Place {
    let count = min(earlierFreePages, try connection.integer("PRAGMA freelist_count") ?? 0)
    return PhysicalScrub.Place(
      name: "free pages of before", isScrubbed: count == 0,
      explanation: count == 0
        ? "no page was free before"
        : "\(count) pages were free before; what an application deleted in them without secure_delete is still there: "
          + "`retentiond scrub --rewrite \(name)` writes the file anew")
  }

  package func scrub(_ recordSets: [RecordSet], _ effort: ScrubEffort) throws(StoreError) -> PhysicalScrub {
    let connection = try connection()
    do {
      if effort.rewrites { try connection.interruptibly { try connection.vacuum() } }
    } catch {
      throw storeError(
        error, connection: connection, recordSet: .whole(name))
    }
    let places = try physicalScrub().places
    let left = places.filter { $0.name == "write-ahead log" && !$0.isScrubbed }
    return PhysicalScrub(
      places: places, undone: left.map { .init(.scrubbing, $0.explanation) },
      done: effort.rewrites ? [.rewriting] : [])
  }

  /// The log keeps the pages as they were written until it is checkpointed and cut.
  private func writeAheadLog(_ connection: Connection) throws -> PhysicalScrub.Place {
    let checkpoint = try connection.prepare("PRAGMA wal_checkpoint(TRUNCATE)")
    let isDone = try connection.writing("a checkpoint") {
      try checkpoint.step() && checkpoint.integer(0) == 0
    }
    return PhysicalScrub.Place(
      name: "write-ahead log", isScrubbed: isDone,
      explanation: isDone
        ? "checkpointed and cut to nothing"
        : "an application reads from it; it is scrubbed at the next run, or by PRAGMA wal_checkpoint(TRUNCATE) when nobody reads"
    )
  }

  private func rollbackJournal(_ mode: String) -> PhysicalScrub.Place {
    switch mode {
    case "delete", "truncate":
      PhysicalScrub.Place(
        name: "rollback journal", isScrubbed: true,
        explanation: "removed or cut after each batch (journal_mode = \(mode))")
    default:
      PhysicalScrub.Place(
        name: "rollback journal", isScrubbed: false,
        explanation:
          "kept after each batch (journal_mode = \(mode)) with the old pages; PRAGMA journal_mode = delete removes it"
      )
    }
  }
}
