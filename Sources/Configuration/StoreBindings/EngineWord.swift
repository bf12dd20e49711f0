/// What `stores.json` calls an engine. A server's kind that is added is one, too.
enum EngineWord: Hashable, CaseIterable {
  case sqlite
  case server(ServerAddress.Kind)
  case documents

  static let allCases: [EngineWord] = [.sqlite] + ServerAddress.Kind.allCases.map(server) + [.documents]

  init?(_ word: String) {
    guard let found = Self.allCases.first(where: { $0.word == word }) else { return nil }
    self = found
  }

  var word: String {
    switch self {
    case .sqlite: "sqlite"
    case .server(let kind): kind.rawValue
    case .documents: "documents"
    }
  }

  /// The members that an entry of `stores` has for this engine, beside those that each entry has.
  var members: [String] {
    switch self {
    case .sqlite: ["path", "triggers"]
    case .documents: ["path"]
    case .server(.postgresql):
      [
        "service", "host", "port", "hosts", "database", "schema", "user", "password", "tls", "certificates",
        "triggers",
      ]
    case .server(.mariadb):
      [
        "service", "host", "port", "hosts", "database", "user", "password", "tls", "certificates", "commit",
        "triggers",
      ]
    }
  }

  /// Every engine's word, as a remedy names them: `"a", "b" or "c"`.
  static let shown: String = {
    let words = allCases.map { "\"\($0.word)\"" }
    return words.dropLast().joined(separator: ", ") + " or " + (words.last ?? "")
  }()
}
