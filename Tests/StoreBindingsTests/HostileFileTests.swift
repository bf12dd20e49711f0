import Foundation
import HostileInputs
import RetentionPolicy
import Testing

@testable import StoreBindings

/// Configuration files with small faults anywhere: problems with their places, or a file that loads, and never a trap.
@Suite struct HostileFileTests {
  @Test("No garbled stores file makes its loader trap")
  func stores() throws {
    let good = Array(try StoresFileTests.example().utf8)
    for bytes in HostileInputs.plain + Array(HostileInputs.mutations(of: good, count: 400)) {
      _ = try StoresFileTests.load(String(decoding: bytes, as: UTF8.self), companions: .skip)
    }
  }

  @Test("No garbled rules file makes its loader trap")
  func rules() throws {
    let place = URL(filePath: #filePath).deletingLastPathComponent().appending(
      path: "../../retention-rules.json")
    let good = Array(try Data(contentsOf: place.standardized))
    for bytes in HostileInputs.plain + Array(HostileInputs.mutations(of: good, count: 300)) {
      _ = try? Schedule.load(bytes, file: "retention-rules.json")
    }
  }

  @Test("No garbled hierarchy makes its reader trap")
  func hierarchies() {
    let good = Array("value;sector;country\n75001;75;FR\n\"a;b\";2A;FR\n69001;69;FR\n".utf8)
    for bytes in HostileInputs.plain + Array(HostileInputs.mutations(of: good, count: 2_000)) {
      let table = HierarchyTable(bytes)
      guard table.problems.isEmpty else { continue }
      // The loader refuses a level that the file does not have.
      for level in 0...table.levels { _ = table.values(at: level) }
    }
  }
}
