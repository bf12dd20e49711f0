internal import Files
internal import RecordStores

/// A file by where it lies.
struct PlainFile: Hashable {
  let root: String
  let path: FilePath

  init(_ file: OwnedFile) { (root, path) = (file.root, file.path) }
}
