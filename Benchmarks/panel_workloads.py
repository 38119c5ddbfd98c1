"""The timed workloads of the panel designs with staggered starts."""

from __future__ import annotations

import pathlib
import sys

import measure
from measure import median
from workloads import line, verdict

# The figures for R's did, which is in no Debian release: seconds.
DID_MPDTA, DID_LARGE = 0.035, 0.64
UNITS, TIMES = 2_000, 40
DAYS = 3_650
HERE = pathlib.Path(__file__).resolve().parent


def panel(bench, name: str, *arguments: object) -> pathlib.Path:
    """A panel made by a process of its own: the parent of timed processes stays small."""
    path = bench.inputs / f"{name}.f64"
    path.parent.mkdir(parents=True, exist_ok=True)
    measure.run(sys.executable, HERE / "staggered_data.py", path, *arguments)
    return path


def contest(bench, design, peer, panel, units, times, peer_arguments, repeats):
    """Ours and the peer's seconds, taking turns, with what both found."""
    ours, theirs = [], []
    for _ in range(min(bench.rounds, 3)):
        ours.append(
            measure.run(bench.built("PanelWorkload"), design, panel, units, times, repeats))
        theirs.append(bench.peer(peer, panel, units, times, *peer_arguments, 2))
    return (
        median([s for run in ours for s in run.answer["seconds"]]),
        median([s for run in theirs for s in run.answer["seconds"]]), ours[-1], theirs[-1])


def group_time(bench) -> dict:
    """Group-time effects on mpdta and on a large panel with a covariate, beside csdid."""
    figures = {}
    cases = []
    source = bench.data / "mpdta/mpdta.csv"
    if source.exists():
        cases.append(
            ("mpdta", panel(bench, "mpdta", source), 500, 5, 0, "group-time", DID_MPDTA, 50))
    else:
        print(f"skipped: {source} is missing (set AIRACCORD_DATA)")
    large = panel(bench, "staggered", UNITS, TIMES, 10)
    cases.append(("large", large, UNITS, TIMES, 1, "group-time-covariate", DID_LARGE, 5))
    for name, file, units, times, covariate, design, did, repeats in cases:
        mine, theirs, found, reference = contest(
            bench, design, "group_time_csdid.py", file, units, times, [covariate], repeats)
        apart = abs(found.answer["coefficient"] / reference.answer["coefficient"] - 1)
        print(f"  {name}: {units} units, {times} times; csdid {reference.answer['version']}")
        line("airaccord, effects and average", mine, found.peak_megabytes)
        line("csdid, effects and average", theirs, reference.peak_megabytes,
             f"ratio {theirs / mine:.1f}")
        verdict(f"averages agree to 1e-8 ({apart:.1e})", apart < 1e-8)
        verdict(f"at least 5 times R's did as the issue has it ({did} s)", did / mine >= 5)
        figures[name] = {
            "airaccord_seconds": mine, "csdid_seconds": theirs, "did_seconds_of_issue": did,
            "relative_difference": apart}
    return figures


def event_study(bench) -> dict:
    """The two-way event study beside pyfixest."""
    file = panel(bench, "staggered", UNITS, TIMES, 10)
    mine, theirs, found, reference = contest(
        bench, "event-study", "event_study_pyfixest.py", file, UNITS, TIMES, [], 5)
    apart = abs(found.answer["coefficient"] / reference.answer["coefficient"] - 1)
    print(f"  {UNITS} units, {TIMES} times; pyfixest {reference.answer['version']}")
    line("airaccord, the event study", mine, found.peak_megabytes)
    line("pyfixest, the event study", theirs, reference.peak_megabytes,
         f"ratio {theirs / mine:.1f}")
    verdict(f"averages agree to 1e-8 ({apart:.1e})", apart < 1e-8)
    verdict("at least 10 times faster than pyfixest", theirs / mine >= 10)
    return {"airaccord_seconds": mine, "pyfixest_seconds": theirs, "relative_difference": apart}


def imputation(bench) -> dict:
    """Imputation on 2,000 units and ten years of days; no peer had the memory."""
    file = panel(bench, "daily", UNITS, DAYS, 2)
    run = measure.run(bench.built("PanelWorkload"), "imputation", file, UNITS, DAYS, 1)
    size = UNITS * DAYS * 8 / 1e6
    line("airaccord, imputation", run.answer["seconds"][0], run.peak_megabytes,
         f"{run.peak_megabytes / size:.2f} times the panel")
    print(f"  estimate {run.answer['coefficient']:.4f} (made with −4)")
    verdict("whole process under 3 times the panel's memory", run.peak_megabytes < 3 * size)
    return {"airaccord_seconds": run.answer["seconds"][0],
            "airaccord_peak_megabytes": run.peak_megabytes, "panel_megabytes": size}


WORKLOADS = {"group-time": group_time, "event-study": event_study, "imputation": imputation}
