internal import RecordStores

/// The kinds of columns that statements treat alike.
package enum TypeFamily: Hashable, Sendable {
  case integer, number, text, blob, date
  /// A date and time of no zone.
  case timestamp
  /// A moment, which the server writes out in UTC.
  case instant
  /// Compared and handed on as the server writes it.
  case other
}

/// One column as statements need it.
package struct ColumnShape: Hashable, Sendable {
  package let name: String
  /// The type to cast to, without a length: a cast to a shorter type would cut what it should refuse.
  package let type: String
  package let family: TypeFamily
  package let isGenerated: Bool
  package let isNullable: Bool
  /// Tells if its own order is another than that of its values as they are written.
  package let ordersByNumber: Bool
  /// Tells if two of its texts are equal to the server if and only if their bytes are.
  package let comparesBytes: Bool
  /// The server's own name of the type, or of the one below a domain; of a type of somebody's with its schema.
  package let base: String
  /// The words of an enumeration; nil of every other type.
  package let words: [String]?
  /// How the column is compared, if its type is not the server's own; nil of the others.
  package let foreign: ForeignType?

  package init(
    name: String, type: String, family: TypeFamily, isGenerated: Bool, isNullable: Bool = false,
    ordersByNumber: Bool = false, comparesBytes: Bool = false, base: String = "", words: [String]? = nil,
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
    self.isNullable = isNullable
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
package struct TableShape: Sendable {
  package let columns: [ColumnShape]

  package init(columns: [ColumnShape]) { self.columns = columns }

  package func column(_ name: String) -> ColumnShape? { columns.first { $0.name == name } }

  /// The columns that can be written.
  package var writable: [ColumnShape] { columns.filter { !$0.isGenerated } }
}
