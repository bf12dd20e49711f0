internal import Words

extension StoreError: CustomStringConvertible {
  /// Says what happened, where, and what to do; never a value of a row.
  package var description: String {
    switch self {
    case .unavailable(let store, let cause):
      "store \(store): cannot be opened: \(cause)"
    case .busy(let store, let seconds):
      "store \(store): another program had it locked for more than \(seconds) s: run at a quieter time, or raise busyTimeout"
    case .rowsLocked(let store):
      "store \(store): others had rows locked, or their table, for as long as the run waits: run at a quieter time, or raise busyTimeout"
    case .timedOut(let store):
      "store \(store): the statement took longer than the batch may: lower batch.rows, raise batch.seconds, or index the trigger column"
    case .interrupted(let store):
      "store \(store): what it was asked was interrupted, since somebody asked to stop"
    case .schema(let store, let recordSet, let finding):
      "store \(store), record set \(recordSet): \(finding)"
    case .schemaChanged(let store, let recordSet):
      "store \(store), record set \(recordSet): the schema changed since the run began: run `retentiond check`, then start a new run"
    case .ignoredChanges(let store, let recordSet, let chosen, let changed):
      "store \(store), record set \(recordSet): \(changed) rows changed where \(chosen) were chosen; nothing was committed: remove the trigger, "
        + "rule or policy that passes over the others, or let rows that must stay not be due"
    case .unlistedChanges(let store, let recordSet, let listed, let changed, nil):
      "store \(store), record set \(recordSet): \(changed) rows changed where \(listed) were listed; nothing was committed: "
        + "declare what goes with the record under `dependents`, or remove the trigger"
    case .unlistedChanges(let store, let recordSet, let listed, let changed, let place?):
      "store \(store), record set \(recordSet): \(place.description(listed: listed, changed: changed)); nothing was committed: "
        + "a reviewed trigger writes what its entry in stores.json does not say: add the table to its \"writes\", or drop the trigger; "
        + "rows that a trigger deletes go unlisted, and no entry allows it"
    case .disagreement(let store, let recordSet, let rule):
      "store \(store), record set \(recordSet): the store chose a row that rule \(rule) does not let go when its dates and facts are judged a second "
        + "time; the batch was rolled back: look for operators or functions in the store's schema that hide the server's own, for a damaged index, and for "
        + "dates in another form than stores.json says, and ask `retentiond explain` about rows of the record set; then start a new run"
    case .moved(let store, let recordSet, let column):
      "store \(store), record set \(recordSet): pseudonymising would change column \(column), which no transform names and which rules, holds or the key "
        + "read; the batch was rolled back: remove the trigger, ON UPDATE or generated column that changes it, or bind another column"
    case .relatedRowsCame(let store, let recordSet, let table):
      "store \(store), record set \(recordSet): a row of \(table), which its dates or facts are read from, came while a batch was made; the batch was rolled back"
    case .notDurable(let store, let setting, let remedy):
      "store \(store): a commit would not be durable (\(setting)): \(remedy)"
    case .constraint(let store, let recordSet, let constraint):
      "store \(store), record set \(recordSet): a constraint refused the change (\(constraint)): declare dependents, or change the transform"
    case .row(let store, let recordSet, let reason):
      "store \(store), record set \(recordSet): a row cannot be changed: \(reason)"
    case .key(let store, let recordSet, let expected, let given):
      "store \(store), record set \(recordSet): the key has \(expected.count) parts (\(expected.joined(separator: ", "))), and \(given) "
        + "were given: separate them by spaces"
    case .holdTest(let store, let reason):
      "store \(store): a legal hold could not be tested, so nothing was changed: \(reason)"
    case .lost(let store, let cause):
      "store \(store): the connection was lost: \(cause): see to the server or the network; the next run goes on where this one ended"
    case .undecided(let store, let cause):
      "store \(store): a commit failed half-way, and what the disk has of it cannot be made certain: \(cause)"
    case .conflict(let store, let cause):
      "store \(store): another transaction was in the way again and again: \(cause): run at a quieter time, or lower batch.rows"
    case .tooLarge(let store, let cause):
      "store \(store): the batch is larger than one transaction may be: \(cause): lower batch.rows, or raise the server's limit"
    case .full(let store):
      "store \(store): the disk is full: free space, then start the run again"
    case .replaced(let store, let difference):
      "store \(store): another one stands in its place (\(difference)), and nothing is changed in it: find out who put it there; "
        + "if it is meant to be the store, `retentiond store accept \(store) --reason TEXT`"
    case .unsettled(let store, let batch, let cause):
      "store \(store): \(batch) is open, and is settled before anything else is changed there; that could not be done: \(cause)"
    case .taken(let store, let place):
      "store \(store): another retentiond works on \(place): try again when it is through"
    case .engine(let store, let code, let message):
      "store \(store): error \(code)\(message.isEmpty ? ": look it up in the engine's manual, and in its log" : ": " + message)"
    }
  }
}

