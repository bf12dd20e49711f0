import Testing

@testable import TransparencyLog

@Suite struct TileTests {
  @Test(
    "Tiles lie where C2SP tlog-tiles says",
    arguments: [
      (Tile(kind: .hashes(level: 0), index: 0), "tile/0/000"),
      (Tile(kind: .hashes(level: 0), index: 1_234_067), "tile/0/x001/x234/067"),
      (Tile(kind: .hashes(level: 2), index: 999, width: 5), "tile/2/999.p/5"),
      (Tile(kind: .entries, index: 1_000), "tile/entries/x001/000"),
      (Tile(kind: .entries, index: 273, width: 112), "tile/entries/273.p/112"),
      (Tile(kind: .entries, index: 1_000_000, width: 1), "tile/entries/x001/x000/000.p/1"),
    ])
  func paths(tile: Tile, path: String) {
    #expect(tile.path == path)
  }

  // The specification's own example: 70 000 entries are 256 x 273 + 112 leaves, 273 = 256 + 17, 1.
  @Test("A log of 70 000 entries has the tiles of the specification's example")
  func widths() {
    #expect(Tile.levelCount(size: 70_000) == 3)
    #expect(Tile.width(of: .hashes(level: 0), index: 272, size: 70_000) == 256)
    #expect(Tile.width(of: .hashes(level: 0), index: 273, size: 70_000) == 112)
    #expect(Tile.width(of: .hashes(level: 0), index: 274, size: 70_000) == 0)
    #expect(Tile.width(of: .hashes(level: 1), index: 0, size: 70_000) == 256)
    #expect(Tile.width(of: .hashes(level: 1), index: 1, size: 70_000) == 17)
    #expect(Tile.width(of: .hashes(level: 2), index: 0, size: 70_000) == 1)
    #expect(Tile.width(of: .hashes(level: 3), index: 0, size: 70_000) == 0)
    #expect(Tile.width(of: .entries, index: 273, size: 70_000) == 112)
    #expect([0, 1, 255, 256, 257, 65_535, 65_536].map(Tile.levelCount) == [0, 1, 1, 2, 2, 2, 3])
  }
}
