"""Covariates in synthetic difference-in-differences by another hand: writes covariates.json.

Usage: make_covariates.py california_prop99.csv

Peer: synthdid for Python (d2cml-ai/synthdid.py), version in the file. Run on 2026-11-28 with Python
3.11 in an environment of its own, since the package asks for numpy 1.23 and pandas 1.5.

Calls: Synthdid(data, "unit", "time", "treatment", "outcome", covariates=[...])
.fit(cov_method="projected" or "optimized"). What the peer rounds to five digits is taken from
`att_info`, which it does not round; the slopes are taken from what passes through its functions.

How the peer computes "projected" (utils.projected): least squares of the outcome on the covariates
with a dummy a unit and a dummy a time, over all times of the units that are never treated; treated
units have no part in it, not even before their start. Then the weights are fitted to the outcome
less the covariates times their slopes. "optimized" (solver.sc_weight_covariates) takes turns of one
Frank-Wolfe step of the weights with one gradient step of the slopes, whose length is 1/(turn + 1) in
the inverse square of the covariate's unit, until the objective falls by less than 1e-10 variances
of the noise, or rises; so it is also run with every covariate times 1000, times 0.001, and with
standard deviations of one ("factor": null).

"untreated" is ours: the slopes by numpy's least squares with the same dummies over all cells without
treatment, treated units' before their start among them, as Kranz's xsynthdid for R does by default
(R/adjust_y.R, `x.rows`); the weights are the peer's again, fitted to what is left.

Panels: Proposition 99 (39 states × 31 years, California from 1989; the states' values stay out of
the file) with two covariates of whole numbers and the outcome's lag, and a made-up one with three
starts, which is in the file.
"""

import csv
import importlib.metadata
import json
import pathlib
import sys

import numpy as np
import pandas as pd
import synthdid.sdid as peer
import synthdid.synthdid
import synthdid.utils as utils


def prop99(path):
    table = {}
    with open(path) as file:
        for row in csv.DictReader(file, delimiter=";"):
            table.setdefault(row["State"], []).append(float(row["PacksPerCapita"]))
    states = sorted(table)
    return np.array([table[s] for s in states]).T, states


def prop99_covariates(values):
    """By times × units: a twisted plane with a share of last year's outcome, and a sawtooth."""
    first, second = np.empty_like(values), np.empty_like(values)
    for unit in range(values.shape[1]):
        for time in range(values.shape[0]):
            lag = values[max(time - 1, 0), unit]
            first[time, unit] = (unit - 19) * (time - 15) / 10 + 0.2 * lag
            second[time, unit] = (7 * unit * unit + 3 * unit * time + 5 * time) % 11
    return [first, second]


def made_up():
    """24 units × 30 times, levels, a common course, two covariates, noise and an effect."""
    rng = np.random.default_rng(20261128)
    times, units = 30, 24
    starts = [15, 15, 20, 25, 25] + [None] * (units - 5)
    covariates = [rng.normal(size=(times, units)), rng.normal(size=(times, units)) * 3 + 10]
    covariates[0] += np.linspace(-1, 1, units) * np.linspace(-1, 1, times)[:, None]
    course = rng.normal(size=times).cumsum()
    loading = 1 + 0.3 * rng.normal(size=units)
    values = 40 + 5 * rng.normal(size=units) + 2 * course[:, None] * loading \
        + 1.5 * covariates[0] - 0.5 * covariates[1] + rng.normal(size=(times, units))
    for unit, start in enumerate(starts):
        if start is not None:
            values[start:, unit] -= 3
    return values, covariates, starts


def frame(values, covariates, starts):
    times, units = values.shape
    # The peer sorts units by name; these keep our order. By unit and time, so that its joins of
    # covariates by row number are right.
    rows = []
    for unit in range(units):
        for time in range(times):
            row = {
                "unit": f"u{unit:02}", "time": 2000 + time, "outcome": values[time, unit],
                "treatment": int(starts[unit] is not None and time >= starts[unit])}
            row.update({f"x{k}": c[time, unit] for k, c in enumerate(covariates)})
            rows.append(row)
    return pd.DataFrame(rows)


