/// Shared medical records: archived into another store at closure or death, whichever comes first.
struct MedicalRecordDatabase: SampleDatabase {
  let store = "dmp"
  let usesWriteAheadLog = true

  let tables = [MedicalRecords.definition(of: "dossier")]
  let indexes = [
    "CREATE INDEX dossier_cloture ON dossier (cloture_le)",
    "CREATE INDEX dossier_deces ON dossier (date_deces)",
  ]

  private let records = SampleTable(recordSet: "dossier", table: "dossier")

  var recordSets: [(name: String, binding: JSON)] {
    [
      (
        records.recordSet,
        MedicalRecords.binding(records, store: store).archive(
          to: MedicalRecordArchiveDatabase.archive.recordSet
        ).json
      )
    ]
  }

  func fill(_ file: DatabaseFile, _ sample: Sample) throws {
    try MedicalRecords.fill(
      records, prefix: "DMP", upTo: sample.population.count / 3, open: 60, file, sample)
  }
}
