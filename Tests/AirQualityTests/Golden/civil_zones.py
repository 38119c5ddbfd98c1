"""Writes civil_zones.csv: offsets and local times of Python's zoneinfo.

Peer: zoneinfo of Python 3.11.7 over tzdata 2025b (Debian), run on 2026-11-28 as
`python3 civil_zones.py > civil_zones.csv`. Rows:

  offset,ZONE,SECONDS,OFFSET     seconds east of Greenwich at an instant
  local,ZONE,CLOCK,FIRST,SECOND  a time on the clock and its instants (fold 0 and 1);
                                 equal when the clock shows it once, `none` in a gap

Instants are drawn with a seed from 1930 to 2090 and set around every change from 1970 to 2045.
Laws of later years may change; these zones have kept theirs for long.
"""
import random
from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

ZONES = """Europe/London Europe/Berlin Europe/Dublin America/New_York America/St_Johns
America/Sao_Paulo Asia/Shanghai Asia/Tokyo Asia/Kathmandu Asia/Kolkata Asia/Tehran
Australia/Sydney Australia/Lord_Howe Pacific/Auckland Pacific/Apia Pacific/Chatham
Africa/Windhoek Antarctica/Troll America/Santiago EST5EDT Etc/GMT-8 UTC""".split()
EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
WALL = datetime(1970, 1, 1)
random.seed(17)


def offset(zone, seconds):
    local = (EPOCH + timedelta(seconds=seconds)).astimezone(zone)
    return int(local.utcoffset().total_seconds())


def instants(zone, clock):
    found = []
    for fold in (0, 1):
        local = (WALL + timedelta(seconds=clock)).replace(tzinfo=zone, fold=fold)
        instant = local.astimezone(timezone.utc)
        if instant.astimezone(zone).replace(tzinfo=None) != local.replace(tzinfo=None):
            return "none", "none"
        found.append(int((instant - EPOCH).total_seconds()))
    return found


def year(number):
    return int((datetime(number, 1, 1, tzinfo=timezone.utc) - EPOCH).total_seconds())


for name in ZONES:
    zone = ZoneInfo(name)
    changes = []
    before = offset(zone, year(1970))
    for step in range(year(1970), year(2045), 86_400):
        if (after := offset(zone, step + 86_400)) != before:
            low, high = step, step + 86_400
            while high - low > 1:
                middle = (low + high) // 2
                low, high = (low, middle) if offset(zone, middle) != before else (middle, high)
            changes.append((high, before, after))
            before = after
    # The first six, the last two, and some between.
    kept = changes[:6] + random.sample(changes[6:-2], min(6, len(changes[6:-2])))
    for instant, before, after in kept + changes[-2:]:
        for seconds in (instant - 1, instant):
            print(f"offset,{name},{seconds},{offset(zone, seconds)}")
        edges = sorted((instant + before, instant + after))
        for clock in (edges[0] - 1, edges[0], (edges[0] + edges[1]) // 2, edges[1] - 1, edges[1]):
            print("local", name, clock, *instants(zone, clock), sep=",")
    for _ in range(20):
        seconds = random.randrange(year(1930), year(2090))
        print(f"offset,{name},{seconds},{offset(zone, seconds)}")
