internal import CalendarExpressions
internal import CivilTime
package import JSONText
internal import RecordStores
package import RetentionPolicy
internal import Transforms
internal import Words

extension StoreBindings {
  /// Reads and checks `stores.json`.
  ///
  /// - Parameters:
  ///   - file: the name that messages give.
  ///   - schedule: what the record sets are bound to.
  ///   - baseDirectory: what relative paths start from.
  ///   - companions: what is done about the files that belong to it.
  ///   - standing: how much is demanded.
  /// - Throws: everything that is wrong with the file, each with its place, cause and remedy.
  package static func load(
    _ bytes: [UInt8], file: String, schedule: Schedule, baseDirectory: String,
    companions: CompanionFiles = .read, standing: FileStanding = .proposed
  ) throws(DocumentProblems) -> StoreBindings {
    let reader = DocumentReader(file: file)
    let loader = BindingsLoader(
      schedule: schedule, baseDirectory: baseDirectory, companions: companions, standing: standing)
    let bindings = reader.parse(bytes).flatMap(loader.bindings)
    try reader.finish()
    // Whatever makes it nil has been reported.
    guard let bindings else { throw DocumentProblems([]) }
    return bindings
  }
}

/// Turns the tree of the stores file into a bindings; whatever is wrong goes to the tree's reader.
struct BindingsLoader {
  let schedule: Schedule
  let baseDirectory: String
  let companions: CompanionFiles
  let standing: FileStanding

  func bindings(_ root: Field) -> StoreBindings? {
    let known =
      [
        "$schema", "journal", "keys", "calendar", "survey", "clock", "firstRun", "stores", "recordSets",
        "elsewhere",
      ] + RunTimes.members
    guard let fields = root.object(known) else { return nil }
    let storeLoader = StoreLoader(path: path, keySource: { keySource($0) })
    let journal = fields.required("journal").flatMap(self.journal)
    let keys = fields.required("keys").flatMap(self.keys)
    let stores =
      fields.required("stores")?.map?.compactMap { storeLoader.store(StoreName($0.name), $0.field) } ?? []
    let storeNames = (fields["stores"]?.map ?? []).map { StoreName($0.name) }
    let documentStores = Set(stores.filter { $0.engine.documentFolder != nil }.map(\.name))
    let recordSetFields = fields.required("recordSets")?.map ?? []
    let firstRunRows = FirstRunLoader.rows(fields["firstRun"], otherwise: FirstRunLoader.standard)
    for (name, field) in (fields["stores"]?.map ?? []) + recordSetFields { check(name, of: field) }
    let archives = Set(recordSetFields.compactMap { archiveName(in: $0.field) })
    let recordSets = DependentBinding.bind(
      recordSetFields.compactMap { name, field in
        RecordSetLoader(
          schedule: schedule, storeNames: storeNames, documentStores: documentStores,
          isArchive: archives.contains(RecordSetName(name)), firstRunRows: firstRunRows, path: path,
          companions: companions
        ).recordSet(RecordSetName(name), field)
      }, stores, schedule: schedule)
    let calendar = self.calendar(fields["calendar"], standard: "*-*-* 02:30:00")
    let surveys = self.calendar(fields["survey"], standard: "Sun *-*-* 04:30:00")
    let clock = self.clock(fields["clock"])
    let times = RunTimes(fields)
    if recordSets.count == recordSetFields.count, let keys {
      check(recordSets, recordSetFields, keys, stores, of: fields, in: root)
    }
    let elsewhere = self.elsewhere(fields["elsewhere"], besides: Set(recordSets.map(\.domain)))
    guard let journal, let keys else { return nil }
    return StoreBindings(
      journal: journal, keys: keys, calendar: calendar, windows: times.windows,
      catchesUpAtOnce: times.catchesUpAtOnce, longestRun: times.longestRun, surveys: surveys, clock: clock,
      stores: stores, recordSets: recordSets, elsewhere: elsewhere)
  }

  /// Looks at what several members say together.
  private func check(
    _ recordSets: [BoundRecordSet], _ recordSetFields: [(name: String, field: Field)], _ keys: KeySources,
    _ stores: [StoreDefinition], of fields: ObjectFields, in root: Field
  ) {
    let check = BindingsCheck(
      recordSets: recordSets, fields: recordSetFields, keys: keys, stores: stores)
    check.archives()
    check.dependents()
    check.subjects()
    if standing == .proposed { check.dependentDomains(DependentDomains(recordSets, schedule: schedule)) }
    ConditionalDependents(recordSets: recordSets, fields: recordSetFields, schedule: schedule).run()
    check.rows(by: schedule)
    check.sharedStores(fields["stores"]?.map ?? [])
    check.sharedTables()
    check.folders()
    check.pseudonymKeys(fields["keys"] ?? root)
    check.dateShifts()
    check.tableNames()
    check.namedTables(fields["stores"]?.map ?? [])
    check.unusedStores(fields["stores"]?.map ?? [])
  }

