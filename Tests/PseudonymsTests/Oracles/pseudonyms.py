"""Pseudonyms by Python's hmac: lines of key, domain, purpose and normalised value, each in hexadecimal; the Base32 of 20 bytes comes back."""

import base64
import hashlib
import hmac
import sys

for line in sys.stdin:
    key, *parts = (bytes.fromhex(part) for part in line.rstrip("\n").split(" "))
    message = b"\0".join([b"retentiond/pseudonym/v1", *parts])
    digest = hmac.new(key, message, hashlib.sha256).digest()
    print(base64.b32encode(digest[:20]).decode().rstrip("=").lower())
