package import RecordStores
package import RetentionPolicy
internal import Words

/// Compares the dependents of record sets with the domains that their rows are kept by: each names one, and what a domain keeps for a minimum never goes
/// with a record.
package struct DependentDomains {
  /// What is wrong with one dependent.
  package struct Problem: Hashable, Sendable {
    /// Where it stands: its place among the record set's dependents, then among that one's, and so on.
    package let places: [Int]
    package let table: String
    package let cause: String
    package let remedy: String

    package var finding: SchemaFinding { .other(table: table, message: cause, remedy: remedy) }
  }

  private let schedule: Schedule
  private let recordSets: [BoundRecordSet]

  package init(_ bindings: StoreBindings, schedule: Schedule) {
    self.init(bindings.recordSets, schedule: schedule)
  }

  init(_ recordSets: [BoundRecordSet], schedule: Schedule) {
    self.schedule = schedule
    self.recordSets = recordSets
  }

  package func problems(of recordSet: RecordSet) -> [Problem] {
    problems(of: recordSet.dependents, parent: recordSet.table, above: nil, in: recordSet.store, at: [])
  }

  /// - Parameter above: the domain of the dependent that these depend on in turn; nil for those of a record.
  private func problems(
    of dependents: [Dependent], parent: String, above: DependentDomain?, in store: StoreName, at places: [Int]
  ) -> [Problem] {
    // What goes with a record because no rule applies to it is no place of the file.
    dependents.enumerated().filter { !$0.element.isRest }.flatMap { place, dependent -> [Problem] in
      let places = places + [place]
      // Rows of one table have one domain.
      let isSame = dependent.recordSets.isEmpty && dependent.refersToItself(in: parent)
      let domain = dependent.domain ?? (isSame ? above : nil)
      let own: (cause: String, remedy: String)? =
        isSame && dependent.domain != nil && dependent.domain != above
        ? ("its rows have another domain where the table refers to itself", "remove \"domain\" there")
        : problem(of: dependent, domain, in: store)
      let found = own.map {
        [
          Problem(
            places: places, table: dependent.table, cause: "\(dependent.table): \($0.cause)",
            remedy: $0.remedy)
        ]
      }
      return (found ?? [])
        + problems(
          of: dependent.dependents, parent: dependent.table, above: domain, in: store, at: places)
    }
  }

  private func problem(of dependent: Dependent, _ domain: DependentDomain?, in store: StoreName)
    -> (cause: String, remedy: String)?
  {
    let sets = recordSets.filter {
      $0.recordSet.store == store
        && (dependent.recordSets + dependent.recordsOf).contains($0.recordSet.name)
    }
    switch domain {
    case nil where sets.isEmpty:
      return (
        "nobody says whose periods its rows are kept by",
        "add \"domain\": one of \(schedule.domains.map(\.id).filter { minimum(in: $0) == nil && keeper(in: $0) == nil }.joined(separator: ", ")), or \"domain\": \"none\" with a \"reason\""
      )
    case nil: return nil
    case .none?:
      guard let set = sets.first else { return nil }
      return (
        "its rows are of no domain here, and of \(set.domain) in the record set \(set.recordSet.name)",
        "remove \"domain\" and \"reason\", or the record set"
      )
    case .named(let name)?:
      if let set = sets.first(where: { $0.domain != name }) {
        return (
          "its rows are of domain \(name) here, and of \(set.domain) in the record set \(set.recordSet.name)",
          "remove \"domain\", or bind both to one domain"
        )
      }
      guard sets.isEmpty, dependent.goes else { return nil }
      if let rule = keeper(in: name) {
        return (
          "its rows would go with their records, and domain \(name) keeps something of them for good (rule \(rule))",
          "add a record set of domain \(name) on the table, with its key and the events that its rules count from"
        )
      }
      guard let minimum = minimum(in: name) else { return nil }
      return (
        "its rows would go with their records, and domain \(name) keeps them for at least \(minimum.period) (rule \(minimum.rule))",
        "add a record set of domain \(name) on the table, with its key and the events that its rules count from"
      )
    }
  }

  private func keeper(in domain: DomainID) -> RuleID? {
    schedule.domain(domain)?.rules.first { $0.remainder != nil }?.id
  }

  private func minimum(in domain: DomainID) -> (rule: RuleID, period: String)? {
    for rule in schedule.domain(domain)?.rules ?? [] {
      if let minimum = rule.minimum { return (rule.id, "\(minimum)") }
    }
    return nil
  }
}

/// How much is demanded of a file.
package enum FileStanding: Sendable {
  /// Whatever this version of the program demands.
  case proposed
  /// What every version demanded, for bytes that were approved before: what is demanded since refuses record sets, and not the file.
  case approved
}
