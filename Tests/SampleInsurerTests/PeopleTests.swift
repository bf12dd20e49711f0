import Testing

@testable import SampleInsurer

@Suite struct PeopleTests {
  /// Keys of published examples (INSEE's definition, and the Assurance Maladie's validator of NIRs).
  @Test(
    "The key of a NIR is the published one",
    arguments: [
      ("2550814168025", 38), ("2940375120005", 91), ("1531245007231", 60), ("284052A321025", 52),
      ("284052B321025", 79), ("284202B321025", 28), ("284992B321025", 31), ("2840588321025", 32),
    ])
  func keys(_ body: String, _ key: Int) {
    #expect(SampleNIR.key(of: body) == key)
  }

  @Test("Everybody has a number of their own that no person has")
  func numbers() {
    let population = Population(seed: 7, count: 3_000)
    let numbers = (0..<3_000).map { population.person($0).nir }
    #expect(Set(numbers).count == numbers.count)
    #expect(numbers.contains { $0.contains("A") || $0.contains("B") })
    for number in numbers {
      #expect(number.utf8.count == 15)
      #expect(number.first == "0")
      #expect(SampleNIR.key(of: String(number.prefix(13))) == Int(number.suffix(2)))
    }
  }

  @Test("A person is the same whenever asked for, and another seed makes others")
  func sameAgain() {
    let population = Population(seed: 1, count: 100)
    #expect(population.person(5).nir == population.person(105).nir)
    let others = Population(seed: 2, count: 100)
    #expect((0..<100).contains { population.person($0).lastName != others.person($0).lastName })
  }

  @Test("Telephone numbers and addresses reach nobody")
  func unreachable() {
    let population = Population(seed: 1, count: 500)
    for person in (0..<500).map(population.person) {
      #expect(person.phone.utf8.count == 10)
      #expect(FrenchWords.fictionalNumbers.contains(String(person.phone.prefix(6))))
      #expect(person.mail.hasSuffix("@example.org"))
    }
  }
}
