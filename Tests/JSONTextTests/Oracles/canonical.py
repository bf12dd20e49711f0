"""Reads JSON texts, one a line in hexadecimal, and says of each what Python's json and PyPI's rfc8785 make of it.

Writes a line for each: "invalid", "number" (a number that is no integer of 53 bits), or the canonical bytes in hexadecimal.
Python's reader is made as strict as ours: no name twice, no NaN, no half surrogate pairs.
"""

import json
import sys
import unicodedata

import rfc8785


def pairs(members):
    names = [unicodedata.normalize("NFC", name) for name, _ in members]
    if len(set(names)) < len(names):
        raise ValueError("a name twice")
    return dict(members)


def refuse(constant):
    raise ValueError(constant)


def numbers(node):
    if isinstance(node, dict):
        node = list(node.values())
    if isinstance(node, list):
        for element in node:
            yield from numbers(element)
    elif isinstance(node, (int, float)) and not isinstance(node, bool):
        yield node


for line in sys.stdin:
    try:
        text = bytes.fromhex(line).decode("utf-8")
        value = json.loads(text, object_pairs_hook=pairs, parse_constant=refuse)
        json.dumps(value, ensure_ascii=False).encode("utf-8")
    except ValueError:
        print("invalid")
        continue
    if any(isinstance(number, float) or abs(number) >= 2**53 for number in numbers(value)):
        print("number")
    else:
        print(rfc8785.dumps(value).hex())
