internal import Files
internal import Glibc
internal import JSONText
internal import Systemd

/// Where a service may listen, and which one works with somebody's files.
struct ServicePlace {
  /// The sockets to ask, the likeliest first: the service's own within its unit, that of `retentiond.service`, that of the instance that has the folder's name.
  static func candidates(for files: ConfigurationOptions) -> [String] {
    if let folder = ServiceEnvironment.runtimeDirectory { return [folder + "/" + ControlListener.fileName] }
    let instance = FileAccess.absoluteFolder(of: files.storesPath.realPath).lastPathName
    return ["/run/retentiond/control"]
      + (instance.isEmpty || instance == "retentiond" ? [] : ["/run/retentiond-\(instance)/control"])
  }

  /// Tells if it is a command of the service's own unit that names no files (`ExecReload=`): they are the service's, whatever a drop-in says.
  private static func isOwn(_ files: ConfigurationOptions) -> Bool {
    ServiceEnvironment.runtimeDirectory != nil && files.areDefault
  }

  /// Finds the socket of the service that works with these files.
  ///
  /// - Throws: `ControlError` if none does, the most telling reason.
  static func find(_ files: ConfigurationOptions) throws(ControlError) -> String {
    let places = candidates(for: files)
    var other: ControlError?
    for place in places {
      do throws(ControlError) {
        guard let channel = try ControlChannel.connected(to: place) else { continue }
        if isOwn(files) { return place }
        let facts = try ServiceAnswer.facts(of: .object(["verb": .string(AboutVerb.name)]), channel)
        guard let stores = facts["stores"]?.stringValue, let rules = facts["rules"]?.stringValue else {
          throw .gone
        }
        if stores == files.storesPath.realPath, rules == files.rulesPath.realPath { return place }
        other = other ?? .otherFiles(place: place, stores: stores)
      } catch {
        other = other ?? error
      }
    }
    throw other ?? .noService(places: places, cause: FileError.words(for: errno))
  }
}

extension String {
  /// The path of what it leads to, without a link in it; as it is, but absolute, where nothing is there or nobody may look.
  var realPath: String { FilePath(resolving: self)?.text ?? FileAccess.absolute(self) }
}
