# Of each code point, the hexadecimal UTF-8 bytes of its full case folding in composed form.
import sys
import unicodedata

for line in sys.stdin:
    text = chr(int(line, 16))
    folded = unicodedata.normalize("NFC", unicodedata.normalize("NFD", text).casefold())
    print(folded.encode().hex())
