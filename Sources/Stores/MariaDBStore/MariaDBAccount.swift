internal import RecordStores

/// An account of a server: a name, and from where it may come.
package struct MariaDBAccount: Hashable, Sendable {
  package let name: String
  package let host: String

  package init(name: String, host: String) {
    self.name = name
    self.host = host
  }

  /// The account that the server calls `name@host`; a name may have the mark in it, a host has not.
  init(shown: String) {
    let mark = shown.lastIndex(of: "@")
    name = mark.map { String(shown[..<$0]) } ?? shown
    host = mark.map { String(shown[shown.index(after: $0)...]) } ?? "%"
  }

  /// The account as GRANT writes it: `'name'@'host'`.
  var sql: String {
    [name, host].map { "'" + $0.doubling("'").doubling("\\") + "'" }.joined(separator: "@")
  }
}
