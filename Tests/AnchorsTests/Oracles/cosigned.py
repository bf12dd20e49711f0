"""Whether tlog-scales accepts a witness's signature: two lines of input, the note in base64 and the witness's key."""
import base64, sys

from tlog_scales.signing import Vkey
from tlog_scales.tlog import Checkpoint

note, key = sys.stdin.read().split()
Checkpoint.from_text(base64.b64decode(note).decode()).verify(Vkey.from_string(key))
print("verified")
