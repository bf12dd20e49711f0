"""Completed years by dateutil: lines of a birth date and a day; the age on that day comes back."""

import datetime
import sys

from dateutil.relativedelta import relativedelta

for line in sys.stdin:
    birth, day = (datetime.date.fromisoformat(text) for text in line.split())
    print(relativedelta(day, birth).years)
