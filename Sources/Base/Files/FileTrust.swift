package import Glibc

/// Tells if nobody but root and the program's own account can have chosen what a file says, or put another one in its place (decision 180).
///
/// sshd asks the same of its configuration and of a person's keys (StrictModes). A folder that everybody may write to is as good as its sticky
/// bit: in `/tmp` nobody can rename or remove another's files. A group's right to write is refused unless the group is root's own.
package enum FileTrust {
  /// Checks an open file and every folder on the way to it.
  ///
  /// - Parameters:
  ///   - status: what the file system said of the file that was opened.
  ///   - path: the path by which it was opened.
  package static func check(_ status: stat, at path: String) throws(FileTrustError) {
    try check(status, of: path)
    try checkFolders(above: path)
  }

  /// Checks what lies at a path, which must be a regular file and no link, and every folder on the way to it. A path at which nothing
  /// lies has folders all the same: whoever may write to them may put something there.
  package static func check(_ path: String) throws(FileTrustError) {
    var status = stat()
    if unsafe lstat(path, &status) == 0 {
      if let kind = RegularFile.otherKind(status) { throw .otherKind(path: path, kind: kind) }
      try check(status, of: path)
    } else if errno != ENOENT {
      throw .unknown(path: path, cause: errno)
    }
    try checkFolders(above: path)
  }

  /// Checks every folder on the way to a path, from the one that it lies in up to the root. The folders are those that the system comes
  /// through: a link on the way is followed once, here.
  package static func checkFolders(above path: String) throws(FileTrustError) {
    let folder = path.folderPath
    guard var place = FilePath(resolving: folder) else { throw .unknown(path: folder, cause: errno) }
    // The folder itself, then the one above it, up to the root.
    while true {
      let name = place.text ?? folder
      var status = stat()
      guard unsafe lstat(place.bytes.map(CChar.init(bitPattern:)) + [0], &status) == 0 else {
        throw .unknown(path: name, cause: errno)
      }
      if !isSticky(status) { try check(status, of: name) } else { try checkOwner(status, of: name) }
      guard place != "/" else { return }
      place = place.folder.isEmpty ? "/" : place.folder
    }
  }

  private static func isSticky(_ status: stat) -> Bool {
    status.st_mode & S_IFMT == S_IFDIR && status.st_mode & S_ISVTX != 0
  }

  private static func check(_ status: stat, of path: String) throws(FileTrustError) {
    try checkOwner(status, of: path)
    let othersWrite = status.st_mode & S_IWOTH != 0
    let groupWrites = status.st_mode & S_IWGRP != 0 && status.st_gid != 0
    if othersWrite || groupWrites {
      throw .writable(path: path, mode: status.st_mode & 0o7777)
    }
  }

  private static func checkOwner(_ status: stat, of path: String) throws(FileTrustError) {
    guard status.st_uid == 0 || status.st_uid == geteuid() else {
      throw .foreign(path: path, owner: status.st_uid)
    }
  }
}

/// Why a file is not trusted. Names the file or folder that must be mended.
package enum FileTrustError: Error, Hashable, Sendable, CustomStringConvertible {
  case foreign(path: String, owner: UInt32)
  case writable(path: String, mode: UInt32)
  /// A link, a pipe, a folder: something other than a regular file lies there.
  case otherKind(path: String, kind: String)
  /// The system does not say, by the number that errno.h has.
  case unknown(path: String, cause: Int32)

  package var path: String {
    switch self {
    case .foreign(let path, _), .writable(let path, _), .otherKind(let path, _), .unknown(let path, _): path
    }
  }

  package var cause: String {
    switch self {
    case .foreign(_, let owner): "it belongs to account number \(owner), who could change it"
    case .writable(_, let mode): "others may write to it (mode \(String(mode, radix: 8)))"
    case .otherKind(_, let kind): "it is \(kind) and no regular file"
    case .unknown(_, let cause): unsafe String(cString: strerror(cause))
    }
  }

  package var remedy: String {
    switch self {
    case .foreign: "chown it to root, or to the account that runs this program"
    case .writable: "chmod go-w, or choose a place that only root and this program's account may write to"
    case .otherKind: "put the file itself there"
    case .unknown: "let this program's account look at it"
    }
  }

  package var description: String { "\(path): \(cause): \(remedy)" }
}
