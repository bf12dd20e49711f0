"""Unicode's composed form: lines of UTF-8 in hex; the composed text comes back in the same way."""

import sys
import unicodedata

for line in sys.stdin:
    text = bytes.fromhex(line.strip()).decode()
    print(unicodedata.normalize("NFC", text).encode().hex())
