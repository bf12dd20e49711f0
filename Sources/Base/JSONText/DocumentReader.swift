/// Reads a configuration file's tree, and collects all that is wrong with it instead of stopping at the first.
package final class DocumentReader {
  /// The bytes of the largest text that is read.
  package static let maximumSize = JSONParser.maximumSize

  package let file: String
  package private(set) var problems: [DocumentProblem] = []

  package init(file: String) {
    self.file = file
  }

  /// Parses the file's bytes; a text that is no JSON is a problem, and nil.
  package func parse(_ bytes: [UInt8]) -> Field? {
    do throws(JSONSyntaxError) {
      var parser = JSONParser(bytes: bytes)
      let tree = try parser.document()
      let node = parser.firstRepeated == nil ? tree : withoutRepeatedNames(tree, path: "$")
      return Field(node: node, path: "$", reader: self)
    } catch {
      problems.append(
        DocumentProblem(
          file: file, position: error.position, path: "$", cause: error.cause, remedy: error.remedy))
      return nil
    }
  }

  /// The tree with the first of the members that share a name; every other one is reported.
  private func withoutRepeatedNames(_ node: JSONNode, path: String) -> JSONNode {
    switch node.content {
    case .array(let nodes):
      let elements = nodes.enumerated().map { withoutRepeatedNames($1, path: "\(path)[\($0)]") }
      return JSONNode(position: node.position, content: .array(elements))
    case .object(let members):
      var names: Set<String> = []
      let first = members.compactMap { member -> JSONMember? in
        let path = path + Field.step(member.name)
        guard names.insert(member.name).inserted else {
          let error = JSONSyntaxError(repeating: member)
          report(error.cause, error.remedy, path: path, position: error.position)
          return nil
        }
        return JSONMember(
          name: member.name, position: member.position, value: withoutRepeatedNames(member.value, path: path))
      }
      return JSONNode(position: node.position, content: .object(first))
    default: return node
    }
  }

  package func report(_ cause: String, _ remedy: String, at field: Field) {
    report(cause, remedy, path: field.path, position: field.node.position)
  }

  func report(_ cause: String, _ remedy: String, path: String, position: TextPosition) {
    problems.append(DocumentProblem(file: file, position: position, path: path, cause: cause, remedy: remedy))
  }

  /// Throws everything that was found, if anything was.
  package func finish() throws(DocumentProblems) {
    guard problems.isEmpty else { throw DocumentProblems(problems) }
  }
}
