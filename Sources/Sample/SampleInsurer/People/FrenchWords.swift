/// Words that French-looking people are made of. The communes do not exist.
enum FrenchWords {
  static let firstNames = [
    "Adèle", "Agathe", "Amélie", "Anaïs", "Antoine", "Arthur", "Aurélie", "Baptiste", "Béatrice", "Benoît",
    "Camille", "Cécile", "Chloé", "Clément", "Corentin", "Delphine", "Édouard", "Élise", "Émile", "Estelle",
    "Étienne", "Fatima", "Florent", "François", "Gaëlle", "Gaspard", "Hélène", "Hugo", "Inès", "Jérôme",
    "Joséphine", "Karim", "Léa", "Loïc", "Maëlys", "Mathis", "Mélanie", "Nathanaël", "Noémie", "Océane",
    "Quentin", "Rémi", "Salomé", "Stéphane", "Théo", "Valérie", "Victoire", "Yanis", "Zoé",
  ]
  static let lastNames = [
    "Aubépin", "Bellerive", "Boisclair", "Bréchard", "Cadoret", "Chantelouve", "Clairefond", "Cormerais",
    "Dampvallon", "Delorge", "Du Breuillet", "Estivale", "Fauconnet", "Fontarel", "Garrigou", "Grandpré",
    "Hautecœur", "Jolivert", "Kervadec", "L'Hermitte", "Lavandier", "Le Guilloux", "Lormeau", "Malapert",
    "Marchevieille", "Montbrunet", "Noirmont", "Olivarès", "Pastourel", "Peyrelongue", "Quillivic", "Ravenel",
    "Roquebrun", "Saint-Ygor", "Sauvageot", "Tardivel", "Thévenard", "Vaucresson", "Verdelhan",
    "Zeller-Müntz",
  ]
  static let streets = [
    "rue des Tilleuls", "avenue de la République", "chemin du Moulin-Vieux", "place de l'Église", "rue Haute",
    "impasse des Glycines", "boulevard du Midi", "quai des Mariniers", "allée des Érables",
    "rue de l'Abreuvoir",
    "route de la Forêt", "cours des Platanes", "ruelle du Puits", "sentier des Vignes",
  ]
  static let communes = [
    "Saint-Exemple-sur-Orge", "Villefictive", "Montessai-le-Haut", "Sainte-Maquette", "Port-Modèle",
    "Échantillon-les-Bains", "La Ferté-Témoin", "Bourg-Épreuve", "Fontaine-l'Essai", "Le Mesnil-Factice",
    "Pont-Simulé", "Vaux-Prétexte",
  ]
  /// Departments; 2A and 2B have letters in their NIR.
  static let departments = [
    "01", "06", "13", "21", "29", "2A", "2B", "31", "33", "35", "38", "44", "59", "67", "69", "75", "76",
    "87", "93",
  ]
  /// The first six digits of the numbers that ARCEP keeps for fiction (decision 2018-0881).
  static let fictionalNumbers = ["019900", "026191", "035301", "046571", "053649", "063998"]
}
