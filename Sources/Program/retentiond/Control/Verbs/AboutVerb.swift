internal import JSONText

/// Tells which files the service works with, so that a caller knows whether it is the one that they mean.
struct AboutVerb: ControlVerb {
  static let name = "about"

  init(_ request: ControlRequest) throws(ControlError) { try request.requireOnly() }

  func answer(_ talk: ControlTalk, _ service: ControlledService) async {
    talk.tell(
      .object([
        "version": .string(Retentiond.version), "rules": .string(service.files.rulesPath.realPath),
        "stores": .string(service.files.storesPath.realPath),
      ]))
    talk.end(0)
  }
}
