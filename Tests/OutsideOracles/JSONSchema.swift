import Foundation

/// Schemas of docs/schemas, as PyPI's jsonschema understands them.
package enum JSONSchema {
  /// Tells if each document is valid under a schema.
  package static func accepts(_ documents: [String], under schema: String) throws -> [Bool] {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(
      path: "../../docs/schemas/\(schema)")
    let lines = documents.map { Data($0.utf8).base64EncodedString() }
    return try OraclePython.lines("schema.py", input: [file.standardized.path] + lines, of: #filePath)
      .map { $0 == "valid" }
  }
}
