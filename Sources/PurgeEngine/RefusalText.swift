internal import RecordStores

extension RecordSetRefusal: CustomStringConvertible {
  /// What is wrong and what to do, in a sentence or two.
  public var description: String {
    switch self {
    case .store(let error): error.description
    case .schema(let finding): finding.description
    case .tooManyRows(let due, let limit):
      "\(due) rows are due, and guard.maximumRows allows \(limit): read the plan; if it is right, raise the guard"
    case .tooLargeShare(let due, let all, let limit):
      "\(due) of \(all) rows are due, and guard.maximumShare allows \(limit): read the plan; if it is right, raise the guard"
    case .cannotSee(let last):
      "no row can be seen, where the last run saw \(last): check the path, the account's rights and row filters; "
        + "if the table was emptied on purpose, run `retentiond purge --accept-empty`"
    case .died(let recordSet, let deaths):
      "the process died in it \(deaths) times in a row, so that it is passed over: the system's log says why "
        + "(a crash, too little memory, a kill, or the watchdog, which ends a service that was silent for too long); mend that, then run `retentiond record-set resume \(recordSet) --reason TEXT`"
    }
  }
}
