"""FF1 by libffx: lines of what to do, key, tweak (- for none), alphabet and text; the other text comes back.

`encrypt` and `decrypt` take the key as it is; `column` derives it first, by HKDF-SHA-256 for the purpose and domain in the next two fields.
"""

import sys

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from ffx import FF1

for line in sys.stdin:
    what, key, tweak, alphabet, text, *place = line.rstrip("\n").split(" ")
    key = bytes.fromhex(key)
    if what == "column":
        purpose, domain = place
        info = f"retentiond/{purpose}/v1\0{domain}".encode()
        key = HKDF(algorithm=SHA256(), length=32, salt=None, info=info).derive(key)
    cipher = FF1(key, alphabet=alphabet)
    tweak = b"" if tweak == "-" else bytes.fromhex(tweak)
    print(cipher.decrypt(text, tweak=tweak) if what == "decrypt" else cipher.encrypt(text, tweak=tweak))
