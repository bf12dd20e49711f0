import Foundation
import SQLite

/// One wide table for benchmarks: `bench.sqlite` and the `stores.json` that binds it.
struct Benchmark {
  let rows: Int
  /// The share of rows that are due, spread evenly over the table.
  let dueShare: Double
  let stage: StageAction
  let seed: Int
  let reckoning: Reckoning

  private static let definition = """
    CREATE TABLE dossier (
      id INTEGER PRIMARY KEY, nir TEXT NOT NULL, nom TEXT, prenom TEXT, date_naissance TEXT, adresse TEXT,
      code_postal TEXT, commune TEXT, telephone TEXT, courriel TEXT, caisse TEXT, montant_centimes INTEGER,
      commentaire TEXT, date_fin TEXT, pseudonymise_le TEXT)
    """

  func write(to directory: URL) throws {
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    let file = try DatabaseFile(directory.appending(path: "bench.sqlite"), tables: [Self.definition])
    try fill(file)
    try file.finish(indexes: ["CREATE INDEX dossier_date_fin ON dossier (date_fin)"], usesWriteAheadLog: true)
    try stores.write(to: directory)
  }

  private func fill(_ file: DatabaseFile) throws {
    let (due, kept) = days
    let people = Self.people(seed: seed)
    var random = SplitMix64(seed: UInt64(bitPattern: Int64(seed)), stream: "bench")
    let threshold = Int(dueShare * 1_000_000)
    for number in 1...rows {
      // A low-discrepancy sequence: near the share from the first rows on, and never a long run.
      let isDue = number * 618_033 % 1_000_000 < threshold
      let person = people[random.number(below: people.count)]
      let place = number % SampleNIR.count
      let day = isDue ? due[random.number(below: due.count)] : kept[random.number(below: kept.count)]
      try file.insert(
        [
          .integer(number),
          .text(SampleNIR.number(index: place, birth: person.birth, department: "75")),
          .text(person.lastName), .text(person.firstName), .text(person.birth.text), .text(person.address),
          .text(person.postalCode), .text(person.commune), .text(person.phone),
          .text("personne\(number)@example.org"), .text("751"), .integer(random.number(below: 100_000)),
          .text("Dossier suivi par le service ; dernière pièce reçue et classée."), .text(day), .null,
        ], into: "dossier")
    }
  }

  /// The texts of the days to draw from: those that are due for the stage, and those that are kept.
  private var days: (due: [String], kept: [String]) {
    func days(from first: Int, to last: Int) -> [String] {
      (first...last).map { reckoning.day(reckoning.today, plusDays: -$0).text }
    }
    return switch stage {
    // Five years are 1 826 or 1 827 days.
    case .delete, .archive: (days(from: 1_840, to: 3_700), days(from: 1, to: 1_800))
    // Between three years and five.
    case .pseudonymise: (days(from: 1_110, to: 1_800), days(from: 1, to: 1_080))
    }
  }

  private static func people(seed: Int) -> [Person] {
    let population = Population(seed: UInt64(bitPattern: Int64(seed)), count: 4_096)
    return (0..<4_096).map(population.person)
  }

  private var stores: StoresFile {
    let table = SampleTable(recordSet: "dossier", table: "dossier")
    let isDeletion = stage == .delete
    var binding = Binding(
      table, store: "bench", domain: isDeletion ? "rights-and-care" : "prevention", key: ["id"],
      subject: "nir"
    ).event(isDeletion ? .rightsEnded : .preventionAction, "date_fin", .date)
    if !isDeletion {
      binding = binding.condition("activity", ["always": "invitation"]).pseudonymise([
        "marker": ["column": "pseudonymise_le", "as": "date"],
        "columns": [
          "nir": ["transform": "pseudonym", "normalise": "nir13"], "nom": ["transform": "null"],
          "prenom": ["transform": "null"], "telephone": ["transform": "null"],
          "courriel": ["transform": "null"],
        ],
      ])
    }
    return StoresFile(
      origin: "bench.insurer.example/retention", stores: ["bench"],
      pseudonymDomains: isDeletion ? [] : ["prevention"], recordSets: [(table.recordSet, binding.json)])
  }
}
