extension JournalCheck {
  /// The state leads to every turn of an evidence key, to every pinned key and hierarchy, and to every key that was destroyed: without one, another key would pass.
  func keys() throws {
    for (prefix, words) in [
      (AuditJournal.evidenceKeyPrefix, "the turn of evidence key"),
      (AuditJournal.destroyedEvidencePrefix, "the destruction of evidence key"),
      (KeyPin.markPrefix, "the pin of key"), (HierarchyPin.markPrefix, "the pin of hierarchy"),
      (DestroyedKey.markPrefix, "the destruction of key"),
    ] {
      try compare(prefix, with: entries.keys.marks(prefix)) { name in
        ("\(words) \(name)", "\(words) \(name) is")
      }
    }
  }
}
