"""Writes the end of a period for every start day, as python-dateutil counts it.

Arguments: first day, last day (YYYY-MM-DD), years, months, weeks, days.
Writes one 32-bit little-endian number of days since 1970-01-01 for each start day.
"""

import array
import datetime
import sys

from dateutil.relativedelta import relativedelta

first, last = (datetime.date.fromisoformat(text).toordinal() for text in sys.argv[1:3])
years, months, weeks, days = (int(text) for text in sys.argv[3:7])
period = relativedelta(years=years, months=months, weeks=weeks, days=days)
epoch = datetime.date(1970, 1, 1).toordinal()
ends = array.array(
    "i",
    (
        (datetime.date.fromordinal(day) + period).toordinal() - epoch
        for day in range(first, last + 1)
    ),
)
if sys.byteorder == "big":
    ends.byteswap()
sys.stdout.buffer.write(ends.tobytes())
