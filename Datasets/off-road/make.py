"""Makes the tables of NONROAD from EPA's own input files (public domain, 17 USC 105).

    python3 make.py NR08a/DATA        # repository USEPA/EPA_MOVES_Model, folder NONROAD/NR08a/DATA

Reads EMSFAC/*.EMF, TECH/TECH-EXH.DAT, POP/US.POP, ACTIVITY/ACTIVITY.DAT, GROWTH/NATION.GRW and
SEASON/SEASON.DAT; writes nonroad_factors.csv, nonroad_technologies.csv, nonroad_population.csv,
nonroad_growth.csv, nonroad_activity.csv and scrappage.csv beside itself. The types are those of
machinery.csv. Nothing is converted: figures stand as EPA's files have them.
"""

import collections
import csv
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
DATA = sys.argv[1]
SOURCE = ["MOVES-NONROAD", "stored-source"]
TECHNOLOGIES = ["Base", "T0", "T1", "T2", "T3", "T3B", "T4A", "T4B", "T4", "T4N"]
# Upper ends in hp: those of the factors and of the technologies are unions of these.
ENDS = [0, 11, 16, 25, 50, 75, 100, 175, 300, 600, 750, 1200, 9999]
GROUPS = {"0.59": "high", "0.43": "steady", "0.21": "low"}


def lines(*name):
    with open(os.path.join(DATA, *name), errors="replace") as file:
        return file.read().split("\n")


def packet(rows, name):
    """Lines between /name/ and /END/."""
    first = next(i for i, row in enumerate(rows) if row.startswith(f"/{name}/"))
    last = next(i for i in range(first, len(rows)) if rows[i].startswith("/END/"))
    return rows[first + 1 : last]


def number(cell):
    """A figure; notes behind the figures are none."""
    try:
        return float(cell)
    except ValueError:
        return None


def blocks(rows, name):
    """(SCC, hp from, hp to, names, [(year, numbers)]) of a packet of factors or technologies."""
    found = []
    for row in packet(rows, name):
        code = row[5:15].strip()
        cells = [row[k : k + 10].strip() for k in range(34, len(row), 10)]
        if not row[:5].strip() and code.isdigit():
            found.append((code, float(row[20:25]), float(row[25:30]), cells, []))
        elif found and row[:5].strip().isdigit():
            found[-1][4].append((int(row[:5]), [number(cell) for cell in cells]))
    return found


def best(table, scc, power):
    """The block of the narrowest code that covers a type, hp from < power <= hp to."""
    for code in (scc, scc[:7] + "000", scc[:4] + "000000"):
        for block in table:
            if block[0] == code and block[1] < power <= block[2]:
                return block
    raise SystemExit(f"no block for {scc} at {power} hp")


