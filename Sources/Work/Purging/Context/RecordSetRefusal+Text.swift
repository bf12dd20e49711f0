internal import RecordStores
internal import RetentionPolicy
internal import Words

extension RecordSetRefusal: CustomStringConvertible {
  /// What is wrong and what to do, in a sentence or two.
  package var description: String {
    switch self {
    case .store(let error): error.description
    case .otherStore(let mismatch): mismatch.description
    case .schema(let finding): finding.description
    case .tooManyRows(let due, let limit):
      "\(due) rows are due, and guard.maximumRows allows \(limit): read the plan; if it is right, set guard.maximumRows to \(due) or more in stores.json and approve that"
    case .tooLargeShare(let due, let all, let limit):
      "\(due) of \(all) rows are due, and guard.maximumShare allows \(limit): read the plan; if it is right, set guard.maximumShare to a larger share in stores.json and approve that"
    case .doubt(let doubt): doubt.description
    case .unusual(let action, let due, let allowance, let configuration):
      "\(due) rows are due for \(action.rawValue), and a run may change \(allowance.rows) (\(allowance.reason)): read the plan; if it is right, "
        + "`retentiond approve \(configuration.short)` counts and allows what is due then, and guard.maximumRows in stores.json sets a number of your own"
    case .cameMeanwhile:
      "more rows fell due while the run went on than its guard allows: the run changed what it allows and left the rest; read the plan, and run again if it is right"
    case .failing(let count, let limit, let reason, let share):
      "\(count) of its rows could not be changed, \(share) of them for this reason: \(reason); the run left the others after guard.maximumFailures (\(limit)) of them: mend the cause, and the next run tries all again"
    case .cannotSee(let last):
      "no row can be seen, where there were \(last) when they were last counted: check the path, the account's rights and row filters; "
        + "if the table was emptied on purpose, run `retentiond purge --accept-empty`"
    case .died(let recordSet, let deaths):
      "the process died in it \(deaths) times in a row, so that it is passed over: the system's log says why "
        + "(a crash, too little memory, a kill, or the watchdog, which ends a service that was silent for too long); mend that, then run `retentiond record-set resume \(recordSet) --reason TEXT`"
    }
  }
}

extension VolumeAllowance.Reason: CustomStringConvertible {
  /// Why as many, for a refusal's parenthesis.
  package var description: String {
    switch self {
    case .least: "nothing says that more are usual"
    case .approved(let due, let changed):
      "\(due) were due at the approval, a tenth more may go, and \(changed) are gone"
    case .usual(let largest): "three times the largest of the last ten runs, which changed \(largest)"
    }
  }
}
