internal import RecordStores

/// What pseudonymising does to a record set.
struct Pseudonymising {
  let marker: Marker?
  let changes: [ColumnSpecification]
  let anonymity: Anonymity?
  let effect: PseudonymisingEffect
}
