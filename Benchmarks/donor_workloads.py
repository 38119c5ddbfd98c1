"""Timed workloads of the designs with weighted donors."""

from __future__ import annotations

import array
import csv
import json
import pathlib
import sys
from typing import TYPE_CHECKING

import measure
from measure import median

if TYPE_CHECKING:
    import workloads

# Seconds that the issue names for peers that cannot be installed here.
SYNTHDID_R_200_DRAWS = 23.5
AUGSYNTH, AUGSYNTH_CONFORMAL = 0.5, 11.0


def prop99(bench: workloads.Bench):
    """The panel of Proposition 99 as doubles, California first; 39 states × 31 years."""
    source = bench.data / "prop99/california_prop99.csv"
    if not source.exists():
        print(f"skipped: no file {source} (set AIRACCORD_DATA)")
        return None
    columns: dict[str, list[float]] = {}
    with open(source, encoding="utf-8") as file:
        for row in csv.DictReader(file, delimiter=";"):
            columns.setdefault(row["State"], []).append(float(row["PacksPerCapita"]))
    names = ["California"] + sorted(set(columns) - {"California"})
    path = bench.inputs / "prop99.f64"
    write_doubles(path, [value for name in names for value in columns[name]])
    return path, source


def write_doubles(path: pathlib.Path, values: list[float]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    block = array.array("d", values)
    if sys.byteorder == "big":
        block.byteswap()
    path.write_bytes(block.tobytes())


def made_up_states(units: int, steps: int) -> list[float]:
    """Three common courses in differing strength plus noise, from SplitMix64's finaliser."""
    def uniform(counter: int) -> float:
        word = (counter + 1) * 0x9E3779B97F4A7C15 & (2**64 - 1)
        word = (word ^ word >> 30) * 0xBF58476D1CE4E5B9 & (2**64 - 1)
        word = (word ^ word >> 27) * 0x94D049BB133111EB & (2**64 - 1)
        return (word ^ word >> 31) / 2**64

    courses = []
    for course in range(3):
        level, path = 0.0, []
        for step in range(steps):
            level += uniform(course * 1_000 + step) - 0.5
            path.append(level)
        courses.append(path)
    return [
        10 + 4 * uniform(10_000 + unit)
        + sum((0.5 + uniform(20_000 + 10 * unit + k)) * courses[k][step] for k in range(3))
        + uniform(100_000 + unit * steps + step)
        for unit in range(units) for step in range(steps)]


def ours(bench: workloads.Bench, path, shape, repetitions, method, settings):
    return measure.run(
        bench.built("TwoWayWorkload"), path, *shape, repetitions, method, json.dumps(settings))


def panels(bench: workloads.Bench) -> dict | None:
    """Synthetic difference-in-differences, synthetic control and its augmentation."""
    import workloads as shared

    found = prop99(bench)
    if found is None:
        return None
    path, source = found
    shape = [39, 31, 1, 19]
    figures: dict = {}

    runs, peers = [], []
    for _ in range(min(bench.rounds, 2)):
        runs.append(ours(bench, path, shape, 5, "synthetic-difference-in-differences",
                         {"draws": 200, "inference": "placebo"}))
        peers.append(bench.peer("sdid_azcausal.py", source, 100))
    # 38 donors are all the placebo groups there are; draws beyond them repeat the same studies.
    mine = median([s for run in runs for s in run.answer["seconds"]])
    theirs = median([run.answer["seconds"] for run in peers])
    per_draw = theirs / 100
    apart = abs(runs[0].answer["coefficient"] - peers[0].answer["att"])
    print(f"  Proposition 99; azcausal {peers[0].answer['version']}")
    shared.line("airaccord, SDID, each of 38 placebos once", mine)
    shared.line("azcausal, SDID, 100 placebo draws", theirs)
    shared.line("a placebo: airaccord", mine / 39)
    shared.line("a placebo: azcausal", per_draw, None, f"ratio {per_draw / (mine / 39):.0f}")
    shared.verdict(f"effects agree to 1e-6 (apart by {apart:.1e})", apart < 1e-6)
    shared.verdict("200 placebos at our rate at least 50 times azcausal's at its rate",
                   per_draw / (mine / 39) >= 50)
    shared.verdict(f"and synthdid in R ({SYNTHDID_R_200_DRAWS} s, from the issue)",
                   SYNTHDID_R_200_DRAWS / (200 * mine / 39) >= 50)
    figures["sdid"] = {"airaccord_seconds": mine, "azcausal_seconds_100": theirs}

    runs = [ours(bench, path, shape, 5, "synthetic-control",
                 {"demeaned": False, "inference": "placebo"}) for _ in range(2)]
    mine = median([s for run in runs for s in run.answer["seconds"]])
    shared.line("airaccord, SC on outcomes, 38 placebos", mine)
    shared.verdict("under 1 s (pysyncon: over 240 s, from the issue)", mine < 1)
    figures["placebo"] = {"airaccord_seconds": mine}

    made_up = bench.inputs / "states.f64"
    write_doubles(made_up, made_up_states(50, 105))
    shape = [50, 105, 1, 89]
    runs, conformal, peers = [], [], []
    for _ in range(min(bench.rounds, 2)):
        runs.append(ours(bench, made_up, shape, 5, "augmented-synthetic-control",
                         {"draws": 49, "inference": "placebo"}))
        conformal.append(ours(bench, made_up, shape, 5, "augmented-synthetic-control",
                              {"inference": "conformal"}))
        peers.append(bench.peer("augmented_pysyncon.py", made_up, *shape))
    mine = median([s for run in runs for s in run.answer["seconds"]])
    with_conformal = median([s for run in conformal for s in run.answer["seconds"]])
    theirs = median([run.answer["seconds"] for run in peers])
    print(f"  50 units × 105 steps; pysyncon {peers[0].answer['version']}")
    shared.line("airaccord, ridge-augmented, 49 placebos", mine)
    shared.line("airaccord, ridge-augmented, conformal", with_conformal)
    shared.line("pysyncon AugSynth, the fit alone", theirs, None, f"ratio {theirs / mine:.1f}")
    shared.verdict(f"at least 20 times augsynth ({AUGSYNTH} s, from the issue)",
                   AUGSYNTH / mine >= 20)
    shared.verdict(f"conformal at least 20 times augsynth's ({AUGSYNTH_CONFORMAL} s)",
                   AUGSYNTH_CONFORMAL / with_conformal >= 20)
    figures["augmented"] = {
        "airaccord_seconds": mine, "airaccord_conformal_seconds": with_conformal,
        "pysyncon_seconds": theirs}
    return figures


WORKLOADS = {"donors": panels}
