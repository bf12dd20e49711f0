package import RecordStores
package import RetentionPolicy

/// Which rules of its domain apply to a record set's rows: facts alone tell, and no date.
extension BoundRecordSet {
  /// Returns a predicate for the rows to which a rule applies: those whose facts have a word of its `when`.
  package func applies(_ rule: Rule) -> Predicate {
    Predicate.all(
      rule.when.sorted { $0.key < $1.key }.map { fact, values in
        guard let binding = facts[fact] else { return .never }
        return .any(values.map { binding.predicate(for: $0) })
      }
    ).simplified
  }

  /// The facts that some rule asks for which the record set's other facts do not rule out, in order.
  package func askedFacts(in domain: Domain) -> [String] {
    func canHold(_ fact: String, _ values: [String]) -> Bool {
      facts[fact].map { binding in values.contains { binding.predicate(for: $0).simplified != .never } }
        ?? false
    }
    let asked = domain.rules.flatMap { rule in
      rule.when.keys.filter { fact in rule.when.allSatisfy { $0.key == fact || canHold($0.key, $0.value) } }
    }
    return Set(asked).sorted()
  }

  /// Returns a predicate for the rows to which no rule applies for certain: each fact that a rule asks for has one of the schedule's values in them.
  ///
  /// A row with a null where a fact should be, or with a word that nobody mapped, is not among them: with the word mapped a rule might apply.
  package func isOfNoRule(in domain: Domain) -> Predicate {
    Predicate.all(
      domain.rules.map { .not(applies($0)) }
        + askedFacts(in: domain).map { fact in facts[fact]?.told(values: domain.facts[fact] ?? []) ?? .never }
    ).simplified
  }

  /// Returns a predicate for the rows to which no rule applies, certain or not.
  package func hasNoRule(in domain: Domain) -> Predicate {
    Predicate.all(domain.rules.map { .not(applies($0)) }).simplified
  }
}
