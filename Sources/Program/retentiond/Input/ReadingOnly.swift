/// The option of whoever looks with an account that only reads.
enum ReadingOnly {
  static let help =
    "The account of the stores only reads, as the first of those that `retentiond grants` prints: do not ask for the rights of a purge."
}
