"""Writes what Python's zoneinfo says of the system's time zones.

Arguments: `offsets` or `clocks`, then zone names; without names, all that the database lists by place.

offsets: lines of zone, second since the epoch, seconds east of UTC, abbreviation: at both sides of every change from
1900 to 2100, and at instants spread over these years.
clocks: lines of zone, second on the clocks since 1970-01-01T00:00:00, and the seconds since the epoch at which
clocks show it, so none, one or two: near every change from 1970 to 2040.
"""

import datetime
import random
import sys
import zoneinfo

DAY = 86_400
UTC = datetime.timezone.utc
EPOCH = datetime.datetime(1970, 1, 1, tzinfo=UTC)
WALL_EPOCH = datetime.datetime(1970, 1, 1)


def instant(year):
    return int((datetime.datetime(year, 1, 1, tzinfo=UTC) - EPOCH).total_seconds())


def told(zone, second):
    local = (EPOCH + datetime.timedelta(seconds=second)).astimezone(zone)
    return int(local.utcoffset().total_seconds()), local.tzname()


def changes(zone, first, last):
    """The seconds at which what clocks tell changes, found from outside."""
    before = told(zone, first)
    for start in range(first, last, 15 * DAY):
        end = start + 15 * DAY
        after = told(zone, end)
        if after != before:
            low, high = start, end
            while high - low > 1:
                middle = (low + high) // 2
                if told(zone, middle) == before:
                    low = middle
                else:
                    high = middle
            yield high
        before = after


def answers(zone, wall):
    time = WALL_EPOCH + datetime.timedelta(seconds=wall)
    found = set()
    for fold in (0, 1):
        there = time.replace(tzinfo=zone, fold=fold).astimezone(UTC)
        if there.astimezone(zone).replace(tzinfo=None) == time:
            found.add(int((there - EPOCH).total_seconds()))
    return sorted(found)


def places():
    names = {"UTC"}
    with open("/usr/share/zoneinfo/zone1970.tab", encoding="utf-8") as table:
        names.update(line.split("\t")[2].strip() for line in table if not line.startswith("#"))
    return sorted(names)


dice = random.Random(1970)
kind, names = sys.argv[1], sys.argv[2:] or places()
for name in names:
    zone = zoneinfo.ZoneInfo(name)
    lines = []
    if kind == "offsets":
        first, last = instant(1900), instant(2101)
        seconds = {dice.randrange(first, last) for _ in range(60)}
        for change in changes(zone, first, last):
            seconds.update((change - 1, change))
        for second in sorted(seconds):
            lines.append("%s %d %d %s" % (name, second, *told(zone, second)))
    else:
        walls = set()
        for change in changes(zone, instant(1970), instant(2040)):
            for second in (change - 1, change):
                wall = second + told(zone, second)[0]
                midnight = wall - wall % DAY
                walls.update(wall + step for step in (-3_601, -1, 0, 1, 1_800, 3_599, 3_600))
                walls.update(midnight + step for step in (-DAY, 0, DAY))
        for wall in sorted(walls):
            lines.append(" ".join(map(str, (name, wall, *answers(zone, wall)))))
    sys.stdout.write("\n".join(lines) + "\n")
