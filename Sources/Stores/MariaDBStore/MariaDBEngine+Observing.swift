internal import MariaDB
internal import RecordStores
internal import ServerStores

/// What the pace asks of a MariaDB or MySQL server.
extension MariaDBEngine {
  func observe(_ wanted: Set<StoreObservable>) throws(ServerError) -> StoreObservation {
    var seen = StoreObservation()
    if !wanted.isDisjoint(with: [.load, .logVolume]) { try observeStatus(wanted, &seen) }
    if wanted.contains(.replicas), let heartbeat { try observeReplicas(heartbeat, &seen) }
    if wanted.contains(.locks) { try observeLocks(&seen) }
    if wanted.contains(.answer) { try asking { try connection.run("DO 0") } }
    return seen
  }

  /// Counters that every account may read. Daemons are not among the threads that run, and we are.
  private func observeStatus(_ wanted: Set<StoreObservable>, _ seen: inout StoreObservation)
    throws(ServerError)
  {
    var values: [String: Int] = [:]
    try asking {
      try connection.query(
        "SHOW GLOBAL STATUS WHERE Variable_name IN ('Threads_running', 'Binlog_bytes_written', 'Innodb_os_log_written')"
      ) { row in
        guard let name = MariaDBCatalogue.text(row.value(0)) else { return }
        values[name.lowercased()] = MariaDBCatalogue.text(row.value(1)).flatMap { Int($0) }
      }
    }
    if wanted.contains(.load) { seen.running = values["threads_running"].map { max(0, $0 - 1) } }
    if wanted.contains(.logVolume) {
      // The binary log is what replicas read; a server without one, and MySQL, count the redo log.
      let binary = values["binlog_bytes_written"] ?? 0
      seen.loggedBytes = binary > 0 ? binary : values["innodb_os_log_written"]
    }
  }

  private func observeReplicas(_ heartbeat: MariaDBHeartbeat, _ seen: inout StoreObservation)
    throws(ServerError)
  {
    let table = dialect.table(settings.heartbeat?.table ?? "")
    do {
      if !settings.isReadOnly { try asking { try heartbeat.beat(connection) } }
    } catch {
      guard case .other(_, let message) = error else { throw error }
      seen.gaps.append(
        ObservationGap(
          .replicas, cause: message,
          remedy:
            "\(MariaDBHeartbeat.definition(table)), and GRANT SELECT, INSERT, UPDATE ON \(table) TO the account of stores.json"
        ))
      return
    }
    try asking { heartbeat.look(&seen) }
  }

  private func observeLocks(_ seen: inout StoreObservation) throws(ServerError) {
    do {
      try asking {
        try connection.query(dialect.kind.waitingSessions) { row in
          seen.waiting = MariaDBCatalogue.text(row.value(0)).flatMap { Int($0) }
        }
      }
    } catch {
      guard case .other(_, let message) = error else { throw error }
      seen.gaps.append(
        ObservationGap(.locks, cause: message, remedy: dialect.kind.waitingSessionsGrant))
    }
  }
}
