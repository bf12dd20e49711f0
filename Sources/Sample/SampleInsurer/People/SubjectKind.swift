/// Whom a record can be about.
enum SubjectKind: CaseIterable {
  case person, professional, employer, visitor
}

extension Population {
  /// How many subjects of a kind the sample has.
  func count(of kind: SubjectKind) -> Int {
    switch kind {
    case .person, .visitor: count
    case .professional: max(60, count / 20)
    case .employer: max(60, count / 50)
    }
  }

  /// The identifier by which the stores know the subject at `index`, counted round.
  func identifier(of kind: SubjectKind, _ index: Int) -> String {
    let index = index % count(of: kind)
    return switch kind {
    case .person: person(index).nir
    case .professional: professional(index)
    case .employer: employer(index)
    case .visitor: visitor(index)
    }
  }

  /// The last three of a kind are under a hold, so that the first ones can show every rule at work.
  static let heldSubjects = 3

  func heldSubjects(of kind: SubjectKind) -> Range<Int> {
    let count = count(of: kind)
    return (count - Self.heldSubjects)..<count
  }
}
