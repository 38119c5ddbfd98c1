"""Donor designs by other hands: writes donor_designs.json beside this file.

Usage: make_donor_designs.py california_prop99.csv

Peers: pysyncon (AugSynth, PenalizedSynth), version in the file. pysyncon hands its programs to
SLSQP, which stops early (its penalised weights on Proposition 99 sum to 1.008 for a penalty of 0.1
and stay at their start for 1), so each is also solved to rounding here, by an active set in
numpy. Both solutions are in the file, and both objectives, pysyncon's after its weights were
made non-negative and to sum to one. Interactive fixed effects are computed by alternating least
squares on the donors (no eigenvectors), then Xu's least squares for each treated unit.

Panels: Proposition 99 (39 states × 31 years, California from 1989), and one of 50 units × 105
steps that `made_up` makes of whole numbers alone, so that any language makes the same.
"""

import csv
import importlib.metadata
import json
import pathlib
import sys

import numpy as np
import pandas as pd
from pysyncon import AugSynth, Dataprep, PenalizedSynth


def made_up():
    """50 units × 105 steps: levels, a common course, two factors, noise; all from residues."""
    def residue(a, b):
        return (a * 7919 + b * 104_729 + a * b * 1_299_709 + a * a * 31 + b * b * 17) % 10_007
    panel = np.empty((105, 50))
    for unit in range(50):
        level, one, two = (residue(unit, 1_000 + k) / 10_007 for k in range(3))
        for step in range(105):
            common, first, second = (residue(2_000 + k, step) / 10_007 for k in range(3))
            noise = residue(unit + 100, step + 300) / 10_007
            panel[step, unit] = 20 + 10 * level + 6 * common + 8 * one * first \
                + 5 * two * second + 2 * noise
    return panel


def simplex(quadratic, linear):
    """argmin ½ w′Qw − l′w over the simplex to rounding, and its duality gap."""
    count = len(linear)
    support = [int(np.argmin(np.diag(quadratic) / 2 - linear))]
    weights = np.zeros(count)
    weights[support] = 1
    for _ in range(100 * count):
        gradient = quadratic @ weights - linear
        gap = gradient @ weights - gradient.min()
        if gap <= 1e-13 * max(1, abs(linear).max()):
            break
        enter = int(gradient.argmin())
        if enter not in support:
            support.append(enter)
        while True:
            size = len(support)
            system = np.zeros((size + 1, size + 1))
            system[:size, :size] = quadratic[np.ix_(support, support)]
            system[:size, size] = system[size, :size] = 1
            found = np.linalg.lstsq(
                system, np.append(linear[support], 1), rcond=None)[0][:size]
            current = weights[support]
            if (found > 0).all():
                weights = np.zeros(count)
                weights[support] = found
                break
            steps = [c / (c - f) if f <= 0 else np.inf for c, f in zip(current, found)]
            step = min(steps)
            moved = current + step * (found - current)
            leaving = int(np.argmin(steps))
            weights = np.zeros(count)
            weights[support] = moved
            weights[support[leaving]] = 0
            support.pop(leaving)
    gradient = quadratic @ weights - linear
    return weights, gradient @ weights - gradient.min()


def feasible(weights):
    weights = np.maximum(weights, 0)
    return weights / weights.sum()


def dataprep(values, treated, start):
    steps, units = values.shape
    names = [f"u{i}" for i in range(units)]
    data = pd.DataFrame({
        "y": values.T.ravel(), "unit": np.repeat(names, steps),
        "step": np.tile(np.arange(steps), units)})
    before = range(start)
    return Dataprep(
        foo=data, predictors=["y"], predictors_op="mean", dependent="y", unit_variable="unit",
        time_variable="step", treatment_identifier=names[treated],
        controls_identifier=[n for i, n in enumerate(names) if i != treated],
        time_predictors_prior=before, time_optimize_ssr=before)


def augmented(values, treated, start, penalties):
    """AugSynth on outcomes alone with given penalties."""
    donors = [i for i in range(values.shape[1]) if i != treated]
    before, after = values[:start], values[start:]
    mean = before[:, donors].mean(axis=1)
    design = before[:, donors] - mean[:, None]
    target = before[:, treated] - mean
    exact, gap = simplex(design.T @ design, design.T @ target)
    prepared = dataprep(values, treated, start)
    rows = []
    for penalty in penalties:
        model = AugSynth()
        model.fit(prepared, lambda_=penalty, use_covariates=False)
        weights = exact + AugSynth.solve_ridge(target, design, exact, penalty)
        effect = (after[:, treated] - after[:, donors] @ weights).mean()
        peer = (after[:, treated] - after[:, donors] @ model.W).mean()
        rows.append({
            "penalty": penalty, "weights": weights.tolist(), "effect": effect, "gap": gap,
            "pysyncon_effect": peer, "pysyncon_weights": model.W.tolist(),
            "objective": float(((target - design @ exact) ** 2).sum()),
            "pysyncon_objective": float(
                ((target - design @ feasible(model.synw)) ** 2).sum())})
    return rows


