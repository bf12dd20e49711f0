internal import Glibc

/// Descriptors that are closed when nobody has them any more.
final class OwnedDescriptors: Sendable {
  let numbers: [Int32]

  init(_ numbers: [Int32]) { self.numbers = numbers }

  deinit { for number in numbers { close(number) } }
}
