/// What entries say of the files of batches: each file of a committed batch is accounted for, once.
struct FilesCheck {
  /// What an entry accounts for: files that are left, that it has an end for, and that were not there, which may stand among those left, too.
  struct Account {
    let left: Int
    let gone: Int
    let missing: Int
  }

  /// Batches that were not rolled back and have files which no entry says are gone, each with how many.
  private(set) var open: [Int: Int] = [:]
  /// How many of those are committed.
  private(set) var batches = 0

  /// An intent names so many files.
  mutating func prepare(_ count: Int, of batch: Int) { if count > 0 { open[batch] = count } }

  /// A batch has its outcome: its files are to go, or stay.
  mutating func close(_ batch: Int, isCommitted: Bool) {
    if !isCommitted {
      open[batch] = nil
    } else if open[batch] != nil {
      batches += 1
    }
  }

  /// Reads an entry that tells what became of files.
  ///
  /// - Parameter isOpen: whether the batch has no outcome yet.
  /// - Returns: what is wrong with it.
  mutating func read(at index: Int, of batch: Int, isOpen: Bool, _ account: Account) -> [String] {
    guard let count = open[batch], !isOpen, account.left <= count else {
      return ["entry \(index) tells of files that batch-\(batch) does not have, or not yet or any more"]
    }
    defer { if account.left == 0 { end(batch) } else { open[batch] = account.left } }
    let told = account.gone + account.left
    guard told > count || told + account.missing < count else { return [] }
    return [
      "entry \(index) accounts for \(account.gone) files, \(account.missing) missing and \(account.left) left, and batch-\(batch) had \(count)"
    ]
  }

  /// Reads an entry by which a person gives files up.
  mutating func settle(at index: Int, of batch: Int, isOpen: Bool, count: Int) -> [String] {
    guard open[batch] == count, !isOpen else {
      return ["entry \(index) gives up files that batch-\(batch) does not have, or not yet or any more"]
    }
    end(batch)
    return []
  }

  private mutating func end(_ batch: Int) { if open.removeValue(forKey: batch) != nil { batches -= 1 } }
}
