extension CopiedDatabase {
  /// Makes the table `person` (`id`, `nir`, `ended`), whose partitions `y2010`, `y2011` … have the people of a year each; the last one has all later ones, too.
  func makePeople(byYears years: ClosedRange<Int>) throws {
    let columns = "id int NOT NULL, nir varchar(20), ended date NOT NULL, PRIMARY KEY (id, ended)"
    func end(of year: Int) -> String { "'\(year == years.upperBound ? 2099 : year + 1)-01-01'" }
    switch engine {
    case .postgresql:
      try run("CREATE TABLE person (\(columns)) PARTITION BY RANGE (ended)")
      for year in years {
        try run(
          "CREATE TABLE y\(year) PARTITION OF person FOR VALUES FROM ('\(year)-01-01') TO (\(end(of: year)))")
      }
    case .mariadb:
      let partitions = years.map { "PARTITION y\($0) VALUES LESS THAN (\(end(of: $0)))" }
      try run(
        "CREATE TABLE person (\(columns)) PARTITION BY RANGE COLUMNS (ended) (\(partitions.joined(separator: ", ")))"
      )
    }
    try run("CREATE INDEX person_ended ON person (ended)")
  }
}
