internal import Purging
internal import Words

/// Why record sets are left out: what is the same for several, such as a store that does not answer, is said once.
enum RefusalLines {
  /// - Parameter isStopping: whether the reasons are guards', which stop a run before its first row and leave out nothing.
  static func lines(
    _ refused: [(recordSet: RecordSetName, reason: String)], isStopping: Bool = false
  ) -> [String] {
    var groups: [(reason: String, names: [RecordSetName])] = []
    for (name, reason) in refused {
      if let index = groups.firstIndex(where: { $0.reason == reason }) {
        // Two references of one table can be refused in the same words.
        if !groups[index].names.contains(name) { groups[index].names.append(name) }
      } else {
        groups.append((reason, [name]))
      }
    }
    return groups.map { reason, names in
      let shown = names.count == 1 ? names[0].rawValue : "\(names.count) record sets (\(list(names)))"
      return (isStopping ? "STOPS THE RUN " : "REFUSED ") + "\(shown): \(reason)"
    }
  }

  private static func list(_ names: [RecordSetName]) -> String {
    names.count < 5
      ? names.joined(separator: ", ")
      : names.prefix(3).joined(separator: ", ") + " and \(names.count - 3) more"
  }
}
