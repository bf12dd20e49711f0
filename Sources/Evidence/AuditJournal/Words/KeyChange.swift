internal import JSONText
internal import Words

/// What entries say of pseudonym keys and hierarchies.
package enum KeyChange: Sendable {
  /// The first batch that uses a key says which it is.
  case pinned(KeyPin)
  /// The same of a hierarchy; somebody who accepts another one says why.
  case hierarchy(HierarchyPin, acceptance: (by: String, reason: String)?)
  case destroyed(DestroyedKey, reason: String, by: String)

  var type: EntryType {
    switch self {
    case .pinned, .hierarchy: .keyPinned
    case .destroyed: .keyDestroyed
    }
  }

  var jsonValue: JSONValue {
    switch self {
    case .pinned(let pin):
      .object([
        "domain": .string(pin.domain.rawValue), "keyVersion": .integer(pin.version),
        "holder": .string(pin.holder.rawValue), "id": .string(pin.id),
      ])
    case .hierarchy(let pin, let acceptance):
      .object(
        [
          "hierarchy": .string(pin.file), "digest": .string(pin.digest),
          "by": acceptance.map { .string($0.by) }, "reason": acceptance.map { .string($0.reason) },
        ].compactMapValues { $0 })
    case .destroyed(let key, let reason, let by):
      .object([
        "domain": .string(key.domain.rawValue), "keyVersion": .integer(key.version),
        "ids": .array(key.ids.map { .string($0) }),
        "recordSets": .array(key.recordSets.map { .string($0.rawValue) }),
        "stage": .string(key.isDone ? "done" : "begun"), "reason": .string(reason), "by": .string(by),
      ])
    }
  }
}

extension KeyPin {
  init?(_ data: JSONValue) {
    guard let domain = data["domain"]?.stringValue.map(DomainID.init),
      let version = data["keyVersion"]?.integerValue,
      let holder = data["holder"]?.stringValue.flatMap(Holder.init), let id = data["id"]?.stringValue
    else { return nil }
    self.init(domain: domain, version: version, holder: holder, id: id)
  }
}

extension HierarchyPin {
  init?(_ data: JSONValue) {
    guard let file = data["hierarchy"]?.stringValue, let digest = data["digest"]?.stringValue else {
      return nil
    }
    self.init(file: file, digest: digest)
  }
}

extension DestroyedKey {
  init?(_ data: JSONValue) {
    guard let domain = data["domain"]?.stringValue.map(DomainID.init),
      let version = data["keyVersion"]?.integerValue,
      let ids = data["ids"]?.stringList, let stage = data["stage"]?.stringValue
    else { return nil }
    self.init(
      domain: domain, version: version, ids: ids,
      recordSets: (data["recordSets"]?.stringList ?? []).map(RecordSetName.init),
      isDone: stage == "done")
  }
}