def write(name, header, rows):
    with open(os.path.join(HERE, name), "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)
    print(name, len(rows))


def plain(number):
    return f"{number:.10g}"


with open(os.path.join(HERE, "machinery.csv"), encoding="utf-8") as file:
    TYPES = [row for row in csv.DictReader(file) if row["scc"]]


def factors():
    files = [("EXHTHC", "thc"), ("EXHCO", "co"), ("EXHNOX", "nox"), ("EXHPM", "pm10"), ("BSFC", "bsfc")]
    tables = {key: blocks(lines("EMSFAC", f"{name}.EMF"), "EMSFAC") for name, key in files}

    def values(scc, low, high, technology):
        found = []
        for _, key in files:
            block = best(tables[key], scc, (low + high) / 2)
            if technology not in block[3]:
                raise SystemExit(f"{key} of {scc} has no {technology}")
            found.append(plain(block[4][0][1][block[3].index(technology)]))
        return found

    seen, single = collections.OrderedDict(), []
    for row in TYPES:
        group = GROUPS[row["load_factor"]]
        for low, high in zip(ENDS, ENDS[1:]):
            for technology in TECHNOLOGIES:
                own = values(row["scc"], low, high, technology)
                key = (group, low, high, technology)
                seen.setdefault(key, collections.Counter())[tuple(own)] += 1
    usual = {key: counter.most_common(1)[0][0] for key, counter in seen.items()}
    for row in TYPES:
        group = GROUPS[row["load_factor"]]
        for low, high in zip(ENDS, ENDS[1:]):
            for technology in TECHNOLOGIES:
                own = values(row["scc"], low, high, technology)
                # Engines before the standards above 50 hp are the type's own, always.
                special = technology == "Base" and low >= 50
                if special or tuple(own) != usual[(group, low, high, technology)]:
                    single.append([row["machinery"], low, high, technology, *own])
    common = [
        [*key, *value]
        for key, value in usual.items()
        if not (key[3] == "Base" and key[1] >= 50)
    ]
    write(
        "nonroad_factors.csv",
        ["application", "hp_above", "hp_to", "technology", "thc_g_hph", "co_g_hph", "nox_g_hph",
         "pm10_g_hph", "bsfc_lb_hph", "source", "verified"],
        [row + SOURCE for row in common + single])


def technologies():
    table = blocks(lines("TECH", "TECH-EXH.DAT"), "TECH FRAC")
    rows = []
    for low, high in zip(ENDS, ENDS[1:]):
        mixes = []
        for row in TYPES:
            block = best(table, row["scc"], (low + high) / 2)
            mixes.append([
                (year, [(n, s) for n, s in zip(block[3], shares) if n and s])
                for year, shares in block[4]])
        if any(mix != mixes[0] for mix in mixes):
            raise SystemExit(f"types differ in technology at {high} hp")
        before = None
        for year, shares in mixes[0]:
            if shares == before:
                continue
            before = shares
            for name, share in shares:
                rows.append([low, high, year, name, plain(share), *SOURCE])
    write(
        "nonroad_technologies.csv",
        ["hp_above", "hp_to", "first_model_year", "technology", "share", "source", "verified"], rows)


def population():
    codes = {row["scc"]: row["machinery"] for row in TYPES}
    rows = []
    for line in packet(lines("POP", "US.POP"), "POPULATION"):
        if line[17:27] in codes and line[:5] == "00000":
            rows.append([
                codes[line[17:27]], line[12:16], plain(float(line[69:74])),
                plain(float(line[75:80])), plain(float(line[81:86])), plain(float(line[87:92])),
                plain(float(line[105:122])), *SOURCE])
    write(
        "nonroad_population.csv",
        ["machinery", "year", "hp_above", "hp_to", "hp_average", "median_life_hours",
         "us_machines", "source", "verified"], rows)


def growth():
    indicators = {}
    for line in packet(lines("GROWTH", "NATION.GRW"), "INDICATORS"):
        indicators[line[11:21]] = line[6:10].strip()
    sectors = collections.OrderedDict()
    for row in TYPES:
        sectors[row["scc"][:7]] = indicators[row["scc"][:7] + "000"]
    rows = []
    for sector, code in sectors.items():
        for line in packet(lines("GROWTH", "NATION.GRW"), "GROWTH"):
            cells = line.split()
            if len(cells) == 4 and cells[0] == "00000" and cells[2] == code:
                rows.append([sector, cells[1], cells[3], *SOURCE])
    write("nonroad_growth.csv", ["scc_sector", "year", "indicator", "source", "verified"], rows)
    curve = [line.split() for line in packet(lines("GROWTH", "NATION.GRW"), "SCRAPPAGE")]
    notes = "default curve, a step at each half per cent: packet SCRAPPAGE of NATION.GRW"
    write(
        "scrappage.csv",
        ["fraction_of_median_life", "scrapped_pct", "source", "verified", "notes"],
        [[a, plain(float(b)), *SOURCE, "" if i else notes] for i, (a, b) in enumerate(curve)])


def activity():
    season = lines("SEASON", "SEASON.DAT")
    regions = collections.OrderedDict(
        (line[:5].strip(), line[5:45].strip()) for line in packet(season, "REGIONS"))
    sectors = list(collections.OrderedDict.fromkeys(row["scc"][:7] for row in TYPES))
    days = {
        line[6:16]: (line[51:61], line[61:71]) for line in packet(season, "DAILY") if line[:5].strip() == ""}
    rows = []
    for line in packet(season, "MONTHLY"):
        region, code = line[:5].strip(), line[6:16]
        if code[7:] == "000" and code[:7] in sectors:
            months = [plain(float(line[k : k + 10])) for k in range(51, 171, 10)]
            weekday, weekend = (plain(float(x)) for x in days[code])
            rows.append([region, regions.get(region, ""), code[:7], *months, weekday, weekend, *SOURCE])
    names = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
    write(
        "nonroad_activity.csv",
        ["region", "name", "scc_sector", *names, "weekday", "weekend_day", "source", "verified"], rows)


factors()
technologies()
population()
growth()
activity()
