internal import Crypto
internal import JSONText
internal import RecordStores
internal import Transforms
internal import Words

/// Reads a transform's hierarchy file, whose content is fixed by its digest: what is approved is what is applied.
struct HierarchyLoader {
  let path: (Field) -> String?
  let companions: CompanionFiles

  func hierarchy(_ fields: ObjectFields) -> Hierarchy? {
    let file = fields.required("file")
    let path = file.flatMap(self.path)
    let level = fields.required("level").flatMap { field -> Int? in
      guard let number = field.integer else { return nil }
      if number < 1 { field.report("level \(number)", "count levels from 1, the column behind the value") }
      return max(1, number)
    }
    let otherwise = fields["otherwise"].flatMap(PredicateLoader.value)
    let digest = fields["sha256"].flatMap(\.string)
    guard let file, let path, let name = file.string, let level else { return nil }
    guard case .read = companions else {
      return Hierarchy(digest: digest ?? "", file: name, level: level, otherwise: otherwise, values: nil)
    }
    let bytes: [UInt8]
    do throws(UnreadableFile) {
      bytes = try CompanionFiles.contents(of: path)
    } catch {
      file.report("the file cannot be read: \(error.cause)", "name a file that this account may read")
      return nil
    }
    let actual = Hexadecimal.encode(SHA256.hash(data: bytes))
    if digest != actual {
      (fields["sha256"] ?? file).report(
        digest == nil ? "nothing fixes what the file says" : "the file says something else than it did",
        "look at it, then write \"sha256\": \"\(actual)\"")
    }
    let table = HierarchyTable(bytes)
    for problem in table.problems { file.report("line \(problem.line): \(problem.cause)", problem.remedy) }
    guard table.problems.isEmpty else { return nil }
    guard level <= table.levels else {
      fields["level"]?.report("the file has no level \(level)", "it has \(table.levels)")
      return nil
    }
    return Hierarchy(
      digest: actual, file: name, level: level, otherwise: otherwise, values: table.values(at: level))
  }
}
