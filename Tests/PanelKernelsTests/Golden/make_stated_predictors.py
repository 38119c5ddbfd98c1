"""Synthetic control on stated predictors by pysyncon: writes stated_predictors.json beside this file.

Usage: make_stated_predictors.py california_prop99.csv

Predictors are packs a head as a mean over 1980 to 1988 and in 1975, 1980 and 1988, as in Abadie,
Diamond and Hainmueller (2010), doi:10.1198/jasa.2009.ap08746, table 1, and a constant of each state
that is made up: the letters of its name. pysyncon 1.7.0 searches V by Nelder-Mead from equal
importance and from a regression. Its inner program is handed to SLSQP, which stops early, so the
weights of its V are also solved to rounding here, by non-negative least squares of scipy with the sum
held to one by a heavy row.
"""

import csv
import importlib.metadata
import json
import pathlib
import sys

import numpy as np
import pandas as pd
from pysyncon import Dataprep, Synth
from scipy.optimize import nnls


def solved(importance, donors, treated):
    """The weights on the simplex for an importance of the predictors, to rounding."""
    root = np.sqrt(np.asarray(importance))
    table = np.vstack([donors * root[:, None], 1e6 * np.ones((1, donors.shape[1]))])
    weights, _ = nnls(table, np.append(treated * root, 1e6), maxiter=100_000)
    return weights / weights.sum()


def main():
    frame = pd.read_csv(sys.argv[1], sep=";")
    frame["Letters"] = frame["State"].str.replace(" ", "").str.len().astype(float)
    states = [state for state in sorted(frame["State"].unique()) if state != "California"]
    prepared = Dataprep(
        foo=frame, predictors=["Letters"], predictors_op="mean", dependent="PacksPerCapita",
        unit_variable="State", time_variable="Year", treatment_identifier="California",
        controls_identifier=states, time_predictors_prior=range(1970, 1989),
        time_optimize_ssr=range(1970, 1989),
        special_predictors=[
            ("PacksPerCapita", range(1980, 1989), "mean"), ("PacksPerCapita", [1975], "mean"),
            ("PacksPerCapita", [1980], "mean"), ("PacksPerCapita", [1988], "mean")])
    donors, treated = (np.asarray(part, dtype=float) for part in prepared.make_covariate_mats())
    spread = np.column_stack([donors, treated]).std(axis=1, ddof=1)
    wide = frame.pivot(index="Year", columns="State", values="PacksPerCapita")
    before = wide.loc[1970:1988]
    fits = []
    for start in ["equal", "ols"]:
        synth = Synth()
        synth.fit(prepared, optim_method="Nelder-Mead", optim_initial=start)
        importance = np.asarray(synth.V) / np.sum(synth.V)
        weights = solved(importance, donors / spread[:, None], treated / spread)
        gap = before["California"] - before[states] @ weights
        after = wide.loc[1989:2000]
        fits.append({
            "start": start, "importance": importance.tolist(), "weights": weights.tolist(),
            "peerWeights": np.asarray(synth.W).tolist(), "meanSquare": float((gap ** 2).mean()),
            "peerMeanSquare": float(synth.mspe()),
            "effect": float((after["California"] - after[states] @ weights).mean())})
    pathlib.Path(__file__).with_name("stated_predictors.json").write_text(json.dumps({
        "peer": "pysyncon " + importlib.metadata.version("pysyncon"), "states": states,
        "letters": [len(state.replace(" ", "")) for state in states + ["California"]],
        "fits": fits}, indent=1) + "\n")


main()
