package import CivilTime
internal import Crypto
internal import JSONText
internal import SQLite
package import Words

extension AuditJournal {
  /// Records that somebody agreed to a configuration. Agreeing again is an entry again, and makes it the last (decision 41).
  ///
  /// - Parameter volume: what was due then, for the guards. Keys that an earlier first run left are kept if it names their batches, and dropped otherwise.
  package func approve(
    _ files: AgreedFiles, by: String, volume: ApprovedVolume? = nil, at time: Instant
  ) throws {
    try JournalText.check(by, "by")
    guard files.haveTheirDigests else {
      throw JournalError.mismatch("an approval came with digests that are not of its files")
    }
    try write(at: time) {
      let entries = try appendInTransaction(
        [
          .configurationApproved(
            digest: files.digest, rules: files.rulesDigest, stores: files.storesDigest,
            baseDirectory: Self.digest(of: files.baseDirectory.utf8), by: by, volume: volume)
        ], at: time)
      let kept = Set(volume?.keptBatches ?? [])
      try dropKeptKeys { !kept.contains($0) }
      tables.set(
        ApprovalRow(base: files.baseDirectory, by: by, entry: entries.lowerBound), for: files.digest)
      let insert = try connection.prepare("INSERT OR REPLACE INTO approval VALUES (?1, ?2, ?3, ?4, ?5, ?6)")
      insert.bind(1, files.digest.rawValue)
      insert.bind(2, blob: files.rules)
      insert.bind(3, blob: files.stores)
      insert.bind(4, files.baseDirectory)
      insert.bind(5, by)
      insert.bind(6, Int64(entries.lowerBound))
      try insert.run()
    }
  }

  package func approval(for digest: ConfigurationDigest) throws -> Approval? {
    try known { tables in try tables.approvals[digest].map { try approval($0, of: digest) } }
  }

  /// What was agreed to last.
  package func lastApproval() throws -> Approval? {
    try known { tables in
      try tables.approvals.max { $0.value.entry < $1.value.entry }.map { try approval($0.value, of: $0.key) }
    }
  }

  /// Every configuration that was agreed to, the last first; one that was agreed to again stands where it was last.
  package func approvals() throws -> [Approval] {
    try known { tables in
      try tables.approvals.sorted { $0.value.entry > $1.value.entry }.map {
        try approval($0.value, of: $0.key)
      }
    }
  }

  private func approval(_ row: ApprovalRow, of digest: ConfigurationDigest) throws -> Approval {
    let query = try connection.prepare("SELECT rules, stores FROM approval WHERE digest = ?1")
    query.bind(1, digest.rawValue)
    guard try query.step() else { throw try unproven(.approvals) }
    return try proven(
      Approval(
        digest: digest, rules: query.blob(0), stores: query.blob(1), baseDirectory: row.base, by: row.by,
        entry: row.entry))
  }

  /// The approval, if the signed entry says the same: nobody agreed to files that were slipped into the file.
  private func proven(_ approval: Approval) throws -> Approval {
    let entry = try entry(at: approval.entry)
    guard entry.type == .configurationApproved, approval.matches(entry.data) else {
      throw try unproven(.approvals)
    }
    return approval
  }

  /// SHA-256 in hexadecimal, as entries name files.
  static func digest(of bytes: some Sequence<UInt8>) -> String {
    Hexadecimal.encode(SHA256.hash(data: Array(bytes)))
  }

  static func approval(in row: borrowing Statement) -> Approval {
    Approval(
      digest: ConfigurationDigest(row.text(0) ?? ""), rules: row.blob(1), stores: row.blob(2),
      baseDirectory: row.text(3) ?? "",
      by: row.text(4) ?? "", entry: Int(row.integer(5)))
  }
}
