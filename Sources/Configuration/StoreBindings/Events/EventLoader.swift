internal import CivilTime
internal import JSONText
internal import RecordStores

/// Reads the event columns of a record set.
struct EventLoader {
  /// What a column with a date can say beside its name and form.
  static let bounds = ["zone", "noDate", "earliest", "latest", "required"]
  static let ofColumn = ["as"] + bounds

  func events(_ field: Field?) -> [String: BoundEvent] {
    var events: [String: BoundEvent] = [:]
    for (name, field) in field?.map ?? [] {
      guard let fields = field.object(["column", "neverWas", "ifNone", "parent"] + Self.ofColumn) else {
        continue
      }
      let source = source(field, fields)
      let neverWas = fields["neverWas"].flatMap { self.neverWas($0, columns: fields) }
      guard let source else { continue }
      events[name] = BoundEvent(source, neverWas: neverWas ?? .never)
    }
    return events
  }

  /// A column of the record, if one is named; otherwise rows of another table.
  private func source(_ field: Field, _ fields: ObjectFields) -> BoundEvent.Source? {
    guard fields["column"] != nil else {
      let isRelated = RelatedEventLoader.choices.contains { fields[$0.name] != nil }
      // Who names a form names a column.
      return isRelated || fields["as"] == nil
        ? RelatedEventLoader(events: self).source(field, fields) : column(fields).map { .column($0) }
    }
    for name in ["latest", "earliest", "parent"] {
      guard let other = fields[name], case .object = other.node.content else { continue }
      other.report(
        "two events in one: a column, and rows of another table",
        "give each a name of its own, and join them by the rule's latestOf or earliestOf")
      return nil
    }
    fields["parent"]?.report(
      "\(fields["parent"]?.node.kind ?? "a value"), where an object should stand", "remove it")
    fields["ifNone"]?.report("a date in a column of the record's own is there or missing", "remove it")
    return column(fields).map { .column($0) }
  }

  /// A column with a date, of whichever table.
  func column(_ fields: ObjectFields) -> EventColumn? {
    let column = fields.required("column")?.string
    let encoding = fields.required("as").flatMap { self.encoding($0, zone: fields["zone"]) }
    let (earliest, latest) = (fields["earliest"].flatMap(day), fields["latest"].flatMap(day))
    if let earliest, let latest, latest < earliest {
      fields["latest"]?.report("before \"earliest\"", "write \(earliest) or a later day")
    }
    let noDate = fields["noDate"].map(self.noDate) ?? .builtIn
    let isRequired = fields["required"]?.bool ?? false
    guard let column, let encoding else { return nil }
    return EventColumn(
      column: column, encoding: encoding, noDate: noDate, earliest: earliest, latest: latest,
      isRequired: isRequired)
  }

  /// - Parameter fields: with the event's own column, of which nothing is asked: that there is no date in it says nothing of whether one will come.
  private func neverWas(_ field: Field, columns fields: ObjectFields) -> Predicate? {
    guard let predicate = PredicateLoader.predicate(field) else { return nil }
    let own = fields["column"] ?? fields["ifNone"]?.peek("column")
    let column: String? = if case .string(let name)? = own?.node.content { name } else { nil }
    if let column, predicate.columns.contains(column) {
      field.report(
        "a date that is missing does not say that its event never was",
        "ask for another column than \"\(column)\", one that says it of the row")
    } else if predicate.asksForEmpty {
      field.report(
        "an empty column does not say that the event never was",
        "ask for the value that says it; where the column is null or empty, the record is undated and stays")
    } else if predicate.columns.isEmpty {
      field.report(
        "true or false of every row", "ask for a column that says of a row whether the event was")
    }
    return predicate
  }

  private func encoding(_ field: Field, zone: Field?) -> EventColumn.Encoding? {
    guard let name = field.string else { return nil }
    guard let encoding = EventColumn.Encoding(named: name, zone: .utc) else {
      report(unknown: name, field)
      return nil
    }
    guard encoding.zone != nil else {
      zone?.report("a zone for \"\(name)\", which needs none", "remove it")
      return encoding
    }
    guard let zone else {
      field.report(
        "a \(name == "timestamp" ? name : "\"\(name)\"") without its zone",
        "add \"zone\": \"UTC\", or the zone that the application writes in")
      return nil
    }
    guard let identifier = zone.string else { return nil }
    do throws(TimeZoneError) {
      return EventColumn.Encoding(named: name, zone: try TimeZone(identifier: identifier))
    } catch {
      zone.report(error.cause, error.remedy)
      return nil
    }
  }

  private func report(unknown name: String, _ field: Field) {
    let years = name.count { $0 == "Y" || $0 == "y" }
    if years == 2 {
      field.report(
        "two digits do not say the century: \"27\" is 1927 as well as 2027",
        "bind a column, a generated column or a view that has four digits, as \"\(name.replacing(years: "YYYY"))\""
      )
    } else {
      field.report(
        "there is no form \"\(name)\"", "write \(EventColumn.Encoding.names.joined(separator: ", "))")
    }
  }

  // MARK: What can be meant

  private func day(_ field: Field) -> CivilDate? {
    guard let text = field.string else { return nil }
    guard let day = CivilDate(text), PlausibleDays.bounds.contains(day) else {
      let (first, last) = (PlausibleDays.bounds.lowerBound, PlausibleDays.bounds.upperBound)
      field.report(
        "\"\(text)\" is no day that a date can be compared with",
        "write YYYY-MM-DD, from \(first) to \(last); 9999-12-31 for \"open\" belongs into \"noDate\"")
      return nil
    }
    return day
  }

  /// Days, and values as the column has them.
  private func noDate(_ field: Field) -> NoDate {
    var days: [CivilDate] = []
    var numbers: [Int64] = []
    var texts: [String] = []
    for field in field.array ?? [] {
      switch field.node.content {
      case .integer(let number): numbers.append(Int64(number))
      case .string(let text):
        if text.isEmpty || text.utf8.contains(0) {
          field.report(
            text.isEmpty
              ? "an empty text, which is no date anyway" : "a text with a NUL, which no store holds",
            "remove it")
        } else if let day = CivilDate(text), day.year > 0 {
          days.append(day)
        } else {
          texts.append(text)
        }
      default:
        field.report(
          "\(field.node.kind), which stands for no date",
          "write a day such as \"1970-01-01\", or a number or text as the column holds it; null is no date anyway"
        )
      }
    }
    return NoDate(days: days.sorted(), numbers: numbers, texts: texts)
  }
}

extension String {
  /// The name of a form with other letters for its year.
  fileprivate func replacing(years: String) -> String {
    String(
      uppercased().reduce(into: "") { $0 += $1 == "Y" ? ($0.hasSuffix(years) ? "" : years) : String($1) })
  }
}
