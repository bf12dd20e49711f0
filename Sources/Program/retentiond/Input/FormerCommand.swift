internal import ArgumentParser

/// Commands that have another name now. What somebody's script calls by the old one is refused with the new one, and nothing is done.
enum FormerCommand {
  private static let names = ["erase": "scrub"]

  /// - Throws: an error that ends the program with 64, if the command line begins with a former name.
  static func refuse(_ arguments: [String]) throws {
    guard let former = arguments.first, let name = names[former] else { return }
    throw ValidationError(
      "`\(former)` is named `\(name)` now, with the same options: write `retentiond \(name)`; nothing was done"
    )
  }
}
