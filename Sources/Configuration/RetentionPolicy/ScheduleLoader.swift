internal import CivilTime
package import JSONText
internal import Words

extension Schedule {
  /// Reads and checks `retention-rules.json`.
  ///
  /// - Parameter file: the name that messages give.
  /// - Throws: everything that is wrong with the file, each with its place, cause and remedy.
  package static func load(_ bytes: [UInt8], file: String) throws(DocumentProblems) -> Schedule {
    let reader = DocumentReader(file: file)
    var loader = ScheduleLoader()
    let schedule = reader.parse(bytes).flatMap { loader.schedule($0) }
    try reader.finish()
    // Whatever makes it nil has been reported.
    guard let schedule else { throw DocumentProblems([]) }
    return schedule
  }
}

/// Turns the tree of the rules file into a schedule; whatever is wrong goes to the tree's reader.
struct ScheduleLoader {
  private var domainIDs: [DomainID: String] = [:]
  private var ruleIDs: [RuleID: String] = [:]

  mutating func schedule(_ root: Field) -> Schedule? {
    guard let fields = root.object(["$schema", "timeZone", "domains"]) else { return nil }
    let zone = fields.required("timeZone").flatMap(timeZone)
    let drafts = fields.required("domains")?.array?.compactMap { domain($0) } ?? []
    let followed = FollowedRules(drafts)
    let domains = drafts.compactMap(followed.domain)
    guard let zone else { return nil }
    return Schedule(timeZone: zone, domains: domains)
  }

  private func timeZone(_ field: Field) -> TimeZone? {
    guard let name = field.string else { return nil }
    do throws(TimeZoneError) {
      return try TimeZone(identifier: name)
    } catch {
      field.report(error.cause, error.remedy)
      return nil
    }
  }

  private mutating func domain(_ field: Field) -> DomainDraft? {
    guard let fields = field.object(["id", "title", "events", "facts", "ceiling", "rules"]) else {
      return nil
    }
    let id = fields.required("id").flatMap { domainID($0) }
    let title = fields.required("title").flatMap(self.title)
    let ceiling = fields["ceiling"].flatMap(\.period)
    let ruleFields = fields.required("rules")?.array ?? []
    let reader = RuleLoader(
      events: vocabulary(fields["events"]), facts: facts(fields["facts"]), ceiling: ceiling)
    let rules = ruleFields.compactMap { field -> (field: Field, draft: RuleDraft)? in
      guard let rule = reader.rule(field) else { return nil }
      if let first = ruleIDs.updateValue(field.path, forKey: rule.id) {
        field.report(
          "two rules have the id \"\(rule.id)\", the other at \(first)", "give each rule an id of its own")
      }
      return (field, rule)
    }
    if ruleFields.isEmpty { field.report("a domain without rules", "add one; a rule may be unset") }
    return DomainDraft(
      field: field, fields: fields, id: id, title: title, ceiling: ceiling, reader: reader, rules: rules,
      isWhole: rules.count == ruleFields.count)
  }

  private mutating func domainID(_ field: Field) -> DomainID? {
    guard let id = Names.identifier(field).map(DomainID.init) else { return nil }
    if id.rawValue == "none" {
      field.report(
        "\"none\" says in stores.json that rows belong to no domain", "give the domain another id")
    }
    if let first = domainIDs.updateValue(field.path, forKey: id) {
      field.report(
        "two domains have the id \"\(id)\", the other at \(first)", "give each domain an id of its own")
    }
    return id
  }

  private func title(_ field: Field) -> Title? { Names.title(field) }

  private func vocabulary(_ field: Field?) -> [String: Title] {
    var events: [String: Title] = [:]
    for (name, field) in field?.map ?? [] {
      Names.check(name, of: field)
      // An event whose title is wrong is declared all the same: one mistake, one message.
      events[name] = Names.title(field) ?? Title(Title.Wording(.english, name))
    }
    return events
  }

  private func facts(_ field: Field?) -> [String: [String]] {
    var facts: [String: [String]] = [:]
    for (name, field) in field?.map ?? [] {
      Names.check(name, of: field)
      let values = field.array?.compactMap(\.string) ?? []
      if Set(values).count != values.count { field.report("a value stands twice", "keep one of them") }
      if values.isEmpty { field.report("a fact without values", "list the values that rules may ask for") }
      facts[name] = values
    }
    return facts
  }
}

/// Names and titles, which every part of the file has.
enum Names {
  static func identifier(_ field: Field) -> String? {
    guard let id = field.string else { return nil }
    check(id, of: field)
    return id
  }

  /// Ids are lower-case words joined by hyphens, so that they are the same in files, journals and shells.
  static func check(_ name: String, of field: Field) {
    let words = name.split(separator: "-", omittingEmptySubsequences: false)
    let isRight = words.allSatisfy { word in
      !word.isEmpty && word.allSatisfy { $0.isASCII && ($0.isLowercase || $0.isNumber) }
    }
    if !isRight {
      field.report(
        "\"\(name)\" is no id", "write lower-case letters, digits and single hyphens, such as end-of-rights")
    }
  }

  /// A text in one language or several, each under its tag.
  static func title(_ field: Field) -> Title? {
    if case .string = field.node.content {
      field.report("a text without its language", "write {\"en\": \"…\"}, or another language's tag")
      return nil
    }
    guard let members = field.map else { return nil }
    if members.isEmpty {
      field.report("a text in no language", "write it in one or more, such as {\"en\": \"…\"}")
    }
    var wordings: [Title.Wording] = []
    for (name, field) in members {
      guard let language = LanguageTag(name) else {
        field.report("\"\(name)\" is no language tag", "write one as BCP 47 does, such as fr, en or pt-BR")
        continue
      }
      guard let text = text(field) else { continue }
      if wordings.contains(where: { $0.language == language }) {
        field.report("a second text in the language \(language)", "keep one of them")
      }
      wordings.append(Title.Wording(language, text))
    }
    guard let first = wordings.first else { return nil }
    return Title(first, Array(wordings.dropFirst()))
  }

  static func text(_ field: Field) -> String? {
    guard let text = field.string else { return nil }
    if text.allSatisfy(\.isWhitespace) {
      field.report("an empty text", "write it for the people who will read it")
    }
    return text
  }
}
