"""Pseudonyms by Python's hmac: lines of key, domain, purpose and normalised value, each in hexadecimal; the Base32 of 20 bytes comes back.

Where a key is two with a + between them, what the first gives is authenticated again under the second.
"""

import base64
import hashlib
import hmac
import sys

for line in sys.stdin:
    keys, *parts = line.rstrip("\n").split(" ")
    message = b"\0".join([b"retentiond/pseudonym/v1", *(bytes.fromhex(part) for part in parts)])
    for key in keys.split("+"):
        message = hmac.new(bytes.fromhex(key), message, hashlib.sha256).digest()
    print(base64.b32encode(message[:20]).decode().rstrip("=").lower())
