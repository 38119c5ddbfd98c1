"""Staggered panels for the timed workloads.

Usage: staggered_data.py PATH MPDTA_CSV, or staggered_data.py PATH UNITS TIMES GROUPS.
"""

from __future__ import annotations

import csv
import pathlib
import sys

import made_up_data
import numpy as np


def write(path: pathlib.Path, values, starts, covariate) -> None:
    """Values unit after unit, starts (0 for never), covariate; little-endian doubles."""
    with open(path, "wb") as stream:
        for part in (values, starts, covariate):
            stream.write(np.ascontiguousarray(part, dtype="<f8").tobytes())


def minimum_wage(path: pathlib.Path, source: str) -> None:
    """mpdta: 500 counties, 2003 to 2007."""
    rows = list(csv.DictReader(open(source)))
    counties = sorted({row["countyreal"] for row in rows})
    place = {county: index for index, county in enumerate(counties)}
    values = np.full((len(counties), 5), np.nan)
    starts, covariate = np.zeros(len(counties)), np.zeros(len(counties))
    for row in rows:
        unit = place[row["countyreal"]]
        values[unit, int(row["year"]) - 2003] = float(row["lemp"])
        first = int(row["first.treat"])
        starts[unit] = first - 2003 if first else 0
        covariate[unit] = float(row["lpop"])
    write(path, values, starts, covariate)


def made_up(path: pathlib.Path, units: int, times: int, groups: int) -> None:
    """Half of the units start at one of `groups` times; whole-number arithmetic throughout."""
    noise = made_up_data.whole_numbers(41, 0, units * times, 2_000).reshape(units, times) / 100
    covariate = made_up_data.whole_numbers(42, 0, units, 8_000) / 100
    level = made_up_data.whole_numbers(43, 0, units, 5_000) / 100
    starts = np.zeros(units)
    treated = units // 2
    starts[:treated] = times // 4 + (np.arange(treated) % groups) * (times // 2) // groups
    period = np.arange(times)
    effect = np.where((starts[:, None] > 0) & (period >= starts[:, None]), -4.0, 0.0)
    drift = covariate[:, None] / 80 * period / times
    write(path, level[:, None] + noise + drift + effect, starts, covariate)


if __name__ == "__main__":
    target = pathlib.Path(sys.argv[1])
    if len(sys.argv) == 3:
        minimum_wage(target, sys.argv[2])
    else:
        made_up(target, *map(int, sys.argv[2:]))
