"""Positive matrix factorisation beside ESAT; merged into `workloads.ALL`."""

from __future__ import annotations

import pathlib
import subprocess
import sys

import measure
import workloads
from measure import median

# Most that one run may take beside ESAT, and seconds for what has no peer here.
SHARE_OF_ESAT, BOOTSTRAP_SECONDS, YEAR_SECONDS = 1 / 5, 20, 60
# Best of ESAT's 20 models (RESEARCH 3.1); a run may lie above by one in a thousand.
ESAT_Q = {4: 83_705.10, 5: 73_090.25, 6: 64_606.09, 7: 57_663.43, 8: 52_174.61}


def esat_python() -> pathlib.Path:
    """The Python that has ESAT, installed when it is missing."""
    folder = workloads.HERE.parent / ".venv-esat"
    python = folder / "bin/python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        subprocess.run(
            [python, "-m", "pip", "install", "--quiet", "-r",
             workloads.HERE / "requirements-esat.txt"], check=True)
    return python


def factorise(bench: workloads.Bench) -> dict | None:
    """Baton Rouge, 20 starts for 4 to 8 factors; 100 bootstrap draws of 4."""
    folder = bench.data / "pmf_baton_rouge"
    files = [folder / f"Dataset-BatonRouge-{kind}.csv" for kind in ("con", "unc")]
    if not all(file.exists() for file in files):
        print(f"skipped: no Baton Rouge files in {folder} (set AIRACCORD_DATA)")
        return None
    figures = {}
    python, script = esat_python(), workloads.HERE / "peers/pmf_esat.py"
    for factors in ESAT_Q:
        ours, peers = [], []
        for _ in range(min(bench.rounds, 3)):
            draws = 100 if factors == 4 else 0
            ours.append(measure.run(
                bench.built("FactorisationWorkload"), "files", *files, factors, 20, draws).answer)
            peers.append(measure.run(python, script, *files, factors, 20).answer)
        mine, theirs = (median([run["seconds"] for run in runs]) for runs in (ours, peers))
        lowest = ours[0]["qTrue"]
        workloads.line(f"airaccord, {factors} factors, 20 starts", mine, None, f"Q {lowest:.1f}")
        workloads.line(f"ESAT {peers[0]['version']}, the same", theirs, None,
                       f"Q {peers[0]['q_true']:.1f}, ratio {theirs / mine:.1f}")
        workloads.verdict("at most a fifth of ESAT's time", mine <= SHARE_OF_ESAT * theirs)
        workloads.verdict("Q not above ESAT's best by more than 0.1 %",
                          lowest <= 1.001 * ESAT_Q[factors])
        figures[factors] = {"airaccord": mine, "esat": theirs, "q": lowest}
        if factors == 4:
            bootstrap = median([run["bootstrapSeconds"] for run in ours])
            workloads.line("airaccord, 100 bootstrap draws", bootstrap)
            workloads.verdict("100 bootstrap draws under 20 s", bootstrap < BOOTSTRAP_SECONDS)
            figures["bootstrap"] = bootstrap
    return figures


def factorise_year(bench: workloads.Bench) -> dict:
    """A made-up year of hourly samples, 8,760 × 60, 8 factors, 20 starts, robust."""
    runs = [
        measure.run(
            bench.built("FactorisationWorkload"), "made-up", 8_760, 60, 8, 20)
        for _ in range(min(bench.rounds, 2))]
    seconds = median([run.answer["seconds"] for run in runs])
    workloads.line("airaccord, 8 factors, 20 starts", seconds,
                   max(run.peak_megabytes for run in runs),
                   f"Q/Qexp {runs[0].answer['qRatio']:.3f}")
    workloads.verdict("under 60 s", seconds < YEAR_SECONDS)
    return {"seconds": seconds}


WORKLOADS = {"factorise": factorise, "factorise-year": factorise_year}