  /// What somebody is to type, and to find in a message, has characters that can be seen.
  private func check(_ name: String, of field: Field) {
    guard name.isEmpty || name.unicodeScalars.contains(where: { $0.properties.generalCategory == .control })
    else { return }
    field.report(
      "a name without characters, or with a control character in it", "give it a name that can be typed")
  }

  /// The record set that a record set archives into, quietly: its own reading reports what is wrong.
  private func archiveName(in field: Field) -> RecordSetName? {
    guard case .object(let members) = field.node.content,
      case .object(let archive)? = members.first(where: { $0.name == "archive" })?.value.content,
      case .string(let name)? = archive.first(where: { $0.name == "to" })?.value.content
    else { return nil }
    return RecordSetName(name)
  }

  private func path(_ field: Field) -> String? {
    guard let path = field.string else { return nil }
    if path.isEmpty { field.report("an empty path", "write the file's path") }
    return path.hasPrefix("/") ? path : baseDirectory + "/" + path
  }

  // MARK: Journal, keys, calendar, clock

  private func journal(_ field: Field) -> JournalSettings? {
    guard let fields = field.object(["path", "origin", "directory", "epochEntries", "anchors", "verify"])
    else {
      return nil
    }
    let path = fields.required("path").flatMap(self.path)
    let origin = fields.required("origin").flatMap { field -> String? in
      guard let name = field.string else { return nil }
      let isRight =
        !name.isEmpty && !name.contains("://")
        && name.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != 0x2B }
      if !isRight {
        field.report(
          "\"\(name)\" is no journal name",
          "write a URL without its scheme, such as insurer.example/retention")
      }
      return name
    }
    let directory = fields["directory"].flatMap(self.path)
    let epochEntries = fields["epochEntries"].flatMap { field -> Int? in
      guard let number = field.integer else { return nil }
      if number < 16 { field.report("an epoch of \(number) entries", "write 16 or more") }
      field.check(number, atMost: Bounds.count)
      return number
    }
    let anchors = fields["anchors"].flatMap {
      AnchorLoader(path: self.path, hasEpochs: epochEntries != nil).anchors($0)
    }
    let verification = calendar(fields["verify"], standard: "Sun *-*-* 05:30:00")
    guard let path, let origin else { return nil }
    // Beside the journal, if nobody says otherwise.
    let stem = path.hasSuffix(".sqlite") ? String(path.dropLast(7)) : path
    return JournalSettings(
      path: path, origin: origin, directory: directory ?? stem + ".tlog", epochEntries: epochEntries,
      anchors: anchors, verification: verification)
  }

  private func keys(_ field: Field) -> KeySources? {
    guard let fields = field.object(["signing", "evidence", "formerEvidence", "pseudonyms"]) else {
      return nil
    }
    let signing = fields.required("signing").flatMap(keySource)
    let evidence = fields.required("evidence").flatMap(keySource)
    let formerEvidence = (fields["formerEvidence"]?.array ?? []).compactMap(keySource)
    var pseudonyms: [DomainID: [KeySources.PseudonymKey]] = [:]
    for (name, field) in fields["pseudonyms"]?.map ?? [] {
      let domain = DomainID(name)
      if schedule.domain(domain) == nil {
        field.report("the schedule has no domain \"\(domain)\"", "it has \(domainNames)")
      }
      pseudonyms[domain] = pseudonymKeys(field)
    }
    guard let signing, let evidence else { return nil }
    let sources = [signing, evidence] + formerEvidence + pseudonyms.values.flatMap { $0.flatMap(\.sources) }
    if Set(sources).count != sources.count {
      field.report("one key for two uses", "make a key of its own for each")
    }
    return KeySources(
      signing: signing, evidence: evidence, formerEvidence: formerEvidence, pseudonyms: pseudonyms)
  }

  private var domainNames: String { schedule.domains.map(\.id).joined(separator: ", ") }

  private func pseudonymKeys(_ field: Field) -> [KeySources.PseudonymKey] {
    var keys: [KeySources.PseudonymKey] = []
    for entry in field.array ?? [] {
      guard let fields = entry.object(["version", "file", "credential", "second"]),
        let version = fields.required("version")?.integer, let source = keySource(entry, fields)
      else { continue }
      fields["version"]?.check(version, atMost: Bounds.version)
      if version < 1 { entry.report("version \(version)", "count versions from 1") }
      if keys.contains(where: { $0.version == version }) {
        entry.report("version \(version) stands twice", "give each key a version of its own")
      }
      keys.append(
        KeySources.PseudonymKey(
          version: version, source: source, second: fields["second"].flatMap(keySource)))
    }
    if keys.isEmpty { field.report("no key", "add {\"version\": 1, \"credential\": \"…\"}") }
    return keys
  }

  private func keySource(_ field: Field) -> KeySource? {
    field.object(["file", "credential"]).flatMap { keySource(field, $0) }
  }

  private func keySource(_ field: Field, _ fields: ObjectFields) -> KeySource? {
    switch (fields["file"], fields["credential"]) {
    case (let file?, nil): return path(file).map(KeySource.file)
    case (nil, let credential?): return credential.string.map(KeySource.credential)
    default:
      field.report(
        "a key that is neither or both of a file and a credential",
        "write {\"credential\": \"NAME\"} or {\"file\": \"PATH\"}")
      return nil
    }
  }

  /// Where the records of domains are that no record set serves.
  private func elsewhere(_ field: Field?, besides served: Set<DomainID>) -> Elsewhere {
    var places = Elsewhere()
    for (name, field) in field?.map ?? [] {
      let isForOthers = name == "*"
      let domain = DomainID(name)
      if !isForOthers, schedule.domain(domain) == nil {
        field.report(
          "the schedule has no domain \"\(domain)\"", "it has \(domainNames), and \"*\" is for all others")
      }
      if served.contains(domain) {
        field.report("record sets of this file are in the domain \"\(domain)\"", "remove it here")
      }
      guard let place = field.string else { continue }
      if place.allSatisfy(\.isWhitespace) {
        field.report("no place", "say where the domain's records are, and who keeps their periods")
      }
      if isForOthers { places.ofOthers = place } else { places.byDomain[domain] = place }
    }
    return places
  }

  /// - Parameter standard: what counts if nothing is said.
  private func calendar(_ field: Field?, standard: String) -> [CalendarExpression] {
    // Ours are expressions.
    guard let field else { return (try? CalendarExpression(standard)).map { [$0] } ?? [] }
    return (field.array ?? []).compactMap { entry in
      guard let text = entry.string else { return nil }
      do throws(CalendarExpressionError) {
        return try CalendarExpression(text)
      } catch {
        entry.report("\(error)", "try it with `systemd-analyze calendar`")
        return nil
      }
    }
  }

  private func clock(_ field: Field?) -> ClockSettings {
    let standard = ClockSettings(maximumAdvance: nil, requiresSynchronised: true)
    guard let fields = field?.object(["maximumAdvance", "requireSynchronised"]) else { return standard }
    let advance = fields["maximumAdvance"].flatMap { field in Durations.seconds(field).map { (field, $0) } }
    if let (field, seconds) = advance, seconds < 86_400 {
      field.report("less than a day", "allow a day or more")
    }
    return ClockSettings(
      maximumAdvance: advance.map { Int($0.1) } ?? standard.maximumAdvance,
      requiresSynchronised: fields["requireSynchronised"]?.bool ?? standard.requiresSynchronised)
  }
}

/// Durations of the administrator's file: how long to wait, not how long to keep.
enum Durations {
  /// Seconds of an ISO 8601 duration of days and less, such as `PT5S` or `P40D`.
  static func seconds(_ field: Field, atMost most: Double = Bounds.durationSeconds) -> Double? {
    guard let text = field.string else { return nil }
    do throws(PeriodError) {
      let period = try Period(iso8601: text)
      if period.years == 0, period.months == 0 {
        let days = Double(period.weeks) * 7 + Double(period.days)
        let seconds = days * 86_400 + Double(period.elapsedSeconds)
        if seconds > most {
          field.report("\(text) is too long", "write P\(Int(most / 86_400))D or less")
        }
        return min(seconds, most)
      }
      field.report("months and years, which differ in length", "write days, hours, minutes or seconds")
    } catch {
      field.report(error.cause, error.remedy)
    }
    return nil
  }
}
