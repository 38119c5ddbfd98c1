"""The timed workloads; each prints its figures and returns them."""

from __future__ import annotations

import dataclasses
import importlib
import pathlib
import shutil
import sys

import measure
from measure import median

HERE = pathlib.Path(__file__).resolve().parent

# Size of the made-up set: 13.1 million rows, about 1 GB.
STATIONS, YEARS = 500, 3
# Stations of the scanned archive: 9.9 million values.
SCANNED = 32
# The made-up panel; made_up_data.py has the same numbers and the formula.
UNITS, DAYS, TREATED_UNITS, FIRST_TREATED_DAY = 2_000, 3_650, 600, 1_825


@dataclasses.dataclass
class Bench:
    """Where things are and how often they are timed."""

    data: pathlib.Path
    inputs: pathlib.Path
    outputs: pathlib.Path
    rounds: int

    def built(self, name: str) -> pathlib.Path:
        """A program of the release build; this package builds the command as well."""
        path = HERE / ".build/release" / name
        if not path.exists():
            sys.exit(f"bench: {path} is missing; run: "
                     "swift build -c release --package-path Benchmarks")
        return path

    @property
    def beijing(self) -> list[pathlib.Path]:
        files = sorted((self.data / "beijing_prsa").glob("*.csv"))
        if not files:
            print(f"skipped: no files in {self.data / 'beijing_prsa'} (set AIRACCORD_DATA)")
        return files

    def fresh_outputs(self) -> pathlib.Path:
        """An empty folder for one run's archive or database."""
        shutil.rmtree(self.outputs, ignore_errors=True)
        self.outputs.mkdir(parents=True)
        return self.outputs

    def ingest(self, files: list[pathlib.Path]) -> measure.Run:
        archive = self.fresh_outputs() / "archive.sqlite"
        return measure.run(self.built("airaccord"), "ingest", *files, "--archive", archive)

    def peer(self, script: str, *arguments: object) -> measure.Run:
        return measure.run(sys.executable, HERE / "peers" / script, *arguments)


def line(name: str, seconds: float, peak: float | None = None, note: str = "") -> None:
    memory = f"{peak:7.0f} MB" if peak is not None else " " * 10
    print(f"  {name:42} {seconds:8.3f} s {memory}  {note}", flush=True)


def verdict(statement: str, met: bool) -> None:
    print(f"  {'met   ' if met else 'MISSED'} {statement}", flush=True)


def read(bench: Bench) -> dict | None:
    """The 12 Beijing files into a fresh archive, beside polars reading them into memory."""
    files = bench.beijing
    if not files:
        return None
    size = measure.warm(files)
    forms = ["inferred", "declared", "scanned"]
    ours, inside, whole, peaks = [], {f: [] for f in forms}, {f: [] for f in forms}, {}
    for _ in range(bench.rounds):
        ours.append(bench.ingest(files))
        for form in forms:
            once = bench.peer("read_polars.py", form, 1, files[0].parent)
            whole[form].append(once.seconds)
            peaks[form] = once.peak_megabytes
            # In one process again and again: threads are up and buffers allocated.
            answer = bench.peer("read_polars.py", form, 5, files[0].parent).answer
            inside[form].append(median(answer["seconds"]))
    mine = median([run.seconds for run in ours])
    print(f"  {len(files)} files, {size / 1e6:.1f} MB, {answer['rows']} rows; "
          f"polars {answer['version']} on {answer['threads']} threads")
    line("airaccord ingest, whole process", mine, max(run.peak_megabytes for run in ours))
    figures = {"airaccord_seconds": mine, "polars": {}}
    for form in forms:
        theirs, process = median(inside[form]), median(whole[form])
        line(f"polars {form}, after import", theirs, None, f"ratio {theirs / mine:.2f}")
        line(f"polars {form}, whole process", process, peaks[form], f"ratio {process / mine:.2f}")
        figures["polars"][form] = {"inside_seconds": theirs, "process_seconds": process}
    verdict("whole process no slower than polars' with types declared",
            mine <= figures["polars"]["declared"]["process_seconds"])
    return figures


def size(bench: Bench) -> dict | None:
    """How much of the disk the Beijing archive takes."""
    files = bench.beijing
    if not files:
        return None
    bench.ingest(files)
    stored = sum(file.stat().st_size for file in bench.outputs.iterdir())
    rows = missing = 0
    for file in files:
        text = file.read_bytes()
        rows += text.count(b"\n") - 1
        missing += text.count(b",NA")
    cells = rows * 12
    figures = {
        "bytes": stored, "cells": cells, "values": cells - missing,
        "bytes_per_cell": stored / cells, "bytes_per_value": stored / (cells - missing)}
    print(f"  {stored / 1e6:.2f} MB for {cells} cells, {cells - missing} of them measured: "
          f"{figures['bytes_per_value']:.3f} bytes a value")
    verdict("at most 1.15 bytes a value", figures["bytes_per_value"] <= 1.15)
    return figures


