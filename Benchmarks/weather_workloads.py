"""Weather normalisation beside LightGBM and ranger with resampling."""

from __future__ import annotations

import shutil

import measure
import workloads
from measure import median

# Resamples and trees of rmweather's documented workflow.
SAMPLES, TREES = 300, 300
POLLUTANTS = "pm25,pm10,so2,no2,co,o3"


def normalise(bench: workloads.Bench) -> dict | None:
    """Dongsi, trained and normalised, beside resampling with LightGBM and with ranger."""
    files = [file for file in bench.beijing if "Dongsi" in file.name]
    if not files:
        return None
    measure.warm(files)
    ours, peers = [], []
    for _ in range(min(bench.rounds, 2)):
        ours.append(measure.run(bench.built("WeatherWorkload"), 0, "season", "pm25", files[0]))
        peers.append(bench.peer("normalise_lightgbm.py", files[0], SAMPLES))
    mine = median([seconds for run in ours for seconds in run.answer["seconds"]])
    theirs = median([run.answer["seconds"][0] for run in peers])
    peak = max(run.peak_megabytes for run in ours)
    workloads.line("airaccord, train and normalise", mine, peak)
    workloads.line(f"LightGBM {peers[0].answer['version']}, {SAMPLES} resamples", theirs,
         max(run.peak_megabytes for run in peers), f"ratio {theirs / mine:.1f}")
    figures = {"airaccord_seconds": mine, "lightgbm_seconds": theirs,
               "airaccord_peak_megabytes": peak}
    workloads.verdict("at least 20 times faster than LightGBM with 300 resamples", theirs / mine >= 20)
    if shutil.which("Rscript"):
        forest = measure.run(
            "Rscript", workloads.HERE / "peers/normalise_ranger.R", files[0], TREES, SAMPLES)
        seconds = forest.answer["seconds"][0]
        workloads.line(f"ranger {forest.answer['version']}, rmweather's workflow", seconds,
             forest.peak_megabytes, f"ratio {seconds / mine:.1f}")
        workloads.verdict("at least 100 times faster than rmweather's workflow", seconds / mine >= 100)
        figures["ranger_seconds"] = seconds
    else:
        workloads.line("rmweather 0.2.63, as documented (not run)", 365.0, 1_100.0,
             f"ratio {365 / mine:.1f}")
    workloads.verdict("memory under 1 GB", peak < 1_000)
    return figures


def normalise_network(bench: workloads.Bench) -> dict | None:
    """All Beijing stations and pollutants with 50 bootstrap models each."""
    files = bench.beijing
    if not files:
        return None
    measure.warm(files)
    run = measure.run(bench.built("WeatherWorkload"), 50, "season", POLLUTANTS, *files)
    workloads.line(f"{len(run.answer['seconds'])} series with 50 models each", run.seconds,
         run.peak_megabytes)
    workloads.verdict("under 30 minutes", run.seconds < 1_800)
    workloads.verdict("memory under 1 GB", run.peak_megabytes < 1_000)
    return {"seconds": run.seconds, "series": len(run.answer["seconds"]),
            "peak_megabytes": run.peak_megabytes}


WORKLOADS = {"normalise": normalise, "normalise-network": normalise_network}
