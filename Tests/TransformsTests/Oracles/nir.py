"""Whether numbers are NIRs by form and key, as python-stdnum sees them: a line each."""

import sys

from stdnum.fr import nir

for line in sys.stdin:
    number = line.strip()
    print("valid" if nir.is_valid(number) else "invalid", "key", nir.calc_check_digits(number[:13]))
