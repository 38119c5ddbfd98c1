"""Times AirAccord beside its peers, in the same run on the same machine.

    make bench                                          everything
    .venv-bench/bin/python Benchmarks/bench.py read two-way    some of it
    … bench.py --rounds 3 --scratch FOLDER              fewer rounds; keep the made-up data

Contestants take turns within a round, so that a busy minute hits them all; reported are medians
over the rounds. Times of peers are counted inside their process, after their imports; times of
`airaccord` are of the whole process.
"""

from __future__ import annotations

import argparse
import json
import os
import pathlib
import subprocess
import sys
import tempfile

import measure
import workloads

ROOT = pathlib.Path(__file__).resolve().parent.parent


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="bench.py", description="Times AirAccord beside its peers.")
    parser.add_argument(
        "workloads", nargs="*", metavar="workload",
        help=f"any of {', '.join(workloads.ALL)}; default: all")
    parser.add_argument("--rounds", type=int, default=5, help="default: 5")
    parser.add_argument(
        "--data", type=pathlib.Path,
        default=pathlib.Path(os.environ.get("AIRACCORD_DATA", ROOT.parent / "shared/data")),
        help="folder that holds beijing_prsa; default: $AIRACCORD_DATA or ../shared/data")
    parser.add_argument(
        "--scratch", type=pathlib.Path,
        help="keep made-up data here (1.1 GB); default: a temporary folder, removed at the end")
    options = parser.parse_args()
    if unknown := set(options.workloads) - set(workloads.ALL):
        parser.error(f"unknown workload {', '.join(sorted(unknown))}; "
                     f"there are {', '.join(workloads.ALL)}")

    report = {"machine": measure.machine(), "revision": revision(), "workloads": {}}
    for name, value in report["machine"].items():
        print(f"{name.replace('_', ' '):18} {value}")
    print(f"{'revision':18} {report['revision']}")

    with tempfile.TemporaryDirectory(prefix="airaccord-bench-") as temporary:
        bench = workloads.Bench(
            data=options.data, rounds=options.rounds,
            inputs=options.scratch or pathlib.Path(temporary) / "inputs",
            outputs=pathlib.Path(temporary) / "outputs")
        for name in options.workloads or workloads.ALL:
            print(f"\n== {name}", flush=True)
            report["workloads"][name] = workloads.ALL[name](bench)

    results = ROOT / "Benchmarks/results"
    results.mkdir(exist_ok=True)
    path = results / "latest.json"
    path.write_text(json.dumps(report, indent=2) + "\n")
    print(f"\nwritten to {path.relative_to(ROOT)}")


def revision() -> str:
    """The commit that was measured, marked when the checkout differs from it."""
    described = subprocess.run(
        ["git", "-C", ROOT, "describe", "--always", "--dirty"], capture_output=True, text=True)
    return described.stdout.strip() or "unknown"


if __name__ == "__main__":
    sys.exit(main())
