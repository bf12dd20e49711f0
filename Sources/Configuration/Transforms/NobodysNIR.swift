internal import Identifiers
internal import RecordStores
internal import Words

/// A value of a NIR's form whose first digit, 9, no register gives: neither NIR (1, 2), provisional (3, 4, 7, 8) nor migrant (5, 6) number (decision 126).
struct NobodysNIR: ColumnTransform {
  let key: DomainKey?
  let domain: DomainID
  let method: TransformSpecification.NIRMethod
  let hasValidKey: Bool
  private let cipher: FF1?

  init(key: DomainKey?, domain: DomainID, method: TransformSpecification.NIRMethod, hasValidKey: Bool) {
    self.key = key
    self.domain = domain
    self.method = method
    self.hasValidKey = hasValidKey
    cipher =
      method == .ff1
      ? key.map { FF1(key: $0.derived(for: "ff1-nir", domain: domain), tweak: [], radix: 101) } : nil
  }

  func apply(_ value: ColumnValue, subject: ColumnValue) throws -> ColumnValue {
    guard let text = try value.identifier(for: "nir") else { return .null }
    let packed = text.filter { $0.isLetter || $0.isNumber }
    guard packed.count == 13 || packed.count == 15 else { throw TransformError.notANIR }
    if isOutput(value) == true { return value }
    guard let key else { throw TransformError.noKey(transform: "nir") }
    let number =
      switch method {
      case .hmac: hashed(text, hasKey: packed.count == 15, under: key)
      case .ff1: try enciphered(text, isNumeric: value.isInteger)
      }
    let result = number.nobodys(hasValidKey: hasValidKey)
    if value.isInteger, let number = Int64(result) { return .integer(number) }
    return .text(result)
  }

  private func hashed(_ text: String, hasKey: Bool, under key: DomainKey) -> NIRNumber {
    let digest = key.digest(of: SubjectForm.nir.exact(text), as: "nir", domain: domain)
    // 64 bits over 10^12: the bias is below one in ten million.
    let number = digest[..<8].reduce(UInt64(0)) { $0 << 8 | UInt64($1) } % 1_000_000_000_000
    return NIRNumber(
      rank: UInt128(number / 100_000_000 * 102_000_000 + number % 100_000_000), hasKey: hasKey)
  }

  /// Enciphers all but the first digit, as six numerals of radix 101, until the result is a number of the form: two numbers of one first digit
  /// never become one.
  private func enciphered(_ text: String, isNumeric: Bool) throws -> NIRNumber {
    guard let cipher else { throw TransformError.noKey(transform: "nir") }
    guard let number = NIRNumber(text) else { throw TransformError.notANIR }
    var rank = number.rank
    while true {
      let numerals = try cipher.enciphered(FF1.numerals(rank, count: 6, radix: 101))
      rank = FF1.number(numerals[...], radix: 101)
      let result = NIRNumber(rank: rank, hasKey: number.hasKey)
      if rank < NIRNumber.count, result.isNumeric || !isNumeric { return result }
    }
  }

  func isOutput(_ value: ColumnValue) -> Bool? {
    switch value {
    case .text(let text): Self.hasForm(Array(text.utf8))
    case .integer(let number): number > 0 && Self.hasForm(Array(String(number).utf8))
    default: false
    }
  }

  var outputPattern: String? { "^9[0-9]{4}([0-9][0-9]|2[AB])[0-9]{6}([0-9][0-9])?$" }

  /// 9 and digits, but for Corsica's letters in their place.
  private static func hasForm(_ text: [UInt8]) -> Bool {
    guard text.first == UInt8(ascii: "9"), text.count == 13 || text.count == 15 else { return false }
    return text.enumerated().allSatisfy { place, byte in
      (48...57).contains(byte)
        || place == 6 && text[5] == UInt8(ascii: "2")
          && (byte == UInt8(ascii: "A") || byte == UInt8(ascii: "B"))
    }
  }
}

extension ColumnValue {
  var isInteger: Bool { if case .integer = self { true } else { false } }
}
