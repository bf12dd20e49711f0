internal import JSONText
internal import TransparencyLog

/// Reads `journal.anchors` of the stores file.
struct AnchorLoader {
  /// Makes a relative path absolute.
  let path: (Field) -> String?
  /// Tells if the journal changes its keys by itself.
  let hasEpochs: Bool

  func anchors(_ field: Field) -> AnchorSettings? {
    guard let fields = field.object(["by", "require", "within", "onMiss", "timeout"]) else { return nil }
    let definitions = fields.required("by")?.map?.compactMap { anchor($0.name, $0.field) } ?? []
    if let field = fields["by"], field.map?.isEmpty ?? false {
      field.report("no anchor", "name one: \"journald\": {\"kind\": \"journald\"}; or remove \"anchors\"")
    }
    let required = fields["require"].flatMap { field -> Int? in
      guard let number = field.integer else { return nil }
      if number < 1 { field.report("\(number) anchors required", "write 1 or more") }
      let names = fields["by"]?.map?.count ?? 0
      if number > names {
        field.report("\(number) anchors required, and \(names) named", "write \(names) or fewer")
      }
      return number
    }
    return AnchorSettings(
      anchors: definitions, required: required ?? 1, within: seconds(fields["within"], least: 60) ?? 86_400,
      onMiss: policy(fields["onMiss"]) ?? .warn,
      timeout: Double(seconds(fields["timeout"], least: 1, most: Bounds.waitSeconds) ?? 10))
  }

  private func seconds(_ field: Field?, least: Int, most: Double = Bounds.durationSeconds) -> Int? {
    guard let field, let seconds = Durations.seconds(field, atMost: most) else { return nil }
    if seconds < Double(least) { field.report("less than \(least) s", "write PT\(least)S or more") }
    return Int(seconds)
  }

  private func policy(_ field: Field?) -> AnchorSettings.MissPolicy? {
    guard let field, let text = field.string else { return nil }
    guard let policy = AnchorSettings.MissPolicy(rawValue: text) else {
      field.report("there is no policy \"\(text)\"", "write \"warn\" or \"stop\"")
      return nil
    }
    return policy
  }

  private func anchor(_ name: String, _ field: Field) -> AnchorDefinition? {
    if name.isEmpty || name.utf8.contains(where: { $0 <= 0x20 || $0 >= 0x7F }) {
      field.report(
        "an anchor's name of other than letters, digits and signs", "give it a short name in ASCII")
    }
    return kind(field).map { AnchorDefinition(name: name, kind: $0) }
  }

  private func kind(_ field: Field) -> AnchorDefinition.Kind? {
    guard let fields = field.object(["kind", "url", "authorities", "key"]),
      let kind = fields.required("kind"), let text = kind.string
    else { return nil }
    func refuse(_ names: String...) {
      for name in names {
        fields[name]?.report("no use for \"\(name)\" in an anchor of the kind \"\(text)\"", "remove it")
      }
    }
    switch text {
    case "journald":
      refuse("url", "authorities", "key")
      return .journald
    case "time-stamp":
      refuse("key")
      guard let url = fields.required("url").flatMap(url),
        let file = fields.required("authorities").flatMap(path)
      else { return nil }
      return .timeStamp(url: url, authorities: file)
    case "witness":
      refuse("authorities")
      if hasEpochs {
        field.report(
          "a witness knows one key of a journal, and \"epochEntries\" changes it",
          "take a time stamp instead, or remove \"epochEntries\"")
      }
      guard let url = fields.required("url").flatMap(url),
        let key = fields.required("key").flatMap(witnessKey)
      else { return nil }
      return .witness(url: url, key: key)
    default:
      kind.report("there is no kind \"\(text)\"", "write \"journald\", \"time-stamp\" or \"witness\"")
      return nil
    }
  }

  private func url(_ field: Field) -> String? {
    guard let text = field.string else { return nil }
    let rest = ["https://", "http://"].first { text.hasPrefix($0) }.map { text.dropFirst($0.count) }
    let host = rest?.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
    guard let host, !host.isEmpty, text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
      field.report("\"\(text)\" is no address on the web", "write a URL that begins with https:// or http://")
      return nil
    }
    if host.contains("@") {
      field.report(
        "a URL with a name or password in it", "take it out: secrets stand in no configuration file")
      return nil
    }
    return text
  }

  private func witnessKey(_ field: Field) -> WitnessKey? {
    guard let text = field.string else { return nil }
    do throws(TransparencyLogError) {
      return try WitnessKey(text)
    } catch {
      field.report("\(error)", "copy the key that the witness publishes")
      return nil
    }
  }
}
