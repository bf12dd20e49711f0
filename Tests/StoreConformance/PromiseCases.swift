internal import CivilTime
internal import Glibc
internal import RecordStores
internal import Words

/// What a store refuses before anything is changed, what it lets go of when somebody asks to stop, and what it tells of itself.
extension ConformanceCase {
  static let promises: [ConformanceCase] = [
    ConformanceCase("A trigger that changes rows which no key lists is refused by the check") { harness in
      try tenPeople(harness)
      let letters = ConformanceTable("letters", [("id", .integer)], key: ["id"])
      try harness.makeTable(letters, in: "main")
      try harness.insert([[.integer(1)]], into: "letters", in: "main")
      let store = try harness.open("main")
      let before = try store.describe(set(people), use: use(deletes: true))
      try expect(before.refusals.isEmpty, "without a trigger nothing is refused: \(before.refusals)")
      try harness.makeTrigger(on: "people", deletingFrom: "letters", in: "main")
      let found = try harness.open("main").describe(set(people), use: use(deletes: true))
      try expect(
        found.refusals.contains {
          if case .trigger(_, _, .delete, .missing) = $0 { true } else { false }
        }, "the trigger is refused: \(found.refusals)")
    },
    ConformanceCase("A stop during the wait for a lock ends it, and nothing is changed or left locked") {
      harness in
      try tenPeople(harness)
      let stop = StopSignal()
      // Longer than any test: what ends the wait is the stop.
      let store = try harness.open("main", busySeconds: 3_600)
      store.obey(WorkInHand(stop: stop))
      // Connected, so that the table's lock is all that is waited for.
      _ = try store.identity()
      let unlock = try harness.lock(people, in: "main")
      _ = OwnThread.start {
        usleep(300_000)
        stop.request()
      }
      do {
        let batch = try store.begin(
          .delete, on: Selection(recordSet: set(people), predicate: due(by: today)), limit: BatchLimit(),
          holds: NoHolds())
        batch?.rollback()
        throw ConformanceFailure("the batch was made although its table was locked")
      } catch StoreError.interrupted {}
      try unlock()
      try expect(try harness.rows(of: people, in: "main").count == 10, "no row is gone")
      // On another connection; a server may not have seen the end of the first one yet, which claimed the store.
      store.obey(WorkInHand())
      for attempt in 1... {
        do {
          let next = try store.begin(
            .delete, on: Selection(recordSet: set(people), predicate: due(by: today)), limit: BatchLimit(),
            holds: NoHolds())
          return try expect(try commit(next).count == 10, "and whoever comes next finds no lock of ours")
        } catch StoreError.taken where attempt < 100 {
          usleep(50_000)
        }
      }
    },
    ConformanceCase("A store whose settings make a commit no promise is refused before a batch begins") {
      harness in
      switch harness.laxStore {
      case .has(let open):
        let store = try open()
        do {
          try store.checkDurability()
          throw ConformanceFailure("the settings were taken for durable")
        } catch StoreError.notDurable {}
        do {
          let batch = try store.begin(
            .delete, on: Selection(recordSet: set(people), predicate: .always), limit: BatchLimit(),
            holds: NoHolds())
          batch?.rollback()
          throw ConformanceFailure("a batch was made")
        } catch StoreError.notDurable {}
      case .lacks(let reason):
        try tenPeople(harness)
        try expect(!reason.isEmpty, "a harness says why")
        try harness.open("main").checkDurability()
      }
    },
    ConformanceCase("An account that may not delete is refused by the check, and changes nothing") {
      harness in
      try tenPeople(harness)
      switch harness.readingAccount {
      case .has(let open):
        let store = try open(people, "main")
        let found = try store.describe(set(people), use: use(deletes: true))
        try expect(
          found.forbidden.contains {
            if case .notAllowed(_, let rights, _) = $0 { rights.contains("DELETE") } else { false }
          }, "the check names the right that lacks: \(found.forbidden)")
        do {
          let batch = try store.begin(
            .delete, on: Selection(recordSet: set(people), predicate: .always), limit: BatchLimit(),
            holds: NoHolds())
          batch?.rollback()
          throw ConformanceFailure("a batch was made")
        } catch is StoreError {}
      case .lacks(let reason):
        try expect(!reason.isEmpty, "a harness says why")
        let found = try harness.open("main").describe(set(people), use: use(deletes: true))
        try expect(found.forbidden.isEmpty, "nothing is forbidden: \(found.forbidden)")
      }
      try expect(try harness.rows(of: people, in: "main").count == 10, "all rows are there")
    },
    ConformanceCase("A store with a clock reads it anew each time, and one without says so") { harness in
      try tenPeople(harness)
      let store = try harness.open("main")
      guard let first = try store.clock() else {
        return try expect(!harness.hasClock, "the engine has a clock, and the adapter does not read it")
      }
      try expect(harness.hasClock, "the engine has no clock, and the adapter shows one")
      // Some clocks count in seconds or milliseconds.
      let isLater = try (0..<200).contains { _ in
        usleep(10_000)
        return try store.clock().map { $0 > first } ?? false
      }
      try expect(isLater, "it goes forward")
    },
    ConformanceCase("Scrubbing names each place where deleted rows may be read, and changes no row") {
      harness in
      try tenPeople(harness)
      let store = try harness.open("main")
      let selection = Selection(recordSet: set(people), predicate: due(by: today.adding(days: -5)))
      _ = try commit(store.begin(.delete, on: selection, limit: BatchLimit(), holds: NoHolds()))
      let told = [
        try store.physicalScrub(), try store.physicalScrub(of: [set(people)]),
        try store.scrub([set(people)], ScrubEffort(rewrites: true, dropsLogs: false)),
      ]
      for scrub in told.dropFirst() { try expect(!scrub.places.isEmpty, "some place is named") }
      for place in told.flatMap(\.places) {
        try expect(
          !place.name.isEmpty && !place.explanation.isEmpty, "each place has a name and a sentence: \(place)")
      }
      try expect(try harness.rows(of: people, in: "main").count == 5, "the rows that stay are there")
    },
  ]
}