def read_large(bench: Bench) -> dict:
    """1 GB in the same layout into a fresh archive, beside DuckDB filling a table of a file."""
    folder = bench.inputs / "stations"
    measure.run(sys.executable, HERE / "made_up_data.py", "stations", folder, STATIONS, YEARS)
    files = sorted(folder.glob("*.csv"))
    size = measure.warm(files)
    forms = ["plain", "declared"]
    ours, peers = [], {form: [] for form in forms}
    for _ in range(min(bench.rounds, 3)):
        ours.append(bench.ingest(files))
        for form in forms:
            database = bench.fresh_outputs() / "table.duckdb"
            peers[form].append(bench.peer("read_duckdb.py", form, database, folder))
    mine = median([run.seconds for run in ours])
    peak = max(run.peak_megabytes for run in ours)
    answer = peers["plain"][0].answer
    print(f"  {len(files)} files, {size / 1e6:.0f} MB, {answer['rows']} rows; "
          f"DuckDB {answer['version']}")
    line("airaccord ingest, whole process", mine, peak, f"{size / 1e6 / mine:.0f} MB/s")
    figures = {"airaccord_seconds": mine, "airaccord_peak_megabytes": peak, "duckdb": {}}
    for form in forms:
        theirs = median([run.answer["seconds"][0] for run in peers[form]])
        line(f"DuckDB {form}, after import", theirs,
             max(run.peak_megabytes for run in peers[form]),
             f"{size / 1e6 / theirs:.0f} MB/s, ratio {theirs / mine:.2f}")
        figures["duckdb"][form] = theirs
    for form in forms:
        verdict(f"at least 1.5 times the rate of DuckDB {form}",
                figures["duckdb"][form] / mine >= 1.5)
    verdict("peak memory under 500 MB", peak < 500)
    return figures


def two_way(bench: Bench) -> dict:
    """Two-way fixed effects, errors clustered by unit, beside pyfixest."""
    panel = bench.inputs / "panel.f64"
    measure.run(sys.executable, HERE / "made_up_data.py", "panel", panel)
    task = [panel, UNITS, DAYS, TREATED_UNITS, FIRST_TREATED_DAY]
    ours, peers = [], []
    for _ in range(min(bench.rounds, 2)):
        ours.append(measure.run(bench.built("TwoWayWorkload"), *task, 5))
        peers.append(bench.peer("two_way_pyfixest.py", *task, 2))
    mine = median([seconds for run in ours for seconds in run.answer["seconds"]])
    theirs = median([seconds for run in peers for seconds in run.answer["seconds"]])
    peak = max(run.peak_megabytes for run in ours)
    size = UNITS * DAYS * 8 / 1e6
    found, reference = ours[0].answer, peers[0].answer
    apart = max(
        abs(found[key] / reference[key] - 1) for key in ("coefficient", "standardError"))
    print(f"  {UNITS} units, {DAYS} days, {size:.1f} MB; pyfixest {reference['version']}")
    line("airaccord, the estimate", mine, peak, f"{peak / size:.2f} times the panel")
    line("pyfixest feols, the estimate", theirs, max(run.peak_megabytes for run in peers),
         f"ratio {theirs / mine:.1f}")
    verdict(f"coefficient and error agree to 1e-8 (largest difference {apart:.1e})",
            apart < 1e-8 and found["observations"] == UNITS * DAYS)
    verdict("at least 20 times faster than pyfixest", theirs / mine >= 20)
    verdict("whole process under 3 times the panel's memory", peak < 3 * size)
    return {
        "airaccord_seconds": mine, "pyfixest_seconds": theirs, "airaccord_peak_megabytes": peak,
        "panel_megabytes": size, "largest_relative_difference": apart}


def scan(bench: Bench) -> dict:
    """Aggregates over 10 million values of an archive, beside DuckDB over a table of its own."""
    folder = bench.inputs / "scanned"
    measure.run(sys.executable, HERE / "made_up_data.py", "stations", folder, SCANNED, YEARS)
    bench.ingest(sorted(folder.glob("*.csv")))
    archive, table = bench.outputs / "archive.sqlite", bench.outputs / "long.csv"
    command = bench.built("airaccord")
    measure.run(command, "export", "--archive", archive, "--output", table)

    def ask(query: str) -> measure.Run:
        return measure.run(command, "sql", query, "--archive", archive, "--format", "json")

    summary = "FROM observation_summary"
    queries = {
        "count": ("SELECT count(*) AS n FROM observation", f"SELECT sum(count) AS n {summary}"),
        "sum": ("SELECT sum(value) AS s FROM observation", f"SELECT sum(sum) AS s {summary}"),
        "mean by station": (
            "SELECT station, avg(value) AS m FROM observation GROUP BY station",
            f"SELECT station, sum(sum) / sum(count) AS m {summary} GROUP BY station"),
    }
    plain, summed = {name: [] for name in queries}, {name: [] for name in queries}
    for _ in range(bench.rounds):
        for name, (rows, years) in queries.items():
            plain[name].append(ask(rows).seconds)
            summed[name].append(ask(years).seconds)
    peer = bench.peer("scan_duckdb.py", bench.rounds, bench.outputs / "t.duckdb", table).answer
    print(f"  {SCANNED} stations, {YEARS} years; DuckDB {peer['version']}")
    figures = {}
    for name in queries:
        theirs, rows, years = (median(times[name]) for times in (peer["seconds"], plain, summed))
        line(f"DuckDB, {name}, after connecting", theirs)
        line(f"observation, {name}, whole process", rows, None, f"ratio {theirs / rows:.2f}")
        line(f"observation_summary, {name}", years, None, f"ratio {theirs / years:.2f}")
        verdict(f"at least as fast as DuckDB: {name}, plain", rows <= theirs)
        verdict(f"at least as fast as DuckDB: {name}, summary", years <= theirs)
        figures[name] = {"duckdb": theirs, "observation": rows, "observation_summary": years}
    return figures


ALL = {
    "read": read, "size": size, "read-large": read_large, "two-way": two_way, "scan": scan}

# The others take what they share from here, so they come last.
for path in sorted(HERE.glob("*_workloads.py")):
    ALL |= importlib.import_module(path.stem).WORKLOADS
