/// Triggers that a run sets off: each is refused, or somebody has reviewed it.
extension SchemaReview {
  /// Refuses triggers that the run's statements set off, unless they were reviewed. Others are of no interest: a trigger on INSERT does nothing where
  /// rows only go.
  mutating func reviewTriggers(of table: String, setOffBy statements: TableStatements) throws {
    // An account that only reads need not see them.
    forbidden += try catalogue.unseen(of: table, events: statements.events)
    let generated = Set(try catalogue.columns(of: table).filter(\.isGenerated).map(\.name))
    for trigger in try catalogue.triggers(of: table) {
      guard let event = statements.event(settingOff: trigger, generated: generated) else { continue }
      if let remedy = trigger.pathRemedy {
        warnings.append(
          .other(
            table: table,
            message:
              "the function of trigger \(trigger.name) has no search_path of its own, and ours is pg_catalog alone: it finds no table or function that it names without a schema",
            remedy: "\(remedy), and review the trigger after that, since its digest is another then"))
      }
      if let problem = problem(of: trigger, on: table, event) {
        let finding = SchemaFinding.trigger(table: table, name: trigger.name, event: event, review: problem)
        // A table that is changed and written by a trigger, too, is looked at twice.
        if !refusals.contains(finding) { refusals.append(finding) }
      } else {
        try reviewWrites(of: trigger, on: table)
      }
    }
  }

  /// Why a trigger is refused; nil if it was reviewed as it is.
  private func problem(of trigger: CatalogueTrigger, on table: String, _ event: TableEvent) -> TriggerReview?
  {
    guard let digest = trigger.text?.digest else {
      return .useless(
        cause: "a rule writes the statement anew", remedy: "drop it, or move its work to the application")
    }
    if use.receives {
      return .useless(
        cause: "what it does to rows that come from another store is not counted",
        remedy: "drop it, or archive within the store")
    }
    guard catalogue.countsTriggers else {
      return .useless(
        cause: "this server does not tell what it changes",
        remedy: "drop it, or move its work to the application")
    }
    let reviews = reviews(of: trigger, on: table)
    guard let review = reviews.first(where: { $0.digest == digest }) else {
      return reviews.isEmpty ? .missing(digest: digest) : .changed(digest: digest)
    }
    let own = recordSet.table.lowercased()
    let written = review.writes + recordSet.triggers.reached(from: review.writes).flatMap(\.writes)
    // Rows that refer to each other may lose their references one by one before they go.
    let comesWithRows = event == .delete || use.deletes && !recordSet.looseColumns.isEmpty
    if table.lowercased() == own, comesWithRows, written.contains(where: { $0.lowercased() == own }) {
      return .useless(
        cause:
          "it changes rows of its own table while others of them go, which could be due by what it writes",
        remedy: "drop it, or move its work to the application")
    }
    return nil
  }

  private func reviews(of trigger: CatalogueTrigger, on table: String) -> [ReviewedTrigger] {
    recordSet.triggers.filter { $0.name == trigger.name && $0.table.lowercased() == table.lowercased() }
  }

  /// What a reviewed trigger writes sets off triggers, too.
  private mutating func reviewWrites(of trigger: CatalogueTrigger, on table: String) throws {
    for written in reviews(of: trigger, on: table).flatMap(\.writes)
    where lookedAt.insert(written.lowercased()).inserted {
      guard let kind = try catalogue.kind(of: written) else {
        refusals.append(.tableMissing(table: written))
        continue
      }
      guard kind == "table" else {
        refusals.append(.notATable(table: written, kind: kind))
        continue
      }
      guard try catalogue.countsChanges(of: written) else {
        refusals.append(
          .other(
            table: written,
            message:
              "trigger \(trigger.name) of \(table) writes to it, and SQLite does not tell the changes of a table WITHOUT ROWID",
            remedy: "make it a table with rowids, or drop the trigger"))
        continue
      }
      try reviewTriggers(of: written, setOffBy: TableStatements([.insert, .update], assigning: nil))
    }
  }

  /// A review of what is not there was of another database, or has a wrong name.
  mutating func reviewForgotten() throws {
    for table in Set(recordSet.triggers.map(\.table)).sorted()
    where try catalogue.unseen(of: table, events: [.update]).isEmpty {
      let names = Set(try catalogue.triggers(of: table).map(\.name))
      for review in recordSet.triggers where review.table == table && !names.contains(review.name) {
        warnings.append(
          .other(
            table: table,
            message: "\"triggers\" has a review of \(review.name), and there is no such trigger",
            remedy: "remove it from stores.json, or correct its name"))
      }
    }
  }
}
