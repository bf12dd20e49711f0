// An auditor's verifier: it reads a journal's folder, and leaves every judgement to golang.org/x/mod/sumdb.
//
//	auditor folder DIR VERIFIER-KEY              every entry, tile and checkpoint
//	auditor proof VERIFIER-KEY PROOF ENTRY       a .tlog-proof of one entry's bytes
//	auditor consistency VERIFIER-KEY OLD-NOTE PROOF   that the log of a note grew into that of a proof
//	auditor rows ROOT PROOF-JSON                 a record's place in its batch
//
// It prints "verified" and nothing else, or what is wrong.
package main

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

func main() {
	defer func() {
		if problem := recover(); problem != nil {
			fmt.Println("WRONG", problem)
			os.Exit(1)
		}
	}()
	switch os.Args[1] {
	case "folder":
		folder(os.Args[2], os.Args[3])
	case "proof":
		proof(os.Args[2], read(os.Args[3]), read(os.Args[4]))
	case "consistency":
		consistency(os.Args[2], read(os.Args[3]), read(os.Args[4]))
	case "rows":
		rows(os.Args[2], read(os.Args[3]))
	default:
		panic("no such command")
	}
	fmt.Println("verified")
}

func must(err error) {
	if err != nil {
		panic(err)
	}
}

func read(path string) []byte {
	data, err := os.ReadFile(path)
	must(err)
	return data
}

func hash(text string) (h tlog.Hash) {
	data, err := base64.StdEncoding.DecodeString(text)
	must(err)
	if len(data) != tlog.HashSize {
		panic("a hash of another length")
	}
	copy(h[:], data)
	return
}

// checkpoint opens a signed note and reads its three lines.
func checkpoint(key string, text []byte) tlog.Tree {
	verifier, err := note.NewVerifier(key)
	must(err)
	opened, err := note.Open(text, note.VerifierList(verifier))
	must(err)
	lines := strings.Split(opened.Text, "\n")
	if len(lines) != 4 || lines[0] != verifier.Name() {
		panic("no checkpoint of this log")
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	must(err)
	return tlog.Tree{N: size, Hash: hash(lines[2])}
}

// tiles reads tiles from a folder; x/mod writes the height into a path, the folder does not.
type tiles struct{ folder string }

func (t tiles) Height() int { return 8 }
func (t tiles) ReadTiles(wanted []tlog.Tile) ([][]byte, error) {
	var data [][]byte
	for _, tile := range wanted {
		piece, err := os.ReadFile(filepath.Join(t.folder, strings.Replace(tile.Path(), "tile/8/", "tile/", 1)))
		if err != nil {
			return nil, err
		}
		data = append(data, piece)
	}
	return data, nil
}
func (t tiles) SaveTiles([]tlog.Tile, [][]byte) {}

func folder(dir, key string) {
	tree := checkpoint(key, read(filepath.Join(dir, "checkpoint")))
	if tree.N == 0 {
		// Go's tlog of Debian 12 has no root for this size; RFC 6962 says the hash of nothing.
		if tree.Hash != tlog.Hash(sha256.Sum256(nil)) {
			panic("the root of nothing is another")
		}
		return
	}
	var stored []tlog.Hash
	reader := tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		var hashes []tlog.Hash
		for _, index := range indexes {
			hashes = append(hashes, stored[index])
		}
		return hashes, nil
	})
	for first := int64(0); first < tree.N; first += 256 {
		bundle := tlog.Tile{H: 8, L: 0, N: first / 256, W: 256}
		if rest := tree.N - first; rest < 256 {
			bundle.W = int(rest)
		}
		data := read(filepath.Join(dir, strings.Replace(bundle.Path(), "tile/8/0/", "tile/entries/", 1)))
		for place := 0; place < bundle.W; place++ {
			length := int(binary.BigEndian.Uint16(data))
			added, err := tlog.StoredHashes(first+int64(place), data[2:2+length], reader)
			must(err)
			stored = append(stored, added...)
			data = data[2+length:]
		}
		if len(data) != 0 {
			panic("a bundle has more than its entries")
		}
	}
	root, err := tlog.TreeHash(tree.N, reader)
	must(err)
	if root != tree.Hash {
		panic("the entries have another root than the checkpoint")
	}
	// The tiles: x/mod verifies each that it reads against the root.
	tiled := tlog.TileHashReader(tree, tiles{dir})
	for first := int64(0); first < tree.N; first += 256 {
		var indexes []int64
		for place := first; place < tree.N && place < first+256; place++ {
			indexes = append(indexes, tlog.StoredHashIndex(0, place))
		}
		hashes, err := tiled.ReadHashes(indexes)
		must(err)
		for place, index := range indexes {
			if hashes[place] != stored[index] {
				panic("a tile has another hash than its entry")
			}
		}
	}
	// Every checkpoint ever signed is the beginning of the last.
	bundles, _ := filepath.Glob(filepath.Join(dir, "checkpoints", "*"))
	deeper, _ := filepath.Glob(filepath.Join(dir, "checkpoints", "*", "*"))
	for _, bundle := range append(bundles, deeper...) {
		if info, err := os.Stat(bundle); err != nil || info.IsDir() {
			continue
		}
		parts := strings.Split(string(read(bundle)), "\n\n")
		for place := 0; place+1 < len(parts); place += 2 {
			old := checkpoint(key, []byte(parts[place]+"\n\n"+parts[place+1]+"\n"))
			if old.N == 0 {
				continue
			}
			grown, err := tlog.ProveTree(tree.N, old.N, tiled)
			must(err)
			must(tlog.CheckTree(grown, tree.N, tree.Hash, old.N, old.Hash))
		}
	}
}