extension SchemaFinding: CustomStringConvertible {
  /// Says what the schema check found and what would be right.
  package var description: String {
    switch self {
    case .tableMissing(let table):
      "there is no table \(table): correct `table` in stores.json"
    case .notATable(let table, let kind):
      "\(table) is a \(kind), and a purge needs ordinary tables, whose changes can be rolled back and are durable: name another in stores.json, or have its owner make it one"
    case .columnMissing(let table, let column):
      "table \(table) has no column \(column): correct its name in stores.json"
    case .keyNotUnique(let table, let key):
      "(\(key.joined(separator: ", "))) does not identify a row of \(table): name the primary key, or columns with a unique index and NOT NULL"
    case .undeclaredReference(let table, let from, let onDelete, let columns, let parentColumns):
      "rows of \(from) refer to \(table) (ON DELETE \(onDelete)): declare them under `dependents` of \(table) as "
        + "{\"table\": \(Self.json(from)), \"references\": {"
        + zip(columns, parentColumns).map { "\(Self.json($0)): \(Self.json($1))" }.joined(separator: ", ")
        + "}"
        + (from.lowercased() == table.lowercased()
          ? "}" : ", \"domain\": \"?\"}, with the domain whose periods they are kept by")
        + Self.setNull(onDelete, isOwn: from.lowercased() == table.lowercased())
    case .trigger(let table, let name, let event, let review):
      "trigger \(name) runs on \(event.rawValue) of \(table) and can change rows that no evidence lists"
        + Self.remedy(review, table: table, name: name)
    case .noIndex(let table, let column):
      "no index of \(table) begins with \(column), so each run reads the whole table: create one"
    case .generatedColumnChanged(let table, let column):
      "\(table).\(column) is generated and cannot be changed: transform the columns that it is made from"
    case .notNullable(let table, let column):
      "\(table).\(column) is NOT NULL and its transform gives null: use a constant or a pseudonym"
    case .wrongType(let table, let column, let type):
      "\(table).\(column) is of type \(type), which cannot take what its transform gives: use another transform"
    case .tooShort(let table, let column, let limit, let needed):
      "\(table).\(column) takes \(limit) characters and its transform gives \(needed): widen it, or use another transform"
    case .mergedUnique(let table, let column, let index):
      "\(table).\(column) is in the unique index (\(index.joined(separator: ", "))), and its transform gives different rows the same value: "
        + "use null, a pseudonym or a surrogate"
    case .archiveColumnMissing(let table, let archive, let column):
      "archive table \(archive) has no column \(column) of \(table): add it, so that nothing is lost in the move"
    case .archiveColumnLossy(let table, let archive, let column, let from, let to, let reason):
      "\(archive).\(column) is \(to) and cannot keep \(table).\(column), which is \(from): \(reason): give it a type that does"
    case .encodingNotSortable(let table, let column):
      "\(table).\(column) has dates as text that does not sort by date, so no index can serve it"
    case .dependentIndexMissing(let table, let columns):
      "no index of \(table) begins with (\(columns.joined(separator: ", "))), so each batch reads the whole table: create one"
    case .notAllowed(let table, let rights, let grant):
      "\(table): the account of stores.json may not \(rights.joined(separator: ", ")): \(grant)"
    case .rowsHidden(let table, let account):
      "\(table): row-level security hides rows from \(account), which would be kept for ever and counted by nobody: "
        + "ALTER ROLE \(account) BYPASSRLS, or take the policies off the table"
    case .notWritable(let place, let cause):
      "\(place) cannot be written (\(cause)): let the service's account write to it; in the service's unit ReadWritePaths= names it"
    case .other(let table, let message, let remedy):
      "\(table): \(message): \(remedy)"
    }
  }

  /// What else can be said of rows that the key lets stay.
  private static func setNull(_ onDelete: String, isOwn: Bool) -> String {
    if onDelete == "SET NULL", !isOwn {
      return
        ": they then go with it; where they are to stay without it, as the key has it, add \"onDelete\": \"set-null\""
    }
    return onDelete.hasPrefix("SET")
      ? ": they then go with it; where they are to stay, give their table a record set of its own, or take the reference from them first"
      : ""
  }

  /// What to do about a trigger, with the line that reviews it.
  private static func remedy(_ review: TriggerReview, table: String, name: String) -> String {
    func line(_ digest: String) -> String {
      "{\"table\": \(json(table)), \"name\": \(json(name)), \"sha256\": \"\(digest)\", \"writes\": []}"
    }
    switch review {
    case .missing(let digest):
      return
        ": drop it, move its work to the application, or have a database administrator read it and add to \"triggers\" of the store \(line(digest)), with the tables that it writes"
    case .changed(let digest):
      return
        ", and its text is another than the one that was reviewed: have it read again, and put in the place of its entry in \"triggers\" \(line(digest)), with the tables that it writes"
    case .useless(let cause, let remedy):
      return "; no review lets it run, since \(cause): \(remedy)"
    }
  }

  /// A name as JSON writes it.
  private static func json(_ name: String) -> String {
    name.unicodeScalars.reduce(into: "\"") { text, scalar in
      switch scalar {
      case "\"", "\\": text += "\\" + String(scalar)
      case "\u{0}"..<" ": text += "\\u00" + Hexadecimal.encode([UInt8(scalar.value)])
      default: text.unicodeScalars.append(scalar)
      }
    } + "\""
  }
}