def fit(values, covariates, starts, how):
    """Slopes (by start for "optimized"), effects by start and weights of one call."""
    slopes = []
    if how == "projected":
        owner, name = peer, "projected"
        original = utils.projected
        take = lambda answer: slopes.append(answer[1].ravel().tolist())
    else:
        owner, name = peer, "sc_weight_covariates"
        original = peer.sc_weight_covariates
        turns = []
        take = lambda answer: (
            slopes.append(answer["beta"].tolist()), turns.append(len(answer["vals"])))

    def watched(*arguments, **named):
        answer = original(*arguments, **named)
        take(answer)
        return answer

    setattr(owner, name, watched)
    try:
        names = [f"x{k}" for k in range(len(covariates))]
        model = synthdid.synthdid.Synthdid(
            frame(values, covariates, starts), "unit", "time", "treatment", "outcome",
            covariates=names or None).fit(cov_method=how)
    finally:
        setattr(owner, name, original)
    found = model.att_info
    result = {
        "effect": float(found.att_time @ found.att_wt), "effects": found.att_time.tolist(),
        "slopes": slopes}
    if how == "optimized":
        result["turns"] = turns
    else:
        result["omega"] = [w.tolist() for w in model.weights["omega"]]
        result["lambda"] = [w.tolist() for w in model.weights["lambda"]]
    return result


def untreated(values, covariates, starts):
    """Slopes from all untreated cells, and the peer's weights after them."""
    times, units = values.shape
    cells = [(t, u) for u in range(units) for t in range(times)
             if starts[u] is None or t < starts[u]]
    design = np.array([
        [c[t, u] for c in covariates] + [float(u == k) for k in range(units)]
        + [float(t == k) for k in range(1, times)] for t, u in cells])
    slopes = np.linalg.lstsq(design, np.array([values[c] for c in cells]), rcond=None)[0][:2]
    found = fit(values - slopes[0] * covariates[0] - slopes[1] * covariates[1], [], starts,
                "projected")
    return {**found, "slopes": [slopes.tolist()]}


def every(values, covariates, starts):
    result = {
        "projected": fit(values, covariates, starts, "projected"),
        "untreated": untreated(values, covariates, starts),
        "without": fit(values, [], starts, "projected"), "optimized": []}
    for factor in (1.0, 1000.0, 0.001, None):
        factors = [factor or 1 / c.std() for c in covariates]
        found = fit(values, [f * c for f, c in zip(factors, covariates)], starts, "optimized")
        # Per unit of the covariate as it was.
        found["slopes"] = [
            [f * s for f, s in zip(factors, slopes)] for slopes in found["slopes"]]
        result["optimized"].append({"factor": factor, **found})
    return result


def finite(value):
    """JSON has no NaN: null in its place."""
    if isinstance(value, dict):
        return {k: finite(v) for k, v in value.items()}
    if isinstance(value, list):
        return [finite(v) for v in value]
    return None if isinstance(value, float) and not np.isfinite(value) else value


states, names = prop99(sys.argv[1])
smoking = prop99_covariates(states)
values, covariates, starts = made_up()
result = {
    "versions": {
        name: importlib.metadata.version(name) for name in ("synthdid", "numpy", "pandas")},
    "date": "2026-11-28",
    "prop99": {
        **every(
            states, smoking, [19 if n == "California" else None for n in names]),
        "sums": [float(c.sum()) for c in smoking]},
    "madeUp": {
        **every(values, covariates, starts), "starts": starts, "times": len(values),
        "values": values.T.ravel().tolist(),
        "covariates": [c.T.ravel().tolist() for c in covariates]}}
out = pathlib.Path(__file__).with_name("covariates.json")
out.write_text(json.dumps(finite(result), indent=1) + "\n")
