/// The rows that a run may still change of one record set, or by one stage of it: as many as the guard let the plan have. What falls due while the
/// run goes on waits for the next plan, which counts it.
final class RowBudget {
  private(set) var rows: Int

  init(rows: Int) { self.rows = rows }

  func take(_ count: Int) { rows = max(0, rows - count) }
}

/// A run has changed as many rows as its guard allows, and more are due.
struct BudgetSpent: Error {}
