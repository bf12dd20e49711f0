internal import CivilTime
internal import JSONText

/// Reads a rule's kind, minimum and ceiling, and compares its period with them.
struct BoundsLoader {
  /// The ceiling of the domain, which no rule of it goes beyond.
  let domainCeiling: Period?

  func bounds(_ fields: ObjectFields, chosen: ChosenPeriod?) -> PeriodBounds {
    let kind = fields["kind"].flatMap(self.kind)
    let minimum = fields["minimum"].flatMap(\.period)
    let ceiling = fields["ceiling"].flatMap(\.period)
    if kind == .fixed { return fixed(fields, chosen: chosen) }
    if let ceiling, let domainCeiling {
      Self.check(
        ceiling, isAtMost: domainCeiling, fields["ceiling"],
        "the ceiling \(ceiling) is longer than the domain's ceiling \(domainCeiling)",
        "make it \(domainCeiling) or shorter, or remove it")
    }
    let bounds = PeriodBounds(kind: kind, minimum: minimum, ceiling: ceiling ?? domainCeiling)
    checkKind(bounds, fields, chosen)
    checkOrder(bounds, fields, chosen)
    return bounds
  }

  private func kind(_ field: Field) -> PeriodKind? {
    guard let name = field.string else { return nil }
    if let kind = PeriodKind(rawValue: name) { return kind }
    field.report(
      "there is no kind \"\(name)\"",
      "write ceiling for \"at most\", fixed for one length, or range for a minimum and a ceiling")
    return nil
  }

  /// A fixed length has no bounds beside it: it is both (decision 191).
  private func fixed(_ fields: ObjectFields, chosen: ChosenPeriod?) -> PeriodBounds {
    for name in ["minimum", "ceiling"] {
      fields[name]?.report(
        "\"\(name)\" beside a fixed period, which is its own minimum and ceiling",
        "remove it, or write \"kind\": \"ceiling\" or \"range\"")
    }
    guard case .period(let period) = chosen else {
      if case .unset = chosen {
        fields["kind"]?.report(
          "a fixed period that nobody has chosen",
          "write the period that the source states, or remove \"kind\"")
      }
      return PeriodBounds(kind: .fixed, minimum: nil, ceiling: nil)
    }
    checkDomain(period, fields["period"])
    return PeriodBounds(kind: .fixed, minimum: period, ceiling: period)
  }

  private func checkKind(_ bounds: PeriodBounds, _ fields: ObjectFields, _ chosen: ChosenPeriod?) {
    // A record that goes with its event is kept for no time, and nothing is shorter.
    let hasLength = !(chosen?.goesWithEvent ?? false)
    if bounds.kind == .ceiling, hasLength, bounds.ceiling == nil, fields["ceiling"] == nil {
      fields["kind"]?.report(
        "the kind is ceiling, and there is none", "add \"ceiling\" to the rule or to its domain")
    }
    guard bounds.kind == .range else { return }
    if fields["minimum"] == nil {
      fields["kind"]?.report(
        "the kind is range, and there is no minimum", "add \"minimum\": the shortest that may be chosen")
    }
    if bounds.ceiling == nil, fields["ceiling"] == nil {
      fields["kind"]?.report(
        "the kind is range, and there is no ceiling",
        "add \"ceiling\" to the rule or to its domain: the longest that may be chosen")
    }
    if let minimum = bounds.minimum, let ceiling = bounds.ceiling, minimum.compare(to: ceiling) == .equal {
      fields["minimum"]?.report(
        "a range from \(minimum) to \(ceiling) is one length",
        "write \"kind\": \"fixed\" and the period alone")
    }
  }

  private func checkOrder(_ bounds: PeriodBounds, _ fields: ObjectFields, _ chosen: ChosenPeriod?) {
    let name = fields["ceiling"] == nil ? "the domain's ceiling" : "the ceiling"
    if let minimum = bounds.minimum, let ceiling = bounds.ceiling {
      Self.check(
        minimum, isAtMost: ceiling, fields["minimum"],
        "the minimum \(minimum) is longer than \(name) \(ceiling)", "make it \(ceiling) or shorter")
    }
    switch chosen {
    case .period(let period):
      if let ceiling = bounds.ceiling {
        Self.check(
          period, isAtMost: ceiling, fields["period"], "\(period) is longer than \(name) \(ceiling)",
          "choose \(ceiling) or a shorter period")
      }
      if let minimum = bounds.minimum {
        Self.check(
          minimum, isAtMost: period, fields["period"], "\(period) is shorter than the minimum \(minimum)",
          "choose \(minimum) or a longer period")
      }
    case .atTrigger, .atOnce:
      if let minimum = bounds.minimum {
        fields["period"]?.report(
          "no period, where \(minimum) is the minimum", "choose \(minimum) or a longer period")
      }
    case .unset, nil: break
    }
  }

  private func checkDomain(_ period: Period, _ field: Field?) {
    guard let domainCeiling else { return }
    Self.check(
      period, isAtMost: domainCeiling, field,
      "\(period) is longer than the domain's ceiling \(domainCeiling)",
      "choose \(domainCeiling) or a shorter period")
  }

  /// Reports the second period being shorter, or nobody being able to say so.
  static func check(
    _ shorter: Period, isAtMost longer: Period, _ field: Field?, _ cause: String, _ remedy: String
  ) {
    switch shorter.compare(to: longer) {
    case .shorter, .equal: break
    case .longer: field?.report(cause, remedy)
    case .incomparable:
      field?.report(
        "whether \(shorter) or \(longer) is longer depends on the month",
        "write both in months and years, or both in days")
    }
  }
}
