internal import RecordStores
internal import ServerStores

extension PostgresEngine {
  func physicalErasure() throws(ServerError) -> PhysicalErasure {
    PhysicalErasure(places: [
      PhysicalErasure.Place(
        name: "live pages", isErased: false,
        explanation:
          "deleted and changed rows stay in the table's pages, invisible, until VACUUM frees their space, and readable in the file until it is "
          + "written over; VACUUM (FULL) or pg_repack writes the table anew"),
      PhysicalErasure.Place(
        name: "write-ahead log", isErased: false,
        explanation:
          "full-page images of before are in it until its segments are recycled, and in its archive for as long as you keep that"
      ),
      PhysicalErasure.Place(
        name: "replicas, backups and storage", isErased: false,
        explanation:
          "replicas follow by themselves; copies made before the run, and old blocks of storage, are out of reach from here"
      ),
    ])
  }
}