func proof(key string, text, entry []byte) {
	head, signed, found := strings.Cut(string(text), "\n\n")
	lines := strings.Split(head, "\n")
	if !found || lines[0] != "c2sp.org/tlog-proof@v1" {
		panic("no proof")
	}
	if strings.HasPrefix(lines[1], "extra ") {
		lines = lines[1:]
	}
	index, err := strconv.ParseInt(strings.TrimPrefix(lines[1], "index "), 10, 64)
	must(err)
	var hashes tlog.RecordProof
	for _, line := range lines[2:] {
		hashes = append(hashes, hash(line))
	}
	tree := checkpoint(key, []byte(signed))
	must(tlog.CheckRecord(hashes, tree.N, tree.Hash, index, tlog.RecordHash(entry)))
}

func consistency(key string, oldNote, text []byte) {
	old := checkpoint(key, oldNote)
	head, signed, _ := strings.Cut(string(text), "\n\n")
	lines := strings.Split(head, "\n")
	if lines[0] != fmt.Sprintf("old %d", old.N) {
		panic("a proof from another size")
	}
	var hashes tlog.TreeProof
	for _, line := range lines[1:] {
		hashes = append(hashes, hash(line))
	}
	tree := checkpoint(key, []byte(signed))
	must(tlog.CheckTree(hashes, tree.N, tree.Hash, old.N, old.Hash))
}

func rows(root string, text []byte) {
	var place struct {
		Locator string
		Row     int64
		Rows    int64
		Path    []string
	}
	must(json.Unmarshal(text, &place))
	hexadecimal := func(text string) []byte {
		data, err := hex.DecodeString(text)
		must(err)
		return data
	}
	var hashes tlog.RecordProof
	for _, step := range place.Path {
		var h tlog.Hash
		copy(h[:], hexadecimal(step))
		hashes = append(hashes, h)
	}
	var h tlog.Hash
	copy(h[:], hexadecimal(root))
	must(tlog.CheckRecord(hashes, place.Rows, h, place.Row, tlog.RecordHash(hexadecimal(place.Locator))))
}
