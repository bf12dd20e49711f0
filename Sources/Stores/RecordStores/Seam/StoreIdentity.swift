/// What a store says of itself that no other store in its place would say. Its name and its address lead to whatever is there by now.
///
/// A file is told by its inode and by when it was made, a server's database by the cluster and the database itself. Contents are no part of it:
/// a store that was restored in place is the same store.
package struct StoreIdentity: Hashable, Sendable {
  /// Each fact by its name, such as `inode`. Empty for a store that cannot tell, which is believed.
  package let facts: [String: String]

  package init(_ facts: [String: String] = [:]) { self.facts = facts }

  /// Says in what another identity differs, for a sentence; nil where it is the same.
  package func difference(to other: StoreIdentity) -> String? {
    let names = Set(facts.keys).union(other.facts.keys).sorted().filter { facts[$0] != other.facts[$0] }
    guard !names.isEmpty else { return nil }
    return names.map { "\($0) \(facts[$0] ?? "unknown") before, \(other.facts[$0] ?? "unknown") now" }
      .joined(separator: "; ")
  }
}
