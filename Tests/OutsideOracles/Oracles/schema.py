"""Says of JSON documents whether a schema accepts them: the schema's path first, then each document in base64, a line each."""

import base64
import json
import sys

from jsonschema import Draft202012Validator

schema = json.load(open(sys.stdin.readline().strip(), encoding="utf-8"))
Draft202012Validator.check_schema(schema)
validator = Draft202012Validator(schema)
for line in sys.stdin:
    try:
        document = json.loads(base64.b64decode(line))
    except ValueError:
        print("invalid")
        continue
    print("valid" if validator.is_valid(document) else "invalid")
