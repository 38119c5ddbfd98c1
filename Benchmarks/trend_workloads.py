"""Trends and breaks of one series beside pymannkendall and ruptures."""

from __future__ import annotations

import csv
import math

from measure import median
import measure
from workloads import line, verdict


def trend(bench) -> dict | None:
    """Mann-Kendall with Sen's slope, bootstrap, PELT and breaks with intervals."""
    if not bench.beijing:
        return None
    file = bench.fresh_outputs() / "hours.txt"
    hours = mean_of_stations(bench.beijing)
    file.write_text("".join(f"{value!r}\n" for value in hours))
    mean = sum(hours) / len(hours)
    variance = sum((value - mean) ** 2 for value in hours) / len(hours)
    # As in golden/ruptures_beijing_hourly.json, up to its factor.
    penalty = 3_055_101.584054949 if len(hours) == 35_064 else 50 * variance * math.log(len(hours))
    ours = measure.run(bench.built("TrendWorkload"), file, penalty, bench.rounds)
    kendall = bench.peer("trend_pymannkendall.py", 6_000, bench.rounds)
    pelt = bench.peer("breaks_ruptures.py", file, penalty, bench.rounds)
    found, test, cuts = ours.answer, kendall.answer, pelt.answer
    times = {name: median(found[name]) for name in (
        "mannKendall6000", "mannKendall60000", "bootstrap", "cuts", "intervals")}
    print(f"  pymannkendall {test['version']}, ruptures {cuts['version']}, {len(hours)} hours")
    line("airaccord, Mann-Kendall and Sen, n = 6,000", times["mannKendall6000"], ours.peak_megabytes)
    line("pymannkendall, the same", median(test["seconds"]), kendall.peak_megabytes,
         f"ratio {median(test['seconds']) / times['mannKendall6000']:.1f}")
    line("airaccord, n = 60,000", times["mannKendall60000"])
    line("airaccord, Sen with 1,000 bootstrap samples of 7,305 days", times["bootstrap"])
    line("airaccord, PELT's optimum on hours", times["cuts"])
    line("ruptures KernelCPD, the same", median(cuts["seconds"]), pelt.peak_megabytes,
         f"ratio {median(cuts['seconds']) / times['cuts']:.1f}")
    line("airaccord, up to 5 breaks with intervals on hours", times["intervals"])
    ratio = median(test["seconds"]) / times["mannKendall6000"]
    verdict("at least 50 times faster than pymannkendall", ratio >= 50)
    verdict("n = 60,000 under 0.2 s", times["mannKendall60000"] < 0.2)
    verdict("1,000 bootstrap samples of 20 years of days under 0.5 s", times["bootstrap"] < 0.5)
    verdict("PELT at least 10 times faster than ruptures",
            median(cuts["seconds"]) / times["cuts"] >= 10)
    verdict("breaks with intervals under 0.1 s", times["intervals"] < 0.1)
    verdict("the same score and slope", found["score"] == test["score"]
            and abs(found["slope"] - test["slope"]) < 1e-12)
    verdict("the same cuts", found["breaks"] == cuts["breaks"])
    return {**times, "pymannkendall": median(test["seconds"]), "ruptures": median(cuts["seconds"])}


def mean_of_stations(files) -> list[float]:
    """Hourly mean of PM2.5 over the stations; gaps are left out."""
    sums: dict[int, list[float]] = {}
    for file in files:
        with open(file, newline="") as stream:
            for row in csv.DictReader(stream):
                if row["PM2.5"] not in ("NA", ""):
                    sums.setdefault(int(row["No"]), []).append(float(row["PM2.5"]))
    last = 0.0
    hours = []
    for number in range(1, 35_065):
        values = sums.get(number)
        # Filled forward where no station measured.
        last = sum(values) / len(values) if values else last
        hours.append(last)
    return hours


WORKLOADS = {"trend": trend}
