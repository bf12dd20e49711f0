internal import DocumentTree

/// Why a file of a committed batch is still there, or may be. Each says what to do; none has a path, which can name a person.
enum FileLeft: Error, Hashable, CustomStringConvertible {
  case error(DocumentError)
  case missing
  case otherRoot
  case replaced
  case touched
  case younger
  case spellings
  case unasked(String)

  private static let look =
    "no run removes it: look at it, then remove it by hand, or give it up with `retentiond files settle`"

  var description: String {
    switch self {
    case .error(.outside), .error(.link), .error(.notAFile), .error(.noPath):
      "\(cause), so that \(Self.look)"
    case .error(.system): "\(cause): remove what is in the way, and the next run tries again"
    case .error, .replaced: cause
    case .missing:
      "\(cause): mount what belongs there, or say with `retentiond files settle` that it is gone"
    case .otherRoot: "\(cause): mount what belongs there, or give it up with `retentiond files settle`"
    case .touched, .younger: "\(cause), and \(Self.look)"
    case .spellings: "\(cause): keep files on a file system on which each name is one"
    case .unasked: "\(cause): the run that can ask it removes the file"
    }
  }

  private var cause: String {
    switch self {
    case .error(let error): "\(error)"
    case .missing: "it is not there"
    case .otherRoot: "another folder lies at its root's path than when its row was judged"
    case .replaced: "another file has come to its place since its row was judged, and stays"
    case .touched: "it was changed since its row was judged (content, rights, owner or names)"
    case .younger: "it came to its place after its row was purged, or was changed then"
    case .spellings: "its folder takes names in other letters for its own, and rows may name it so"
    case .unasked(let cause): "a store whose rows may name it cannot be asked (\(cause))"
    }
  }
}
