"""Wall time and peak memory of a subprocess, and what machine this is.

Only the standard library is imported here: a child's peak counts at least what its parent held
when it was started, so the parent must stay small.
"""

from __future__ import annotations

import dataclasses
import json
import os
import pathlib
import platform
import statistics
import subprocess
import sys
import tempfile
import time


@dataclasses.dataclass
class Run:
    """One finished subprocess."""

    seconds: float
    peak_megabytes: float
    output: str

    @property
    def answer(self) -> dict:
        """The line of JSON that every workload prints last."""
        return json.loads(self.output.strip().splitlines()[-1])


def run(*command: object) -> Run:
    """Runs a command to its end; a failing command ends the benchmark with its message."""
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
        start = time.perf_counter()
        process = subprocess.Popen(
            [str(part) for part in command], stdout=output, stderr=errors)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        errors.seek(0)
        if process.returncode != 0:
            shown = " ".join(str(part) for part in command[:4])
            sys.exit(f"bench: exit {process.returncode} of {shown} …\n"
                     + errors.read().decode(errors="replace")[-2_000:])
        # Linux counts in KiB.
        return Run(seconds, usage.ru_maxrss * 1024 / 1e6, output.read().decode())


def median(values: list[float]) -> float:
    return statistics.median(values)


def warm(files: list[pathlib.Path]) -> int:
    """Reads files once, so that no contestant waits for the disk; returns their size in bytes."""
    size = 0
    for file in files:
        with open(file, "rb") as stream:
            while block := stream.read(1 << 20):
                size += len(block)
    return size


def machine() -> dict:
    """What the times were measured on."""
    model = "unknown"
    for line in pathlib.Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            model = line.split(":", 1)[1].strip()
            break
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return {
        "processor": model, "cores": len(os.sched_getaffinity(0)),
        "memory_gigabytes": round(memory / 1e9, 1), "system": platform.platform(),
        "python": platform.python_version(),
        "load_before": [round(load, 2) for load in os.getloadavg()],
    }
