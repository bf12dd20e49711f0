/// Why a file cannot be read.
struct UnreadableFile: Error {
  let cause: String
}
