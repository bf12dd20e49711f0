internal import JSONText
internal import TransparencyLog
internal import Words

/// The roots of a batch's evidence of subjects, in hexadecimal: what makes an intent one of version 2.
package struct SubjectRoots: Hashable, Sendable {
  /// RFC 6962 over the records' subjects as leaves of 32 bytes.
  let subjects: String
  /// The same over the dependents' rows, as leaves of 64 bytes.
  let dependents: String

  /// The version of an intent that has them. One without says nothing of subjects.
  static let version = 2
  /// The version of an intent by which rows stayed and lost their reference, too (decision 243).
  static let lossVersion = 3

  init(subjects: String, dependents: String) {
    self.subjects = subjects
    self.dependents = dependents
  }

  /// The roots over evidence as it is stored.
  init(subjects: [UInt8], dependents: [UInt8]) {
    self.subjects = Hexadecimal.encode(RowEvidence.root(of: subjects).bytes)
    self.dependents = Hexadecimal.encode(
      TreeHash(ofLeaves: RowEvidence.leaves(of: dependents, width: SubjectEvidence.dependentWidth)).bytes)
  }
}

extension SubjectRoots {
  /// The members of an intent that say them.
  var members: [String: JSONValue] {
    [
      "version": .integer(Self.version), "subjectsRoot": .string(subjects),
      "dependentsRoot": .string(dependents),
    ]
  }

  /// Reads them from an intent; nil where it is of version 1.
  ///
  /// - Throws: what is wrong with an intent that is of neither version, or has a part of the second.
  init?(_ text: (String) -> String?, _ integer: (String) -> Int?) throws(MalformedIntent) {
    let members = (
      version: integer("version"), subjects: text("subjectsRoot"), dependents: text("dependentsRoot")
    )
    switch members {
    case (nil, nil, nil): return nil
    case (Self.version?, let subjects?, let dependents?), (Self.lossVersion?, let subjects?, let dependents?):
      self.init(subjects: subjects, dependents: dependents)
    default: throw MalformedIntent()
    }
  }
}

/// An intent of a version that this program does not know, or without what belongs to its version.
struct MalformedIntent: Error {}
