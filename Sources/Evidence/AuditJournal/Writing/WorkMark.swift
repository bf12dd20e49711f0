internal import Glibc
internal import Words

/// What the lock file says while a run works: in which record set, and how long the machine had been up by then (decision 174).
///
/// The lock's owner writes the mark and takes it away, so that a mark under a lock that nobody has is that of a process that died. It is not
/// synchronised to the disk: it has to outlive the process, and not the machine. A machine that went down takes the blame from the record set,
/// which is told by its time since the start.
struct WorkMark: Equatable {
  let recordSet: RecordSetName
  /// The open batch of the record set that is being settled, if that is the work.
  let batch: BatchName?
  /// Seconds, as CLOCK_BOOTTIME counts them.
  let secondsSinceBoot: Int
  /// Tells if somebody had asked the process to stop: what ended it then was not the record set.
  var isStopping = false

  init(recordSet: RecordSetName, batch: BatchName?, secondsSinceBoot: Int) {
    self.recordSet = recordSet
    self.batch = batch
    self.secondsSinceBoot = secondsSinceBoot
  }

  /// Reads a mark; nil where there is none, or something else.
  init?(_ text: String) {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let isStopping = lines.count == 5 && lines[3] == Self.stopping
    guard lines.count == 4 || isStopping, let seconds = Int(lines[0]), seconds >= 0, !lines[2].isEmpty,
      lines.last?.isEmpty == true
    else { return nil }
    self.init(
      recordSet: RecordSetName(String(lines[2])), batch: lines[1].isEmpty ? nil : BatchName(String(lines[1])),
      secondsSinceBoot: seconds
    )
    self.isStopping = isStopping
  }

  private static let stopping = "stopping"

  var text: String {
    "\(secondsSinceBoot)\n\(batch?.rawValue ?? "")\n\(recordSet)\n" + (isStopping ? Self.stopping + "\n" : "")
  }

  /// Tells if the machine was started after the mark was made. A machine that is up for longer than it was then may have been, too, which
  /// counts as a death: in doubt a record set is passed over, and its records stay.
  var isOfAnEarlierBoot: Bool { Self.now < secondsSinceBoot }

  static var now: Int {
    var time = timespec()
    // Cannot fail: the clock exists on every Linux and the pointer is ours.
    _ = unsafe clock_gettime(CLOCK_BOOTTIME, &time)
    return Int(time.tv_sec)
  }
}
