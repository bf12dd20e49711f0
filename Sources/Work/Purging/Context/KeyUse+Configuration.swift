package import AuditJournal
internal import RecordStores
internal import RetentionPolicy
internal import StoreBindings
package import Transforms
package import Words

extension KeyUse {
  /// The keys of a version of a domain, to be compared or pinned.
  package static func pins(_ domain: DomainID, _ key: DomainKey) -> [KeyPin] {
    zip(key.ids, [KeyPin.Holder.first, .second]).map {
      KeyPin(domain: domain, version: key.version, holder: $1, id: $0)
    }
  }
}

extension Configuration {
  /// Compares the pseudonym keys that are at hand, and the hierarchies, with those that the journal has pinned.
  package func checkPins(in journal: AuditJournal, atHand keys: [KeyPin], for act: KeyAct? = nil) throws {
    var holders: Set<KeyPin> = []
    for (domain, versions) in bindings.keys.pseudonyms {
      for version in versions {
        holders.insert(KeyPin(domain: domain, version: version.version, holder: .first, id: ""))
        guard version.second != nil else { continue }
        holders.insert(KeyPin(domain: domain, version: version.version, holder: .second, id: ""))
      }
    }
    try journal.checkPins(
      KeyUse(keys: keys, hierarchies: hierarchies), holders: holders, for: act)
  }

  /// The hierarchies, as stores.json names their files.
  package var hierarchies: [HierarchyPin] {
    Array(Set(bindings.recordSets.flatMap(\.hierarchies))).sorted { $0.file < $1.file }
  }

  /// The record sets of a domain whose persons can be found by a keyed pseudonym once their rows are pseudonymised.
  package func recordSetsWithPseudonyms(of domain: DomainID) -> [RecordSetName] {
    bindings.recordSets.filter { bound in
      bound.domain == domain
        && bound.changes.contains {
          $0.column == bound.recordSet.subject && $0.transform.isIdentifying
        }
    }.map(\.recordSet.name)
  }
}

extension BoundRecordSet {
  /// Tells if rows are changed with the domain's key.
  var usesKey: Bool { changes.contains(where: \.transform.isKeyed) }

  var hierarchies: [HierarchyPin] {
    changes.compactMap { change in
      guard case .hierarchy(let hierarchy) = change.transform, !hierarchy.file.isEmpty else { return nil }
      return HierarchyPin(file: hierarchy.file, digest: hierarchy.digest)
    }
  }
}