def penalised(values, treated, start, penalties):
    """PenalizedSynth on outcomes as they are: its scaling by row is undone by V."""
    donors = [i for i in range(values.shape[1]) if i != treated]
    before, after = values[:start], values[start:]
    design, target = before[:, donors], before[:, treated]
    distance = ((design - target[:, None]) ** 2).sum(axis=0)
    scale = pd.DataFrame(before).std(axis=1).to_numpy() ** 2

    def objective(w, penalty):
        return float(((target - design @ w) ** 2).sum() + penalty * distance @ w)

    rows = []
    for penalty in penalties:
        model = PenalizedSynth()
        model.fit(
            X0=pd.DataFrame(design, columns=[f"u{i}" for i in donors]),
            X1=pd.Series(target, name="treated"), lambda_=penalty, custom_V=scale)
        exact, gap = simplex(design.T @ design, design.T @ target - penalty / 2 * distance)
        rows.append({
            "penalty": penalty, "weights": exact.tolist(), "gap": gap,
            "effect": (after[:, treated] - after[:, donors] @ exact).mean(),
            "objective": objective(exact, penalty),
            "pysyncon_weights": model.W.tolist(),
            "pysyncon_effect": (after[:, treated] - after[:, donors] @ model.W).mean(),
            "pysyncon_sum": float(model.W.sum()),
            "pysyncon_objective": objective(feasible(model.W), penalty)})
    return rows


def interactive(values, treated, starts, ranks):
    """Y = α + ξ + FΛ′ on the donors by alternating least squares, then each treated unit."""
    donors = [i for i in range(values.shape[1]) if i not in treated]
    panel = values[:, donors]
    common = panel.mean(axis=1)
    centred = panel - common[:, None] - panel.mean(axis=0) + panel.mean()
    rows = []
    for rank in ranks:
        factors = np.random.default_rng(1).normal(size=(len(centred), rank))
        fitted = np.zeros_like(centred)
        for rounds in range(100_000 if rank else 0):
            factors, _ = np.linalg.qr(factors)
            loadings = np.linalg.solve(factors.T @ factors, factors.T @ centred)
            factors = np.linalg.solve(loadings @ loadings.T, loadings @ centred.T).T
            step, fitted = np.abs(factors @ loadings - fitted).max(), factors @ loadings
            if step < 1e-13:
                break
        effects, weights = [], []
        for unit, start in zip(treated, starts):
            design = np.column_stack([np.ones(len(values)), factors])
            outcome = values[:, unit] - common
            slope = np.linalg.lstsq(design[:start], outcome[:start], rcond=None)[0]
            effects.append((outcome - design @ slope)[start:].mean())
            weights.append(len(values) - start)
        rows.append({
            "rank": rank, "effect": float(np.average(effects, weights=weights)),
            "effects": [float(e) for e in effects],
            "residual": float(((centred - fitted) ** 2).sum())})
    return rows


def prop99(path):
    table = {}
    with open(path) as file:
        for row in csv.DictReader(file, delimiter=";"):
            table.setdefault(row["State"], []).append(float(row["PacksPerCapita"]))
    states = sorted(table)
    return np.array([table[s] for s in states]).T, states.index("California")


states, california = prop99(sys.argv[1])
other = made_up()
result = {
    "versions": {
        name: importlib.metadata.version(name)
        for name in ("pysyncon", "numpy", "scipy", "pandas")},
    "date": "2026-11-24",
    "checks": {"sum": other.sum(), "last": other[-1, -1]},
    "augmented": {
        "prop99": augmented(states, california, 19, [1.0, 100.0, 10_000.0]),
        "made_up": augmented(other, 0, 89, [1.0, 30.0, 1_000.0])},
    "penalised": {
        "prop99": penalised(states, california, 19, [0.01, 0.1, 1.0]),
        "made_up": penalised(other, 0, 89, [0.01, 0.1, 1.0])},
    "interactive": interactive(other, [0, 1, 2], [60, 75, 90], [0, 1, 2, 3])}
out = pathlib.Path(__file__).with_name("donor_designs.json")
out.write_text(json.dumps(result, indent=1) + "\n")
