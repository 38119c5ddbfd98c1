"""Off-road machinery: a city's register with its uncertainty, and a set of scenarios.

The aims are absolute (seconds and megabytes); the peer is what an analyst writes with pandas and
numpy for the same draws, timed inside its process after its imports.
"""

from __future__ import annotations

import pathlib

import measure
from measure import median
from workloads import Bench, line, verdict

MACHINES, DRAWS, SCENARIOS = 1_000_000, 10_000, 50


def register(bench: Bench) -> pathlib.Path:
    """A simulated register of a million machines, made once."""
    path = bench.inputs / f"register-{MACHINES}.csv"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        made = measure.run(
            bench.built("airaccord"), "off-road", "simulate", "--machines", MACHINES)
        path.write_text(made.output)
    return path


def off_road_register(bench: Bench) -> dict:
    """A register of a million machines with 10,000 draws, from the file to intervals by class."""
    path = register(bench)
    size = measure.warm([path])
    ours, theirs, whole = [], [], []
    for _ in range(bench.rounds):
        ours.append(measure.run(
            bench.built("airaccord"), "off-road", "uncertainty", path, "--year", 2024,
            "--sulphur-ppm", 10, "--draws", DRAWS, "--format", "csv"))
        whole.append(bench.peer("off_road_pandas.py", path, DRAWS))
        theirs.append(whole[-1].answer["seconds"])
    mine = median([run.seconds for run in ours])
    peak = max(run.peak_megabytes for run in ours)
    print(f"  {MACHINES} machines, {size / 1e6:.0f} MB, {DRAWS} draws")
    line("airaccord off-road uncertainty", mine, peak)
    line("pandas and numpy, after import", median(theirs), whole[0].peak_megabytes,
         f"ratio {median(theirs) / mine:.2f}")
    verdict("at least as fast as numpy drawing as much", mine <= median(theirs))
    verdict("under 1 GB", peak < 1_000)
    return {"airaccord_seconds": mine, "peak_megabytes": peak, "pandas_seconds": median(theirs),
            "pandas_peak_megabytes": whole[0].peak_megabytes}


def off_road_scenarios(bench: Bench) -> dict:
    """Fifty scenarios to 2060 on the classes of the million machines, 1,000 draws each."""
    path = register(bench)
    measure.warm([path])
    file = bench.inputs / "scenarios.yaml"
    stages = ["china-ii", "china-iii", "china-iv"]
    rows = "".join(
        f"  - name: s{index}\n    measures:\n"
        f"      - {{ name: filters {index}, kind: retrofit, device: dpf, types: [excavator], "
        f"share: {0.1 + 0.01 * index:.2f}, start: 2024-01-01 }}\n"
        f"      - {{ name: zone {index}, kind: low-emission-zone, to_stage: {stages[index % 3]}, "
        f"share: [0.3, 0.5, 0.7], start: 2024-01-01 }}\n"
        for index in range(SCENARIOS))
    file.write_text(
        "title: fifty\nyears: [2024, 2060]\ngrowth: 0.01\nnew_stage: china-iv\n"
        f"scenarios:\n{rows}")
    classes = measure.run(
        bench.built("airaccord"), "off-road", "emissions", path, "--year", 2024, "--sulphur-ppm",
        10, "--format", "csv")
    common = ["--register", path, "--year", 2024, "--sulphur-ppm", 10, "--format", "csv"]
    ours = [measure.run(bench.built("airaccord"), "off-road", "scenario", file, *common)
            for _ in range(bench.rounds)]
    mine = median([run.seconds for run in ours])
    line("reading and counting alone", classes.seconds, classes.peak_megabytes)
    peak = max(run.peak_megabytes for run in ours)
    line("airaccord off-road scenario, 50 to 2060", mine, peak)
    net = mine - classes.seconds
    verdict("under 1 GB", peak < 1_000)
    verdict(f"50 scenarios under 10 s ({net:.2f} s beside reading)", net < 10)
    return {"seconds": mine, "reading_seconds": classes.seconds, "scenario_seconds": net}


WORKLOADS = {"off-road-register": off_road_register, "off-road-scenarios": off_road_scenarios}
