internal import RecordStores

/// What the values of a column are to us.
public enum TypeFamily: Hashable, Sendable {
  case integer, number, text, blob, date
  /// A date and time of no zone.
  case timestamp
  /// A moment, which the server writes out in UTC.
  case instant
  /// Compared and handed on as the server writes it.
  case other
}

/// One column as statements need it.
public struct ColumnShape: Hashable, Sendable {
  public let name: String
  /// The type to cast to, without a length: a cast to a shorter type would cut what it should refuse.
  public let type: String
  public let family: TypeFamily
  public let isGenerated: Bool
  /// Tells if its own order is another than that of its values as they are written.
  public let ordersByNumber: Bool
  /// Tells if two of its texts are equal to the server if and only if their bytes are.
  public let comparesBytes: Bool
  /// The server's own name of the type, or of the one below a domain; of a type of somebody's with its schema.
  public let base: String
  /// The words of an enumeration; nil of every other type.
  public let words: [String]?
  /// How the column is compared, if its type is not the server's own; nil of the others.
  public let foreign: ForeignType?

  public init(
    name: String, type: String, family: TypeFamily, isGenerated: Bool, ordersByNumber: Bool = false,
    comparesBytes: Bool = false, base: String = "", words: [String]? = nil,
    foreign: ForeignType? = nil
  ) {
    self.foreign = foreign
    self.base = base
    self.words = words
    self.comparesBytes = comparesBytes
    self.name = name
    self.type = type
    self.family = family
    self.isGenerated = isGenerated
    self.ordersByNumber = ordersByNumber
  }
}

extension ColumnShape {
  /// How the column shows what was written to it.
  var shownForm: ShownForm {
    switch family {
    case .integer, .number: .number
    case .timestamp, .instant, .other: .time
    case .text, .blob, .date: .asWritten
    }
  }
}

/// A table's columns.
public struct TableShape: Sendable {
  public let columns: [ColumnShape]

  public init(columns: [ColumnShape]) { self.columns = columns }

  public func column(_ name: String) -> ColumnShape? { columns.first { $0.name == name } }

  /// Those that can be written.
  public var writable: [ColumnShape] { columns.filter { !$0.isGenerated } }
}
