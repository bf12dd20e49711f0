internal import Files
internal import RecordStores

extension DocumentStore {
  /// Why documents could not be removed, or a batch's list not be written. Folders further below are each batch's own affair.
  func writingObstacles(of recordSet: RecordSet) -> [SchemaFinding] {
    // stores.json names it, in UTF-8.
    let folder = Self.folder(of: recordSet).text ?? ""
    let places = [path] + (folder.isEmpty ? [] : [path + "/" + folder])
    return places.compactMap { place in
      WriteAccess.obstacle(toFolder: place).map { .notWritable(place: place, cause: $0) }
    }
  }
}
