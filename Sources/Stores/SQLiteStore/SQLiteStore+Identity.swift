internal import Files
package import RecordStores
internal import SQLite

/// Which file the store is. A connection goes on with the file that it opened, wherever the path leads by then: what is committed there would be journalled
/// as gone, and the application's file would have it still.
extension SQLiteStore {
  /// Opens nothing, so that nobody's lock is waited for.
  package func identity() throws(StoreError) -> StoreIdentity {
    if place == nil {
      do throws(RegularFileError) {
        try RegularFile.refuseOthers(at: path)
      } catch {
        throw .unavailable(
          store: name,
          cause: "\(path): \(error): correct its path in stores.json, or move away what lies there")
      }
    }
    return StoreIdentity(try currentPlace().facts)
  }

  /// The file at the path, which is the store's for good once it was seen.
  func currentPlace() throws(StoreError) -> FilePlace {
    let current: FilePlace
    do {
      current = try FilePlace(of: path)
    } catch {
      guard place == nil else { throw replaced(by: nil) }
      throw openingError()
    }
    guard let place else {
      place = current
      return current
    }
    guard current == place else { throw replaced(by: current) }
    return current
  }

  /// Why a file that cannot be looked at cannot be opened: SQLite says it as it says all such things.
  private func openingError() -> StoreError {
    do {
      _ = try Connection(path: path, mode: .readOnly, busySeconds: 0)
      return .unavailable(store: name, cause: "\(path) came just now: try again")
    } catch {
      return openingError(error)
    }
  }

  /// - Throws: `StoreError.replaced` where another file is at the path, or none.
  func checkPlace() throws(StoreError) { _ = try currentPlace() }

  func replaced(by current: FilePlace?) -> StoreError {
    let difference =
      current.flatMap { current in
        place.map { StoreIdentity($0.facts).difference(to: StoreIdentity(current.facts)) ?? "another device" }
      } ?? "its file was put away"
    return .replaced(store: name, difference: difference)
  }
}
