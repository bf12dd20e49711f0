/// A batch of which no entry has said yet what became of it.
struct OpenBatch {
  let stage: StageOfRun
  let count: Int
  let isFirstRun: Bool
  /// Tells if its run was under way when it was prepared.
  let isOfRun: Bool
}
