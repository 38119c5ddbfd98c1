"""Workloads over whole networks: a year of China's stations, and the check of Beijing's."""

from __future__ import annotations

import sys

import measure
from measure import median
from workloads import HERE, Bench, line, verdict

# 1,500 stations × 366 days × 24 hours × 15 types: 198 million cells.
STATIONS, DAYS = 1_500, 366


def network(bench: Bench) -> dict:
    """A year of `china_sites` files into a fresh archive, beside polars reading each of them."""
    folder = bench.inputs / "network"
    measure.run(sys.executable, HERE / "made_up_data.py", "network", folder, STATIONS, DAYS)
    files = sorted(folder.glob("china_sites_*.csv"))
    size = measure.warm(files)
    ours, peers = [], {"inferred": [], "declared": []}
    for _ in range(bench.rounds):
        ours.append(bench.ingest(files))
        for form, runs in peers.items():
            runs.append(bench.peer("read_polars_network.py", form, folder).answer)
    mine = median([run.seconds for run in ours])
    peak = max(run.peak_megabytes for run in ours)
    print(f"  {len(files)} files, {size / 1e9:.2f} GB, {STATIONS * DAYS * 360 / 1e6:.0f} million "
          f"cells; polars {peers['declared'][0]['version']}")
    line("airaccord ingest, archive written", mine, peak, f"{size / mine / 1e6:.0f} MB/s")
    figures = {"airaccord_seconds": mine, "airaccord_peak_megabytes": peak}
    for form, runs in peers.items():
        seconds = median([run["seconds"] for run in runs])
        line(f"polars, types {form}, after importing", seconds, None, f"ratio {seconds / mine:.2f}")
        figures[f"polars_{form}_seconds"] = seconds
    verdict("at least polars' rate, types inferred", mine <= figures["polars_inferred_seconds"])
    verdict("under 600 MB", peak < 600)
    return figures


def check(bench: Bench) -> dict | None:
    """`airaccord check` of the 12 Beijing stations."""
    files = bench.beijing
    if not files:
        return None
    bench.ingest(files)
    archive = bench.outputs / "archive.sqlite"
    runs = [measure.run(bench.built("airaccord"), "check", "--archive", archive)
            for _ in range(bench.rounds)]
    mine = median([run.seconds for run in runs])
    line("airaccord check, whole process", mine, max(run.peak_megabytes for run in runs))
    verdict("under 2 s", mine < 2)
    return {"airaccord_seconds": mine}


WORKLOADS = {"network": network, "check": check}
