/// Follows what entries say of evidence keys, pseudonym keys and hierarchies: each intent is under the key whose turn it is, and nothing is pinned twice.
struct KeyStatementCheck {
  /// The evidence keys so far, the last of which has its turn.
  private var evidenceKeys: [String] = []
  private var destroyed: Set<String> = []
  /// The last entry of each mark that the state must have.
  private(set) var marks: [String: Int] = [:]

  /// - Returns: what is wrong with the entry at an index.
  mutating func read(_ statement: KeyStatement, at index: Int) -> String? {
    switch statement {
    case .created(let key): evidenceKeys = [key]
    case .under(let key, let isIntent):
      // An imported hold may be under a key whose turn is over, but not under one that the journal never had.
      guard isIntent ? key == evidenceKeys.last : evidenceKeys.contains(key) else {
        return
          "entry \(index) is under the evidence key \(key), and \(evidenceKeys.last ?? "none") has its turn"
      }
    case .rotated(let from, let to):
      guard from == evidenceKeys.last, !evidenceKeys.contains(to) else {
        return
          "entry \(index) rotates the evidence key from another than the last, or to one that was there before"
      }
      evidenceKeys.append(to)
      marks[AuditJournal.evidenceKeyPrefix + to] = index
    case .destroyedEvidence(let id):
      guard evidenceKeys.dropLast().contains(id), destroyed.insert(id).inserted else {
        return "entry \(index) destroys an evidence key that is no former one, or that was destroyed before"
      }
      marks[AuditJournal.destroyedEvidencePrefix + id] = index
    case .pinned(let mark, let isAcceptance):
      guard marks[mark] == nil || isAcceptance else {
        return "entry \(index) pins what entry \(marks[mark] ?? 0) had pinned"
      }
      marks[mark] = index
    case .destroyed(let mark): marks[mark] = index
    case .malformed(let problem): return "entry \(index) \(problem)"
    }
    return nil
  }

  /// The marks that begin with a prefix, without it.
  func marks(_ prefix: String) -> [String: Int] {
    Dictionary(
      marks.filter { $0.key.hasPrefix(prefix) }.map { (String($0.key.dropFirst(prefix.count)), $0.value) }
    ) { $1 }
  }
}
