"""Writes what the C library makes of POSIX TZ rules.

Arguments: rules. Writes lines of the rule's number, second since the epoch, seconds east of UTC, abbreviation: around
the new year and at both sides of every change from 2000 to 2041.
"""

import os
import sys
import time

DAY = 86_400
FIRST, LAST = 946_684_800, 2_240_524_800


def told(second):
    local = time.localtime(second)
    return local.tm_gmtoff, local.tm_zone


for number, rule in enumerate(sys.argv[1:]):
    os.environ["TZ"] = rule
    time.tzset()
    seconds = set(range(FIRST, LAST, 73 * DAY + 3_601))
    before = told(FIRST)
    for start in range(FIRST, LAST, 5 * DAY):
        end = start + 5 * DAY
        after = told(end)
        if after != before:
            low, high = start, end
            while high - low > 1:
                middle = (low + high) // 2
                if told(middle) == before:
                    low = middle
                else:
                    high = middle
            seconds.update((low, high))
        before = after
    for year in range(2001, 2040):
        new_year = (365 * (year - 1970) + (year - 1969) // 4) * DAY
        seconds.update(new_year + hours * 3_600 for hours in range(-26, 27, 2))
    for second in sorted(seconds):
        print(number, second, *told(second))
