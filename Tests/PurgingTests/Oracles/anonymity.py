"""The k of a table by pycanon: the first line names the quasi-identifiers, each other line has a row's, between tabs."""

import sys

import pandas
from pycanon import anonymity

names, *rows = (line.rstrip("\n").split("\t") for line in sys.stdin)
print(anonymity.k_anonymity(pandas.DataFrame(rows, columns=names), names))
