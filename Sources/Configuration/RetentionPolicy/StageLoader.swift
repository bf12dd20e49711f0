internal import CivilTime
internal import JSONText
internal import Words

/// Reads the stages of one rule, against its minimum and its chosen period.
struct StageLoader {
  let minimum: Period?
  let chosen: ChosenPeriod?

  /// A stage as the file has it.
  struct Declared {
    let action: StageAction
    /// Nil where the stage waits for a period that nobody has chosen yet.
    let moment: Moment?
  }

  func stages(_ fields: ObjectFields) -> [Declared] {
    guard let list = fields.required("stages")?.array else { return [] }
    var stages: [Declared] = []
    for field in list {
      guard let stage = stage(field) else { continue }
      checkEnd(of: stage, field)
      check(stage, after: stages.last, field)
      stages.append(stage)
    }
    if stages.count == list.count, let last = stages.last { checkLast(last, fields) }
    if list.isEmpty {
      fields["stages"]?.report(
        "no stage, so that nothing ever happens", "add {\"action\": \"delete\", \"at\": \"period\"}")
    }
    return stages
  }

  /// The stages that can come: without those that wait for a period, and of two on one day only the more severe.
  static func effective(_ declared: [Declared]) -> [Stage] {
    let timed = declared.compactMap { stage in
      stage.moment.map { Stage(action: stage.action, moment: $0) }
    }
    return timed.enumerated().filter { place, stage in
      !timed[(place + 1)...].contains { $0.moment.order(against: stage.moment) == .same }
    }.map(\.element)
  }

  private func stage(_ field: Field) -> Declared? {
    guard let fields = field.object(["action", "at", "after"]) else { return nil }
    let action = fields.required("action").flatMap { field -> StageAction? in
      guard let name = field.string else { return nil }
      if let action = StageAction(rawValue: name) { return action }
      field.report("there is no action \"\(name)\"", "write archive, pseudonymise or delete")
      return nil
    }
    let time: Time?
    switch (fields["at"], fields["after"]) {
    case (let at?, nil): time = self.time(at)
    case (nil, let after?): time = after.period.map { .moment(.after($0)) }
    default:
      field.report(
        "a stage that says neither or both of \"at\" and \"after\"",
        "write \"at\": \"trigger\", \"minimum\" or \"period\", or \"after\": a period")
      time = nil
    }
    guard let action, let time else { return nil }
    // Whatever else the file says, nothing is deleted before somebody has chosen how long it is kept.
    if case .unset = chosen, action == .delete { return Declared(action: action, moment: nil) }
    return Declared(action: action, moment: time.moment)
  }

  private enum Time {
    case moment(Moment)
    case endOfUnsetPeriod

    var moment: Moment? { if case .moment(let moment) = self { moment } else { nil } }
  }

  private func time(_ field: Field) -> Time? {
    switch field.string {
    case "trigger": return .moment(chosen == .atOnce ? .atOnce : .atTrigger)
    case "minimum":
      if let minimum { return .moment(.after(minimum)) }
      field.report("the rule has no minimum", "add \"minimum\", or name a period with \"after\"")
    case "period":
      switch chosen {
      case .period(let period): return .moment(.after(period))
      case .atTrigger: return .moment(.atTrigger)
      case .atOnce: return .moment(.atOnce)
      case .unset: return .endOfUnsetPeriod
      case nil: break
      }
    case let name?: field.report("there is no moment \"\(name)\"", "write trigger, minimum or period")
    case nil: break
    }
    return nil
  }

  // MARK: What cannot be

  /// A rule deletes at its end, or it pseudonymises there and says what is kept.
  private func checkLast(_ last: Declared, _ fields: ObjectFields) {
    if let kept = fields["kept"] {
      switch last.action {
      case .delete:
        kept.report("the last stage deletes, so that nothing is kept", "remove \"kept\", or the stage")
      case .archive:
        kept.report(
          "the last stage archives, so that everything is kept",
          "end with {\"action\": \"pseudonymise\", \"at\": \"period\"}")
      case .pseudonymise:
        if fields["stages"]?.array?.count ?? 0 > 1 {
          kept.report(
            "another stage before the end: what was late for it would miss it for good",
            "pseudonymise at the period alone, or delete at the end")
        }
        guard case .period(let end) = chosen, last.moment != .after(end) else { return }
        fields["stages"]?.report(
          "the last stage is not at the end of the period \(end)", "write \"at\": \"period\"")
      }
    } else if let chosen, !chosen.isUnset, last.action != .delete {
      fields["stages"]?.report(
        "the last stage is no delete, so that records are kept for ever",
        last.action == .pseudonymise
          ? "end with {\"action\": \"delete\", \"at\": \"period\"}, or say under \"kept\" what stays, why and until when"
          : "end with {\"action\": \"delete\", \"at\": \"period\"}")
    }
  }

  private func checkEnd(of stage: Declared, _ field: Field) {
    switch (chosen, stage.moment) {
    case (.period(let end), .after(let time)?) where time.compare(to: end) == .longer:
      field.report(
        "a stage after the end: \(time) is longer than the period \(end)", "move it to \(end) or before")
    case (.atTrigger, .after(let time)?), (.atOnce, .after(let time)?):
      field.report(
        "a stage after the end: the record goes at the trigger, and this comes \(time) after it",
        "write \"at\": \"trigger\", or choose a period")
    default: break
    }
    if stage.action == .delete, case .period(let end) = chosen, stage.moment != .after(end) {
      field.report("the delete stage is not at the end of the period \(end)", "write \"at\": \"period\"")
    }
  }

  private func check(_ stage: Declared, after previous: Declared?, _ field: Field) {
    guard let previous else { return }
    if stage.action == previous.action {
      field.report("the stage \(stage.action.rawValue) stands twice", "keep one of them")
    } else if stage.action < previous.action {
      field.report(
        "\(stage.action.rawValue) after \(previous.action.rawValue)",
        "the order is archive, pseudonymise, delete")
    }
    let isInOrder =
      switch (previous.moment, stage.moment) {
      // What waits for a period comes last.
      case (_, nil): true
      case (nil, _?): false
      case (let earlier?, let later?): [.same, .earlier].contains(earlier.order(against: later))
      }
    // Under an unset period nothing is lost by another order: of two stages that have come the more severe is done.
    if !isInOrder, chosen.map({ !$0.isUnset }) ?? false {
      field.report("the stage does not come after the one before it", "order stages by time")
    }
  }
}

extension Moment {
  /// How two moments of one rule lie to each other, whatever the trigger's date.
  enum Order {
    case same, earlier, later
    /// It depends on the month.
    case open
  }

  func order(against other: Moment) -> Order {
    switch (self, other) {
    case (.atTrigger, .atTrigger), (.atOnce, .atOnce): .same
    case (.atTrigger, .after), (.atOnce, _): .earlier
    case (.after, .atTrigger), (_, .atOnce): .later
    case (.after(let period), .after(let other)):
      switch period.compare(to: other) {
      case .equal: .same
      case .shorter: .earlier
      case .longer: .later
      case .incomparable: .open
      }
    }
  }
}
