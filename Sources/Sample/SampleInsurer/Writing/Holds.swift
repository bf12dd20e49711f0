/// The legal holds of the sample: fictive proceedings about a few people, records and one record set.
final class Holds {
  struct Hold {
    enum Scope {
      case subject(String)
      case record(recordSet: String, key: [Cell])
      case recordSet(String)
    }

    let scope: Scope
    let reference: String
    let reason: String
  }

  private(set) var all: [Hold] = []
  private var subjects: Set<String> = []
  private var records: Set<Record> = []
  private var recordSets: Set<String> = []

  private struct Record: Hashable {
    let recordSet: String
    let key: [Cell]
  }

  func hold(subject: String) {
    guard subjects.insert(subject).inserted else { return }
    add(.subject(subject), reason: "Contentieux fictif en cours")
  }

  func hold(record key: [Cell], of recordSet: String) {
    guard records.insert(Record(recordSet: recordSet, key: key)).inserted else { return }
    add(.record(recordSet: recordSet, key: key), reason: "Droit à la limitation, demande fictive")
  }

  func hold(recordSet: String) {
    guard recordSets.insert(recordSet).inserted else { return }
    add(.recordSet(recordSet), reason: "Réquisition fictive")
  }

  func isHeld(subject: String?, key: [Cell], recordSet: String) -> Bool {
    recordSets.contains(recordSet) || subject.map(subjects.contains) ?? false
      || (!records.isEmpty && records.contains(Record(recordSet: recordSet, key: key)))
  }

  private func add(_ scope: Hold.Scope, reason: String) {
    all.append(Hold(scope: scope, reference: "FICTIF-\(padded(all.count + 1, 4))", reason: reason))
  }

  /// `holds.csv`: one hold a line, its scope in the words of `hold add`; a key's parts are joined by `|`.
  var csv: String {
    let lines = all.map { hold -> String in
      let fields: [String] =
        switch hold.scope {
        case .subject(let subject): ["subject", "", subject]
        case .record(let recordSet, let key): ["record", recordSet, key.map(\.text).joined(separator: "|")]
        case .recordSet(let recordSet): ["record-set", recordSet, ""]
        }
      return (fields + [hold.reference, hold.reason]).map(CSV.field).joined(separator: ",")
    }
    return (["scope,record_set,identifier,reference,reason"] + lines).joined(separator: "\n") + "\n"
  }
}
