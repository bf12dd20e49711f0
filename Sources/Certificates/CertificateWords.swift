/// What a certificate says in each language.
struct CertificateWords {
  let title: String
  let journal: String
  let run: String
  let started: String
  let ended: String
  let brokenOff: String
  let status: [String: String]
  let configuration: String
  let approvedBy: String
  let noApproval: String
  let done: String
  let nothing: String
  let columns: [String]
  let actions: [String: String]
  /// What stands behind an action where partitions went whole, after their number.
  let partition: (one: String, several: String)
  let total: String
  let source: String
  let left: String
  let leftColumns: [String]
  let counted: String
  let countedColumns: [String]
  /// What the columns mean, for who reads no manual.
  let countedMeaning: String
  let evidence: String
  let entry: String
  let entries: String
  let howTo: String
  let howToSteps: [String]
  let limits: String
}

extension CertificateWords {
  init(_ language: CertificateLanguage) {
    self = language == .french ? Self.french : Self.english
  }

  /// Empty where none went whole.
  func partitions(_ count: Int) -> String {
    count == 0 ? "" : " (\(count) \(count == 1 ? partition.one : partition.several))"
  }

  private static let english = CertificateWords(
    title: "Certificate of destruction", journal: "Audit journal", run: "Run", started: "Started",
    ended: "Ended",
    brokenOff: "broken off; its batches are settled",
    status: [
      "complete": "complete", "incomplete": "incomplete", "truncated": "stopped before its end",
      "first-run": "first run: few records, then a look",
    ],
    configuration: "Configuration (SHA-256)", approvedBy: "Approved by",
    noApproval: "the journal has no approval of this configuration",
    done: "What was done", nothing: "This run changed no record.",
    columns: ["Rule", "Record set", "Stage", "Cutoff", "Records", "Dependents", "Entries"],
    actions: ["delete": "deleted", "archive": "archived", "pseudonymise": "pseudonymised"],
    partition: ("partition in one step", "partitions in one step each"), total: "Total",
    source: "Source of the periods:",
    left: "What was left, and counted",
    leftColumns: ["Rule", "Record set", "Overdue", "Held", "Kept by others", "Undated", "Implausible"],
    counted: "What was counted before anything was done",
    countedColumns: [
      "Record set", "Rows", "Judged", "Undated", "Required date missing", "Implausible date", "Not begun",
      "No period yet", "No rule", "Unmapped word", "Counted at",
    ],
    countedMeaning:
      "Rows that are counted as undated, implausible, not begun, without a period or without a rule were kept. A row is judged if a rule applies to it and its dates can be used. Words are unmapped if the configuration gives them no meaning. A question mark stands for what could not be counted.",
    evidence: "Evidence", entry: "entry", entries: "entries",
    howTo: "How to verify this without our software",
    howToSteps: [
      "Save the checkpoint above to a file named checkpoint, and run these commands; the last must print that the signature was verified. The key is the one that the organisation gave you, or compare it with that.",
      "Have the journal's folder given to you: its entries must have the root that the checkpoint states (RFC 6962), and the entries listed above must say what this certificate says. Any implementation of C2SP tlog-tiles can do it.",
    ],
    limits:
      "A record appears in the journal only as a keyed digest: this certificate, and the journal, name no person. Whoever holds the evidence key can prove for one given record that it was destroyed. Copies outside the stores, such as backups, are not covered."
  )

  private static let french = CertificateWords(
    title: "Certificat de destruction", journal: "Journal d’audit", run: "Exécution", started: "Début",
    ended: "Fin",
    brokenOff: "interrompue ; ses lots sont réglés",
    status: [
      "complete": "complète", "incomplete": "incomplète", "truncated": "arrêtée avant sa fin",
      "first-run": "première exécution : peu d’enregistrements, puis un contrôle",
    ],
    configuration: "Configuration (SHA-256)", approvedBy: "Approuvée par",
    noApproval: "le journal n’a pas d’approbation de cette configuration",
    done: "Ce qui a été fait", nothing: "Cette exécution n’a modifié aucun enregistrement.",
    columns: [
      "Règle", "Jeu d’enregistrements", "Étape", "Date limite", "Enregistrements", "Dépendants",
      "Entrées",
    ],
    actions: ["delete": "supprimés", "archive": "archivés", "pseudonymise": "pseudonymisés"],
    partition: ("partition d’un seul tenant", "partitions, chacune d’un seul tenant"), total: "Total",
    source: "Source des durées :",
    left: "Ce qui a été laissé, et compté",
    leftColumns: [
      "Règle", "Jeu d’enregistrements", "En retard", "Gelés", "Retenus par d’autres", "Sans date",
      "Date impossible",
    ],
    counted: "Ce qui a été compté avant toute action",
    countedColumns: [
      "Jeu d’enregistrements", "Lignes", "Jugées", "Sans date", "Date obligatoire absente",
      "Date impossible", "Délai non commencé", "Durée non fixée", "Sans règle", "Mot sans correspondance",
      "Compté le",
    ],
    countedMeaning:
      "Les lignes comptées comme sans date, de date impossible, de délai non commencé, sans durée fixée ou sans règle ont été conservées. Une ligne est jugée si une règle s’y applique et si ses dates sont utilisables. Un mot est sans correspondance si la configuration ne lui donne aucun sens. Un point d’interrogation remplace ce qui n’a pu être compté.",
    evidence: "Preuves", entry: "entrée", entries: "entrées",
    howTo: "Comment le vérifier sans notre logiciel",
    howToSteps: [
      "Enregistrer le point de contrôle ci-dessus dans un fichier nommé checkpoint et exécuter ces commandes ; la dernière doit annoncer que la signature est vérifiée. La clé est celle que l’organisme vous a remise, ou se compare à elle.",
      "Se faire remettre le dossier du journal : ses entrées doivent avoir la racine qu’énonce le point de contrôle (RFC 6962), et les entrées indiquées plus haut doivent dire ce que dit ce certificat. Toute implémentation de C2SP tlog-tiles peut le faire.",
    ],
    limits:
      "Un enregistrement ne figure au journal que sous la forme d’une empreinte à clé : ni ce certificat ni le journal ne nomment personne. Qui détient la clé de preuve peut établir, pour un enregistrement donné, qu’il a été détruit. Les copies hors des bases, telles que les sauvegardes, ne sont pas couvertes."
  )
}
