"""Deterministic inputs for the timed workloads.

Everything is made with whole-number arithmetic from one counter-based stream, so the same
bytes appear on every machine and with every version of NumPy.
"""

from __future__ import annotations

import datetime
import pathlib
import sys

import numpy as np
import polars as pl

# --- the stream ---------------------------------------------------------------------------


def mixed(counter: np.ndarray) -> np.ndarray:
    """SplitMix64's finaliser (Steele, Lea and Flood 2014, doi:10.1145/2660193.2660195).

    Arithmetic on 64-bit words wraps, which is what the algorithm asks for.
    """
    word = counter.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    word = (word ^ (word >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    word = (word ^ (word >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return word ^ (word >> np.uint64(31))


def whole_numbers(stream: int, first: int, count: int, below: int) -> np.ndarray:
    """`count` whole numbers in 0..<below, those at `first`, `first + 1`, … of a stream."""
    counters = (np.uint64(stream) << np.uint64(40)) + np.arange(first, first + count, dtype=np.uint64)
    return (mixed(counters + np.uint64(1)) % np.uint64(below)).astype(np.int64)


# --- monitoring files in the layout of the UCI Beijing set -----------------------------------

HEADER = (
    '"No","year","month","day","hour","PM2.5","PM10","SO2","NO2","CO","O3",'
    '"TEMP","PRES","DEWP","RAIN","wd","WSPM","station"\n'
)
DIRECTIONS = np.array([
    f'"{name}"'
    for name in "N NNE NE ENE E ESE SE SSE S SSW SW WSW W WNW NW NNW".split()
])
FIRST_HOUR = datetime.datetime(2013, 3, 1)

# name, lowest value, yearly swing, daily swing, noise, resolution; all in tenths of the unit.
QUANTITIES = [
    ("PM2.5", 30, 600, 200, 500, 10),
    ("PM10", 60, 800, 300, 700, 10),
    ("SO2", 20, 200, 50, 60, 10),
    ("NO2", 20, 300, 200, 200, 10),
    ("CO", 2000, 8000, 3000, 9000, 1000),
    ("O3", 20, 500, 600, 200, 10),
    ("TEMP", -120, 300, 100, 60, 1),
    ("PRES", 10000, 250, 20, 60, 1),
    ("DEWP", -250, 350, 40, 80, 1),
    ("RAIN", 0, 0, 0, 1, 1),
    ("WSPM", 2, 5, 15, 30, 1),
]


def _texts_of_tenths(lowest: int, highest: int) -> pl.Series:
    """What R's `write.csv` prints for lowest/10 … highest/10; the last entry is missing."""
    texts = []
    for tenths in range(lowest, highest + 1):
        whole, rest = divmod(abs(tenths), 10)
        sign = "-" if tenths < 0 else ""
        texts.append(f"{sign}{whole}.{rest}" if rest else f"{sign}{whole}")
    return pl.Series(texts + ["NA"])


def write_monitoring_files(folder: pathlib.Path, stations: int, years: int) -> list[pathlib.Path]:
    """Hourly files, one a station, two cells in a hundred missing; keeps files already there.

    500 stations and 3 years are 13.1 million rows in about 1 GB.
    """
    folder.mkdir(parents=True, exist_ok=True)
    hours = (FIRST_HOUR.replace(year=FIRST_HOUR.year + years) - FIRST_HOUR).days * 24
    last_hour = FIRST_HOUR + datetime.timedelta(hours=hours - 1)
    moments = pl.datetime_range(FIRST_HOUR, last_hour, "1h", eager=True)
    clock = {
        "No": np.arange(1, hours + 1),
        "year": moments.dt.year(), "month": moments.dt.month(),
        "day": moments.dt.day(), "hour": moments.dt.hour(),
    }
    # Triangles instead of sines: no rounding that could differ between machines.
    season = np.abs((np.arange(hours) // 24) % 365 - 182)
    daytime = np.abs(np.arange(hours) % 24 - 12)
    texts = {
        name: _texts_of_tenths(lowest, lowest + yearly + daily + noise + 200)
        for name, lowest, yearly, daily, noise, _ in QUANTITIES
    }

    paths = []
    for station in range(stations):
        name = f"Station{station:04d}"
        path = folder / f"PRSA_Data_{name}_{FIRST_HOUR:%Y%m%d}-{last_hour:%Y%m%d}.csv"
        paths.append(path)
        if path.exists():
            continue
        columns = dict(clock)
        for index, (quantity, lowest, yearly, daily, noise, resolution) in enumerate(QUANTITIES):
            stream = station * 32 + index
            tenths = (
                yearly * season // 183 + daily * daytime // 12
                + whole_numbers(stream, 0, hours, noise) + station % 20 * 10)
            if quantity == "RAIN":
                shower = whole_numbers(stream, 0, hours, 4000)
                tenths = np.where(shower < 160, shower, 0)
            tenths = tenths // resolution * resolution
            missing = whole_numbers(stream + 16, 0, hours, 50) == 0
            row = np.where(missing, len(texts[quantity]) - 1, np.minimum(
                tenths, len(texts[quantity]) - 2))
            columns[quantity] = texts[quantity].gather(row)
        direction = DIRECTIONS[whole_numbers(station * 32 + 31, 0, hours, 16)]
        columns["wd"] = pl.Series(direction)
        columns["station"] = [f'"{name}"'] * hours
        table = pl.DataFrame(columns).select(
            [field.strip('"\n') for field in HEADER.split(",")])
        # Written beside and renamed, so that an interrupted run leaves no half file.
        unfinished = path.with_suffix(".unfinished")
        with open(unfinished, "wb") as out:
            out.write(HEADER.encode())
            table.write_csv(out, include_header=False, quote_style="never")
        unfinished.rename(path)
    return paths


# --- a year of China's network, a wide file a day ---------------------------------------------

# name, lowest value, noise, decimals; a 24-hour mean stands beside each but AQI and the ozone ones.
NETWORK_TYPES = [
    ("AQI", 20, 180, 0), ("PM2.5", 3, 150, 0), ("PM2.5_24h", 10, 100, 0), ("PM10", 8, 220, 0),
    ("PM10_24h", 20, 160, 0), ("SO2", 2, 40, 0), ("SO2_24h", 3, 30, 0), ("NO2", 4, 90, 0),
    ("NO2_24h", 8, 60, 0), ("O3", 2, 180, 0), ("O3_24h", 20, 200, 0), ("O3_8h", 4, 160, 0),
    ("O3_8h_24h", 10, 160, 0), ("CO", 2, 20, 1), ("CO_24h", 3, 15, 1),
]


def write_network_files(folder: pathlib.Path, stations: int, days: int) -> list[pathlib.Path]:
    """`china_sites_YYYYMMDD.csv` of 2016: 24 hours × 15 types in rows, stations in columns, two
    cells in a hundred empty; keeps files already there. 1,500 stations × 366 days are 0.7 GB."""
    folder.mkdir(parents=True, exist_ok=True)
    names = [f"{1001 + station}A" for station in range(stations)]
    kinds = len(NETWORK_TYPES)
    lowest = np.array([kind[1] for kind in NETWORK_TYPES])
    noise = np.array([kind[2] for kind in NETWORK_TYPES])
    tenths = np.array([kind[3] == 1 for kind in NETWORK_TYPES])
    texts = pl.Series(
        [str(number) for number in range(512)]
        + [f"{number // 10}.{number % 10}" if number % 10 else f"{number // 10}"
           for number in range(512)] + [""])
    rows = 24 * kinds
    first = datetime.date(2016, 1, 1)
    paths = []
    for day in range(days):
        date = first + datetime.timedelta(days=day)
        path = folder / f"china_sites_{date:%Y%m%d}.csv"
        paths.append(path)
        if path.exists():
            continue
        drawn = whole_numbers(40 + day, 0, 2 * rows * stations, 1 << 30)
        values = drawn[:rows * stations].reshape(rows, stations)
        missing = drawn[rows * stations:].reshape(rows, stations) % 50 == 0
        kind = np.tile(np.arange(kinds), 24)
        cells = lowest[kind, None] + values % noise[kind, None] + 512 * tenths[kind, None]
        cells = np.where(missing, 1024, cells)
        columns = {
            "date": [f"{date:%Y%m%d}"] * rows, "hour": np.repeat(np.arange(24), kinds),
            "type": [NETWORK_TYPES[index][0] for index in kind],
        }
        for station, name in enumerate(names):
            columns[name] = texts.gather(cells[:, station])
        unfinished = path.with_suffix(".unfinished")
        pl.DataFrame(columns).write_csv(unfinished, quote_style="never")
        unfinished.rename(path)
    return paths


# --- a balanced panel with one measure ---------------------------------------------------------

UNITS = 2_000
DAYS = 3_650
TREATED_UNITS = 600
FIRST_TREATED_DAY = 1_825
TRUE_EFFECT = -3.0


def panel() -> np.ndarray:
    """`UNITS × DAYS` outcomes, µg/m³: level of the unit + level of the day + a drift of the
    unit (the reason to cluster) + noise, and `TRUE_EFFECT` on the first `TREATED_UNITS` units
    from `FIRST_TREATED_DAY` on."""
    def share(stream: int, first: int, count: int) -> np.ndarray:
        return whole_numbers(stream, first, count, 1 << 53) / float(1 << 53)

    unit_level = 20 + 60 * share(1, 0, UNITS)
    unit_drift = 10 * (share(2, 0, UNITS) - 0.5)
    day_level = 30 * share(3, 0, DAYS)
    days = np.arange(DAYS) / DAYS
    outcomes = np.empty((UNITS, DAYS))
    for unit in range(UNITS):
        noise = 20 * (share(4, unit * DAYS, DAYS) + share(5, unit * DAYS, DAYS) - 1)
        outcomes[unit] = unit_level[unit] + unit_drift[unit] * days + day_level + noise
    outcomes[:TREATED_UNITS, FIRST_TREATED_DAY:] += TRUE_EFFECT
    return outcomes


def write_panel(path: pathlib.Path) -> pathlib.Path:
    """The panel as raw little-endian Float64, unit after unit."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_suffix(".unfinished")
        panel().astype("<f8").tofile(unfinished)
        unfinished.rename(path)
    return path


def main(arguments: list[str]) -> None:
    match arguments:
        case ["stations", folder, stations, years]:
            write_monitoring_files(pathlib.Path(folder), int(stations), int(years))
        case ["network", folder, stations, days]:
            write_network_files(pathlib.Path(folder), int(stations), int(days))
        case ["panel", path]:
            write_panel(pathlib.Path(path))
        case _:
            sys.exit("usage: made_up_data.py stations FOLDER STATIONS YEARS | "
                     "network FOLDER STATIONS DAYS | panel FILE")


if __name__ == "__main__":
    main(sys.argv[1:])
