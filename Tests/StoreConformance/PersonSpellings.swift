package import Identifiers

/// Spellings of one person under a form, for whatever must call them one: the form itself, and a hold on every engine.
package struct PersonSpellings: Sendable, CustomStringConvertible {
  package let form: SubjectForm
  package let spellings: [String]

  package var description: String { "\(form): \(spellings[0])" }

  private static let blanks = [
    " ", "\u{A0}", "\u{202F}", "\u{2007}", "\u{2009}", "\u{3000}", "\u{200B}", "\u{FEFF}", "\u{2060}",
    "\u{2800}",
    "\t", "\r\n", "\u{3164}", "\u{180E}", "\u{AD}",
  ]
  private static let dashes = [
    "-", "\u{2010}", "\u{2011}", "\u{2012}", "\u{2013}", "\u{2014}", "\u{2212}", "\u{FE58}", "\u{FF0D}", ".",
    "\u{B7}",
  ]

  /// 99 as the month of a NIR: no register gives such a number.
  package static let all: [PersonSpellings] = [
    PersonSpellings(
      form: .nir,
      spellings: [
        "1859978006084", "185997800608436", "1 85 99 78 006 084", "1859978006084.0", "1.859978006084e12",
      ]
        + (blanks + dashes).map { "1\($0)85\($0)99\($0)78\($0)006\($0)084\($0)36" }
        + blanks.map { $0 + "1859978006084" + $0 } + ["１８５９９７８００６０８４", "١٨٥٩٩٧٨٠٠٦٠٨٤"]),
    PersonSpellings(form: .nir, spellings: ["2 91 99 2A 004 015", "291992a004015", "291992A00401512"]),
    PersonSpellings(
      form: .email,
      spellings: [
        "jos\u{E9}@example.org", "jose\u{301}@example.org", "JOS\u{C9}@EXAMPLE.ORG",
        " Jos\u{E9}@example.org\u{A0}",
        "mailto:jos\u{E9}@example.org", "Jos\u{E9} <jos\u{E9}@example.org>", "jos\u{E9}+news@example.org",
      ]),
    PersonSpellings(
      form: .phone,
      spellings: [
        "06 12 34 56 78", "0612345678", "+33 6 12 34 56 78", "0033612345678", "612345678",
        "+33 (0)6 12 34 56 78",
        "33612345678",
        "06.12.34.56.78", "06 12 34 56 78 (bureau)",
        "06 12 34 56 78 ext. 5", "06/12/34/56/78", "tel:+33-6-12-34-56-78", "06\u{A0}12\u{202F}34 56 78",
      ]),
    PersonSpellings(
      form: .phone,
      spellings: [
        "0262 12 34 56", "+262 262 12 34 56", "00262262123456", "262262123456", "262262123456.0",
        "262262123456.00",
        "2.62262123456e+11",
      ]),
    // Its first digits are those of a country's code.
    PersonSpellings(
      form: .phone,
      spellings: [
        "03 31 23 45 67", "331234567", "331234567.0", "331234567.00", "+33 3 31 23 45 67", "0033331234567",
      ]),
    PersonSpellings(form: .phone, spellings: ["+49 30 123456", "0049 30 123456"]),
    PersonSpellings(
      form: .iban,
      spellings: [
        "FR14 2004 1010 0505 0001 3M02 606", "fr1420041010050500013m02606",
        "IBAN FR14 20041010050500013M02606",
        "20041 01005 0500013M026 06", "FR14\u{A0}2004\u{A0}1010\u{A0}0505\u{A0}0001\u{A0}3M02\u{A0}606",
      ]),
    // An account that is digits alone, without its country.
    PersonSpellings(form: .iban, spellings: ["BE68 5390 0754 7034", "be68539007547034"]),
    PersonSpellings(form: .number, spellings: ["185997800608436", "185997800608436.00"]),
    PersonSpellings(
      form: .number,
      spellings: ["42", "042", "+42", "42.0", "42,00", "4.2e1", "0000042.000", " 42 ", "4\u{A0}2", "420e-1"]),
    PersonSpellings(form: .number, spellings: ["0", "000", "0.0", "-0", "0e5"]),
    PersonSpellings(
      form: .number,
      spellings: ["1234567", "1 234 567", "1\u{202F}234\u{202F}567", "1.234567e+06", "1234567.00"]),
    PersonSpellings(
      form: .uuid,
      spellings: [
        "6f1c2d3e-4a5b-6c7d-8e9f-0a1b2c3d4e5f", "6F1C2D3E4A5B6C7D8E9F0A1B2C3D4E5F",
        "{6f1c2d3e-4a5b-6c7d-8e9f-0a1b2c3d4e5f}", "urn:uuid:6f1c2d3e-4a5b-6c7d-8e9f-0a1b2c3d4e5f",
        "6f1c2d3e\u{2013}4a5b\u{2013}6c7d\u{2013}8e9f\u{2013}0a1b2c3d4e5f",
      ]),
    PersonSpellings(
      form: .text,
      spellings: ["Stra\u{DF}e 7", "STRASSE7", "stra\u{1E9E}e-7", "\u{FF33}trasse\u{3000}7", "strasse.7"]),
    PersonSpellings(form: .text, spellings: ["O'Neil 1", "O\u{2019}NEIL1", "oneil1"]),
    PersonSpellings(
      form: .text, spellings: ["\u{39F}\u{394}\u{39F}\u{3A3}", "\u{3BF}\u{3B4}\u{3BF}\u{3C2}"]),
    PersonSpellings(
      form: .text,
      spellings: ["185997800608436", "1859978006084", "185997800608436.0", "1.85997800608436e14"]),
  ]
}
