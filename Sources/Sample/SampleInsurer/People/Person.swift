/// One person of the sample, the same in every store.
struct Person {
  let nir: String
  let firstName: String
  let lastName: String
  let birth: Day
  let address: String
  let postalCode: String
  let commune: String
  let phone: String
  let mail: String
}

/// The people of one seed, each made when asked for: nothing is kept, whatever their number.
struct Population {
  let seed: UInt64
  let count: Int

  /// The person at `index`, counted round.
  func person(_ index: Int) -> Person {
    let index = index % count
    var random = SplitMix64(seed: seed, stream: "person", index)
    let birth = Day(
      random.number(in: 1_932...2_008), random.number(in: 1...12), random.number(in: 1...28))
    let department = random.one(of: FrenchWords.departments)
    let postal = department.hasPrefix("2") && department.last?.isLetter == true ? "20" : department
    return Person(
      nir: SampleNIR.number(index: index, birth: birth, department: department),
      firstName: random.one(of: FrenchWords.firstNames), lastName: random.one(of: FrenchWords.lastNames),
      birth: birth, address: "\(random.number(in: 1...180)) \(random.one(of: FrenchWords.streets))",
      postalCode: postal + padded(random.number(in: 1...99) * 10, 3),
      commune: random.one(of: FrenchWords.communes),
      phone: random.one(of: FrenchWords.fictionalNumbers) + padded(random.number(below: 10_000), 4),
      mail: "personne\(index + 1)@example.org")
  }

  /// An identifier of the form of a professional's, eleven digits that begin with 0.
  func professional(_ index: Int) -> String { "000" + padded(10_000_000 + index * 7 % 89_999_999, 8) }

  /// An identifier of the form of an establishment's, fourteen digits that begin with 000.
  func employer(_ index: Int) -> String {
    "000" + padded(index * 13 % 999_999, 6) + padded(index % 90_000, 5)
  }

  /// The identifier that the website gave a visitor.
  func visitor(_ index: Int) -> String {
    var random = SplitMix64(seed: seed, stream: "visitor", index)
    return "v-" + padded(index + 1, 7) + "-" + String(random.next() % 0xffff_ffff, radix: 16)
  }
}
