internal import RecordStores

/// Makes tags under the evidence key.
struct EvidenceTagging: SubjectTagging {
  let evidenceKey: EvidenceKey

  func tag(ofSpelling spelling: [UInt8]) -> UInt64 { evidenceKey.tag(spelling) }
}
