internal import AuditJournal
internal import RecordStores
internal import StoreBindings

extension Engine {
  /// Runs a body that works on a record set: if the process dies in it, the next run knows where.
  func working<Result>(on bound: BoundRecordSet, _ body: () throws -> Result) throws -> Result {
    guard let journal else { return try body() }
    return try journal.working(on: bound.recordSet.name, body)
  }

  /// Why a record set is left alone although nothing is wrong with what can be seen of it; nil where nothing is in its way.
  func deathRefusal(of bound: BoundRecordSet) throws -> RecordSetRefusal? {
    let name = bound.recordSet.name
    guard let deaths = try journal?.deaths(inRecordSet: name), deaths >= AuditJournal.deathsUntilPassedOver
    else {
      return nil
    }
    return .died(recordSet: name, deaths: deaths)
  }
}
