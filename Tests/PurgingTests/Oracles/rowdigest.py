"""Digests of rows without a key, as docs/evidence.md says them. Reads lines of a SQLite file's path and a query; prints the digest of each row, in hexadecimal."""
import hashlib, sqlite3, struct, sys


def part(letter, content):
    return letter + str(len(content)).encode() + b":" + content


def value(value):
    if value is None:
        return part(b"n", b"")
    if isinstance(value, int):
        return part(b"i", str(value).encode())
    if isinstance(value, float):
        return part(b"r", struct.pack(">d", value))
    if isinstance(value, str):
        return part(b"t", value.encode("utf-8", "surrogateescape"))
    return part(b"b", value)


for line in sys.stdin:
    path, query = line.rstrip("\n").split("\t")
    store = sqlite3.connect(path)
    store.text_factory = lambda text: text.decode("utf-8", "surrogateescape")
    rows = store.execute(query)
    names = [column[0] for column in rows.description]
    for row in rows:
        columns = sorted(zip((name.encode() for name in names), row))
        print(hashlib.sha256(b"".join(part(b"t", name) + value(content) for name, content in columns)).hexdigest())
