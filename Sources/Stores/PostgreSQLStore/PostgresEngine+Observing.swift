internal import PostgreSQL
internal import RecordStores
internal import ServerStores

/// What the pace asks of a PostgreSQL server.
extension PostgresEngine {
  func observe(_ wanted: Set<StoreObservable>) throws(ServerError) -> StoreObservation {
    var seen = StoreObservation()
    for wish in StoreObservable.allCases where wanted.contains(wish) {
      switch wish {
      case .replicas: try observeReplicas(&seen)
      case .keptLog: try observeSlots(&seen)
      case .load: try observeLoad(&seen)
      case .logVolume:
        seen.loggedBytes = try integer("SELECT (pg_current_wal_insert_lsn() - '0/0')::bigint")
      // Held by no role but in `pg_locks`, which all may read.
      case .locks:
        seen.waiting = try integer(
          "SELECT count(DISTINCT pid) FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY (pg_blocking_pids(pid))"
        )
      case .answer: _ = try integer("SELECT 1")
      }
    }
    return seen
  }

  /// Those that replay: a base backup and a receiver of mere files have no position of replay.
  private static let replicas = """
    SELECT application_name, state IS NULL, (replay_lsn - '0/0')::bigint,
      extract(epoch FROM replay_lag), (pg_current_wal_lsn() - '0/0')::bigint
    FROM pg_stat_replication WHERE state IS NULL OR (replay_lsn IS NOT NULL AND state IN ('streaming', 'catchup'))
    """

  private func observeReplicas(_ seen: inout StoreObservation) throws(ServerError) {
    let now = ContinuousClock.now
    var (written, isHidden, least) = (0, false, Int.max)
    var replicas: [(name: String, replayed: Int, told: Double)] = []
    try asking {
      try connection.query(Self.replicas) { row in
        written = max(written, row.text(4).flatMap { Int($0) } ?? 0)
        guard row.text(1) != "t", let replayed = row.text(2).flatMap({ Int($0) }) else {
          isHidden = true
          return
        }
        replicas.append((row.text(0) ?? "", replayed, row.text(3).flatMap { Double($0) } ?? 0))
        least = min(least, replayed)
      }
    }
    if isHidden { seen.gaps.append(gap(.replicas, "pg_stat_replication hides the replicas' positions")) }
    guard !replicas.isEmpty else { return }
    if replicaDelay.first == nil { replicaDelay.note(written, at: now) }
    let first = replicaDelay.first ?? 0
    for replica in replicas {
      // What was written before the first look has no time here; the server's own word counts for it.
      let seconds = max(
        replicaDelay.seconds(behind: replica.replayed, at: now), replica.replayed < first ? replica.told : 0)
      if seconds >= seen.replica?.seconds ?? 0 {
        seen.replica = StoreObservation.Replica(name: replica.name, seconds: seconds)
      }
    }
    replicaDelay.forget(before: least)
    replicaDelay.note(written, at: now)
  }

  private func observeSlots(_ seen: inout StoreObservation) throws(ServerError) {
    try asking {
      try connection.query(
        """
        SELECT slot_name, (pg_current_wal_lsn() - restart_lsn)::bigint FROM pg_replication_slots
        WHERE restart_lsn IS NOT NULL ORDER BY 2 DESC LIMIT 1
        """
      ) { row in
        guard let bytes = row.text(1).flatMap({ Int($0) }) else { return }
        seen.keptLog = StoreObservation.KeptLog(keeper: "replication slot \(row.text(0) ?? "")", bytes: bytes)
      }
    }
  }

  private func observeLoad(_ seen: inout StoreObservation) throws(ServerError) {
    var hidden = 0
    try asking {
      try connection.query(
        """
        SELECT count(*) FILTER (WHERE state = 'active'), count(*) FILTER (WHERE query = '<insufficient privilege>')
        FROM pg_stat_activity
        WHERE pid <> pg_backend_pid() AND datname IS NOT NULL AND coalesce(backend_type, 'client backend') = 'client backend'
        """
      ) { row in
        seen.running = row.text(0).flatMap { Int($0) }
        hidden = row.text(1).flatMap { Int($0) } ?? 0
      }
    }
    guard hidden > 0 else { return }
    seen.running = nil
    seen.gaps.append(gap(.load, "pg_stat_activity hides what other roles run"))
  }

  private func gap(_ wanted: StoreObservable, _ cause: String) -> ObservationGap {
    ObservationGap(wanted, cause: cause, remedy: "GRANT pg_read_all_stats TO the role of stores.json")
  }
}
