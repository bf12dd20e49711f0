import DocumentStore
import Foundation
import Identifiers
import RecordStores
import TestNames
import Testing

/// A name and the file beside a document that say different things of it.
@Suite struct DocumentAgreementTests {
  /// What of the pattern's columns the rules and holds go by.
  enum Use: String, CaseIterable {
    case subject, event, fact, nothing

    var column: String {
      switch self {
      case .subject: "nir"
      case .event: "ended"
      case .fact: "state"
      case .nothing: "number"
      }
    }

    /// What the file beside says, as JSON.
    func said(_ kind: Kind) -> String? {
      let (equal, spelled, other) =
        switch self {
        case .subject: (#""0840588123401""#, #""0 84 05 88 123 401 22""#, #""0840588123499""#)
        case .event: (#""20150101""#, "20150101", #""20260101""#)
        case .fact: (#""3""#, "3", #""4""#)
        case .nothing: (#""1""#, "1", #""2""#)
        }
      return switch kind {
      case .absent: nil
      case .null: "null"
      case .equal: equal
      case .spelled: spelled
      case .different: other
      case .empty: #""""#
      case .list: "[\(equal)]"
      }
    }
  }

  enum Kind: String, CaseIterable {
    case absent, null, equal, spelled, different, empty, list

    var differs: Bool { [.different, .empty, .list].contains(self) }
  }

  private static let set: RecordSet = {
    var naming = DocumentNaming(pattern: "{nir}/{ended}_{state}_{number}.txt", sidecar: ".json")
    naming.events = [DocumentFolder.ended]
    naming.factColumns = ["state"]
    return RecordSet(
      name: "case", store: "papers", table: "cases", key: ["path"], subject: "nir", subjectForm: .nir,
      documents: naming)
  }()

  @Test(
    "A document whose name and the file beside it differ in a subject, an event or a fact is never due",
    arguments: Use.allCases, Kind.allCases)
  func differing(use: Use, kind: Kind) throws {
    let folder = try DocumentFolder()
    let path = "0840588123401/20150101_3_1.txt"
    let said = use.said(kind).map { ", \"\(use.column)\": \($0)" } ?? ""
    try folder.make("cases/" + path, beside: #"{"other": 1\#(said)}"#)
    try folder.make("cases/0840588123402/20150102_3_2.txt", beside: #"{"nir": "0840588123402"}"#)
    let store = folder.open()
    let stays = kind.differs && use != .nothing
    let old = DocumentFolder.old(Self.set)
    #expect(try store.tally(old, holds: NoHolds()).count == (stays ? 1 : 2))
    #expect(try store.nextKeys(of: .delete, on: old, count: 9, holds: NoHolds()).count == (stays ? 1 : 2))
    // Whatever chooses it, no batch takes it.
    for keys in [nil, DocumentFolder.keys([path])] {
      var all = Selection(recordSet: Self.set, predicate: .isOneOf(column: "path", [.text(path)]))
      all.keys = keys
      let batch = try #require(
        try store.begin(.delete, on: all, limit: BatchLimit(), holds: NoHolds()))
      #expect(batch.keys.count == (stays ? 0 : 1))
      #expect(
        batch.setAside.map(\.reason)
          == (stays ? ["its name and the file beside it differ in \"\(use.column)\""] : []))
      if keys == nil { batch.rollback() } else { try batch.commit() }
    }
    #expect((folder.content("cases/" + path) != nil) == stays)
    #expect((folder.content("cases/" + path + ".json") != nil) == stays)
  }
}
