/// One reason why whole partitions cannot go in one step.
package struct PartitionObstacle: Hashable, Sendable {
  package let message: String
  package let remedy: String

  package init(_ message: String, remedy: String) {
    self.message = message
    self.remedy = remedy
  }
}

/// Tells if whole partitions can go where the administrator wants it, and whether it would help where nobody asked for it.
extension SchemaReview {
  mutating func reviewPartitions() throws {
    guard use.deletes else { return }
    let table = recordSet.table
    var obstacles = try catalogue.partitionObstacles(of: table, hasLedger: use.hasLedger)
    // What goes with a record is found row by row.
    if !recordSet.dependents.isEmpty {
      obstacles?.append(PartitionObstacle("rows of other tables go with its rows", remedy: Self.byRows))
    } else if try !catalogue.references(to: table).isEmpty {
      obstacles?.append(PartitionObstacle("rows of other tables refer to its rows", remedy: Self.byRows))
    }
    if !recordSet.files.isEmpty {
      obstacles?.append(PartitionObstacle("files go with its rows", remedy: Self.byRows))
    }
    guard recordSet.dropsPartitions else {
      if obstacles?.isEmpty ?? false {
        warnings.append(
          .other(
            table: table, message: "it is partitioned, and its rows go one by one",
            remedy:
              "with \"partitions\": \"drop\" a partition goes in one step where every row of it is due and none is held"
          ))
      }
      return
    }
    let found = obstacles ?? [PartitionObstacle("it is not partitioned", remedy: Self.byRows)]
    refusals += found.map {
      .other(
        table: table, message: "\"partitions\" is \"drop\", and \($0.message)", remedy: $0.remedy)
    }
  }

  private static let byRows = "remove \"partitions\", so that rows go one by one"
}
