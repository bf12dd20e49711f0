internal import AuditJournal
internal import Words

extension CertificateWords {
  static let french = CertificateWords(
    title: "Certificat de destruction",
    titleWithoutDestruction: "Certificat d’exécution du calendrier de conservation",
    journal: "Journal d’audit", run: "Exécution",
    reconcile: "purge à nouveau ce qu’une restauration a fait revenir",
    started: "Début", startedBy: "Lancée par",
    account: { account in
      "\(account.name) (uid \(account.uid)), \(starter(account))"
        + (account.login.map { ", connecté comme \($0)" } ?? "")
    },
    unknownAccount: "non noté par le programme d’alors",
    override: "Passage outre", notNeeded: "demandé, sans avoir été nécessaire", ended: "Fin",
    brokenOff: "interrompue", noEnd: "pas encore de fin : elle est en cours, ou a été interrompue",
    settled: "ses lots sont réglés", noneOpen: "aucun de ses lots n’est ouvert",
    semicolon: " ; ",
    open: { count in
      "\(count) \(count == 1 ? "lot est ouvert : nul ne sait encore ce qu’il en est advenu" : "lots sont ouverts : nul ne sait encore ce qu’il en est advenu")"
    },
    ending: {
      switch $0 {
      case .complete: "complète"
      case .incomplete: "incomplète"
      case .stopped: "arrêtée avant sa fin"
      case .firstRun: "première exécution : peu d’enregistrements, puis un contrôle"
      }
    },
    configuration: "Configuration (SHA-256)", approvedBy: "Approuvée par",
    noApproval: "inconnu : aucune entrée antérieure à l’exécution n’approuve cette configuration",
    done: "Ce qui a été fait", nothing: "Cette exécution n’a modifié aucun enregistrement.",
    nothingKnown: "Aucune base ne dit que cette exécution ait modifié un enregistrement.",
    columns: [
      "Règle", "Jeu d’enregistrements", "Étape", "Date limite", "Enregistrements", "Dépendants",
      "Entrées",
    ],
    action: {
      switch $0 {
      case .archive: "archivés"
      case .pseudonymise: "pseudonymisés"
      case .delete: "supprimés"
      }
    },
    partition: ("partition d’un seul tenant", "partitions, chacune d’un seul tenant"),
    withoutReference: "conservées, sans leur référence",
    totals: [
      .delete: "Détruits", .archive: "Archivés, non détruits",
      .pseudonymise: "Pseudonymisés, non détruits",
    ],
    source: "Source des durées :",
    decided: "Ce qu’une personne a décidé",
    decidedMeaning:
      "Le programme a été interrompu dans ces lots, et leur base ne pouvait dire ce qu’il en est advenu. Une personne l’a dit, et rien d’autre ne le dit. Ils ne comptent pas dans ce qui a été fait.",
    decidedColumns: [
      "Lot, règle", "Jeu d’enregistrements", "Étape", "Enregistrements", "Décidé", "Décidé par", "Motif",
      "Alors dans la base", "Entrée",
    ],
    decision: { $0 == .committed ? "fait" : "non fait" },
    found: { "\($0) lignes sur \($1)" }, noAnswer: "elle ne répondait pas",
    foundTitle: "Ce qu’une restauration avait fait revenir au début de l’exécution",
    foundNothing: "Rien de ce que le journal dit disparu n’a été retrouvé.",
    returnedTitle: "Ce qui est revenu depuis",
    returned: { run, time, entry, again in
      "\(run) a retrouvé dans les bases des enregistrements de cette exécution, le \(time) (entrée \(entry)). Elle en a purgé \(again) à nouveau ; son propre certificat en dit plus."
    },
    returnedColumns: [
      "Règle", "Jeu d’enregistrements", "Étape", "Inchangés", "Dont gelés", "Conservés", "Nouveaux",
    ],
    returnedMeaning:
      "Sont conservés les enregistrements dont les dates ne sont plus celles de leur purge ; sont nouveaux d’autres enregistrements sous une clé déjà employée.",
    left: "Ce qui a été laissé, et compté",
    leftColumns: [
      "Règle", "Jeu d’enregistrements", "En retard", "Gelés", "Retenus par d’autres", "Sans date",
      "Date impossible", "Cause",
    ],
    causes: [
      "held": "un gel les retient", "refused": "le jeu a été laissé de côté",
      "truncated": "l’exécution a été arrêtée", "locked": "d’autres les avaient verrouillés",
      "blocked": "ce qui s’y rapporte les retient", "circle": "des lignes échues se retiennent l’une l’autre",
      "another-rule": "une autre règle les retient", "set-aside": "aucun lot n’a pu les modifier",
      "unchanged": "inconnue", "first-run": "la première exécution attend un mot",
    ],
    refused: "Laissé de côté :", unmeasured: "Nul n’a pu dire ce qui est en retard dans :",
    counted: "Ce qui a été compté avant toute action",
    countedColumns: [
      "Jeu d’enregistrements", "Lignes", "Jugées", "Sans date", "Date obligatoire absente",
      "Date impossible", "Délai non commencé", "Durée non fixée", "Sans règle", "Mot sans correspondance",
      "Compté le",
    ],
    countedMeaning:
      "Les lignes comptées comme sans date, de date impossible, de délai non commencé, sans durée fixée ou sans règle ont été conservées. Une ligne est jugée si une règle s’y applique et si ses dates sont utilisables. Un mot est sans correspondance si la configuration ne lui donne aucun sens. Un point d’interrogation remplace ce qui n’a pu être compté.",
    evidence: "Preuves", entry: "entrée",
    howTo: "Comment le vérifier sans notre logiciel",
    howToSteps: [
      "Enregistrer le point de contrôle ci-dessus dans un fichier nommé checkpoint et exécuter ces commandes ; la dernière doit annoncer que la signature est vérifiée. La clé est celle que l’organisme vous a remise, ou se compare à elle.",
      "Se faire remettre le dossier du journal : ses entrées doivent avoir la racine qu’énonce le point de contrôle (RFC 6962), et les entrées indiquées plus haut doivent dire ce que dit ce certificat. Toute implémentation de C2SP tlog-tiles peut le faire.",
    ],
    chain:
      "Le journal a été signé par plusieurs clés successives. Celle qui signe aujourd’hui est la dernière ; comparer la première à celle que l’organisme vous a remise d’abord.",
    chainColumns: ["Clé", "Signe à partir de l’entrée"],
    chainSteps:
      "Chaque nouvelle clé a été cautionnée par la précédente, qui a signé le même point de contrôle. Ces commandes le vérifient de la première clé à la dernière ; chaque ligne doit annoncer que la signature est vérifiée.",
    manyKeys: { count in
      "Il y a \(count) clés, trop pour les énumérer : `retentiond journal verify`, ou tout programme qui lit le dossier du journal, vérifie que chacune a été cautionnée par la précédente."
    },
    limits:
      "Un enregistrement ne figure au journal que sous la forme d’une empreinte à clé : ni ce certificat ni le journal ne nomment les personnes concernées. Qui détient la clé de preuve peut établir, pour un enregistrement donné, qu’un lot l’énumérait, et ce qu’il est advenu de ce lot. Est supprimé ce que les bases ne montrent plus ; ce qui reste lisible dans leurs fichiers et journaux, et les copies telles que les sauvegardes, ne sont pas couverts."
  )
}

/// Says by which way an account starts a run.
private func starter(_ account: RunAccount) -> String {
  if let caller = account.caller {
    return "le service, à la demande de \(caller.account) (uid \(caller.uid)) par son socket"
  }
  return account.isService ? "le service, selon son calendrier" : "depuis une ligne de commande"
}
