internal import Identifiers
internal import JSONText
internal import RecordStores
internal import Transforms

/// Reads what becomes of one column.
struct TransformLoader {
  /// Makes a path of the file absolute.
  let path: (Field) -> String?
  let companions: CompanionFiles

  private static let parameters: [String: [String]] = [
    "pseudonym": ["normalise"], "null": [], "constant": ["value"],
    "mask": ["character", "keepFirst", "keepLast"],
    "date": ["to"], "department": [], "bucket": ["width"], "nir": ["by", "key"], "ff1": ["alphabet"],
    "age-band": ["width", "topCode", "as"], "hierarchy": ["file", "sha256", "level", "otherwise"],
    "date-shift": ["maximumDays", "normalise"], "text": ["keepFirst", "scrub"],
    "surrogate": ["consistentInBatch"],
  ]

  func transform(_ field: Field) -> TransformSpecification? {
    let known = Set(Self.parameters.values.flatMap(\.self)).sorted()
    guard let all = field.object(["transform"] + known),
      let nameField = all.required("transform"), let name = nameField.string
    else { return nil }
    guard let parameters = Self.parameters[name] else {
      nameField.report(
        "there is no transform \"\(name)\"", "write \(Self.parameters.keys.sorted().joined(separator: ", "))")
      return nil
    }
    // Parameters of another transform are as wrong as unknown ones.
    guard let fields = field.object(["transform"] + parameters) else { return nil }
    switch name {
    case "pseudonym": return .pseudonym(form(fields))
    case "null": return .null
    case "constant":
      return fields.required("value").flatMap(PredicateLoader.value).map(TransformSpecification.constant)
    case "mask": return mask(fields)
    case "date":
      return fields.required("to").flatMap { $0.choice(TransformSpecification.DateGrain.self) }.map {
        .generalisedDate($0)
      }
    case "department": return .department
    case "bucket":
      return fields.required("width").flatMap { count($0, of: "a width", atMost: Bounds.count) }.map {
        .bucket(width: Int64($0))
      }
    case "ff1":
      return fields.required("alphabet").flatMap { $0.choice(FF1Alphabet.self) }.map { .ff1($0) }
    case "age-band": return ageBand(fields)
    case "hierarchy":
      return HierarchyLoader(path: path, companions: companions).hierarchy(fields).map { .hierarchy($0) }
    case "date-shift":
      return fields.required("maximumDays").flatMap(days).map {
        .dateShift(maximumDays: $0, form(fields))
      }
    case "text": return text(field, fields)
    case "surrogate":
      return .surrogate(isConsistentInBatch: fields["consistentInBatch"]?.bool ?? false)
    default: return nir(fields)
    }
  }

  private func form(_ fields: ObjectFields) -> SubjectForm {
    fields["normalise"].flatMap(SubjectLoader.form) ?? .text
  }

  private func mask(_ fields: ObjectFields) -> TransformSpecification {
    let character = fields["character"].flatMap { field -> Character? in
      guard let text = field.string else { return nil }
      if text.count != 1 { field.report("\"\(text)\" is not one character", "write one, such as *") }
      return text.first
    }
    return .mask(
      character: character ?? "*", keepFirst: fields["keepFirst"].flatMap(characters) ?? 0,
      keepLast: fields["keepLast"].flatMap(characters) ?? 0)
  }

  private func nir(_ fields: ObjectFields) -> TransformSpecification {
    var hasValidKey = true
    if let field = fields["key"], let word = field.string {
      hasValidKey = word == "valid"
      if !["valid", "invalid"].contains(word) {
        field.report("there is no \"\(word)\" here", "write valid or invalid")
      }
    }
    return .nir(
      fields["by"].flatMap { $0.choice(TransformSpecification.NIRMethod.self) } ?? .hmac,
      hasValidKey: hasValidKey)
  }

  private func ageBand(_ fields: ObjectFields) -> TransformSpecification? {
    let width = fields.required("width").flatMap { count($0, of: "a width", atMost: Bounds.years) }
    let top = fields["topCode"].flatMap { count($0, of: "a top code", atMost: Bounds.years) } ?? 90
    let result = fields["as"].flatMap { $0.choice(TransformSpecification.AgeResult.self) } ?? .date
    guard let width else { return nil }
    if top % width != 0 {
      (fields["topCode"] ?? fields["width"])?.report(
        "bands of \(width) years do not end at \(top)", "write a \"topCode\" that is a multiple of \"width\"")
    }
    return .ageBand(width: width, topCode: top, result: result)
  }

  private func text(_ field: Field, _ fields: ObjectFields) -> TransformSpecification? {
    switch (fields["keepFirst"], fields["scrub"]) {
    case (let count?, nil): return characters(count).map { .truncated(keepFirst: $0) }
    case (nil, let scrub?):
      let kinds = Set((scrub.array ?? []).compactMap { $0.choice(RedactedKind.self) })
      if kinds.isEmpty {
        scrub.report(
          "nothing to look for",
          "name some of \(RedactedKind.allCases.map(\.rawValue).joined(separator: ", "))")
      }
      return .redacted(kinds)
    default:
      field.report("what is left of the text is not clear", "write either \"keepFirst\" or \"scrub\"")
      return nil
    }
  }

  private func days(_ field: Field) -> Int? {
    guard let number = field.integer else { return nil }
    // A hundred years move no date out of the calendar but those at its ends.
    guard (1...36_500).contains(number) else {
      field.report("\(number) days", "write 1 to 36500")
      return nil
    }
    return number
  }

  private func count(_ field: Field, of what: String, atMost most: Int) -> Int? {
    guard let number = field.integer else { return nil }
    field.check(number, atMost: most)
    if number < 1 { field.report("\(what) of \(number)", "write 1 or more") }
    return max(1, number)
  }

  private func characters(_ field: Field) -> Int? {
    guard let number = field.integer else { return nil }
    if number < 0 { field.report("\(number) characters", "write 0 or more") }
    field.check(number, atMost: Bounds.characters)
    return max(0, number)
  }
}

extension Field {
  /// One of the words that a type has.
  func choice<Choice: CaseIterable & RawRepresentable>(_ type: Choice.Type) -> Choice?
  where Choice.RawValue == String {
    guard let name = string else { return nil }
    if let choice = Choice(rawValue: name) { return choice }
    report(
      "there is no \"\(name)\" here", "write \(Choice.allCases.map(\.rawValue).joined(separator: ", "))")
    return nil
  }
}
