/// The intermediate archive of shared medical records: rows that were archived before, some past ten years.
struct MedicalRecordArchiveDatabase: SampleDatabase {
  static let archive = SampleTable(recordSet: "dossier-archive", table: "dossier_archive", isArchive: true)

  let store = "dmp-archive"
  let usesWriteAheadLog = false

  let tables = [MedicalRecords.definition(of: archive.table)]
  let indexes = [
    "CREATE INDEX dossier_archive_cloture ON dossier_archive (cloture_le)",
    "CREATE INDEX dossier_archive_deces ON dossier_archive (date_deces)",
  ]

  var recordSets: [(name: String, binding: JSON)] {
    [(Self.archive.recordSet, MedicalRecords.binding(Self.archive, store: store).json)]
  }

  func fill(_ file: DatabaseFile, _ sample: Sample) throws {
    try MedicalRecords.fill(
      Self.archive, prefix: "ARC", upTo: sample.population.count / 6, open: 0, file, sample)
  }
}
