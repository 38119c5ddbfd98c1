"""Interactive fixed effects with covariates by another hand: writes joint_factors.json beside this file.

Usage: make_joint_factors.py (reads the made-up panel of covariates.json)

Donors: Y = unit + time + X b + L f + e, all parameters in one least squares by scipy's trust-region
solver from six drawn starts; no principal components, no turns. A treated unit's level and loadings
come from numpy's regression on its rows before the start, its covariates with the donors' slopes taken
out.
"""

import json
import pathlib

import numpy as np
import scipy
from scipy.optimize import least_squares

here = pathlib.Path(__file__).parent
panel = json.loads((here / "covariates.json").read_text())["madeUp"]
times = panel["times"]
starts = panel["starts"]
values = np.array(panel["values"]).reshape(len(starts), times).T
covariates = [np.array(one).reshape(len(starts), times).T for one in panel["covariates"]]
donors = [unit for unit, start in enumerate(starts) if start is None]
treated = [unit for unit, start in enumerate(starts) if start is not None]


def fit(rank):
    """Slopes and factors of the donors, all parameters in one least squares."""
    outcome = values[:, donors]
    regressors = [one[:, donors] for one in covariates]
    count = len(donors)
    random = np.random.default_rng(7)

    def unpack(vector):
        slopes, rest = vector[:2], vector[2:]
        unit, rest = rest[:count], rest[count:]
        time, rest = rest[:times], rest[times:]
        factors = rest[:times * rank].reshape(times, rank)
        loadings = rest[times * rank:].reshape(count, rank)
        return slopes, unit, time, factors, loadings

    def residual(vector):
        slopes, unit, time, factors, loadings = unpack(vector)
        fitted = unit[None, :] + time[:, None] + factors @ loadings.T
        for slope, one in zip(slopes, regressors):
            fitted = fitted + slope * one
        return (outcome - fitted).ravel()

    best = None
    for _ in range(6):
        start = np.concatenate([
            np.zeros(2), outcome.mean(axis=0), np.zeros(times),
            random.normal(size=times * rank), random.normal(size=count * rank)])
        found = least_squares(residual, start, method="trf", xtol=1e-15, ftol=1e-15, gtol=1e-13,
                              max_nfev=3000)
        if best is None or found.cost < best.cost:
            best = found
    slopes, _, time, factors, _ = unpack(best.x)
    effects = []
    for unit in treated:
        start = starts[unit]
        rest = values[:, unit] - sum(s * one[:, unit] for s, one in zip(slopes, covariates)) - time
        design = np.column_stack([np.ones(times), factors])
        coefficients = np.linalg.lstsq(design[:start], rest[:start], rcond=None)[0]
        effects.append(float((rest - design @ coefficients)[start:].mean()))
    cells = [times - starts[unit] for unit in treated]
    return {"rank": rank, "slopes": slopes.tolist(), "cost": float(best.cost),
            "effect": float(np.average(effects, weights=cells))}


(here / "joint_factors.json").write_text(json.dumps({
    "numpy": np.__version__, "scipy": scipy.__version__,
    "fits": [fit(rank) for rank in (0, 1, 2)]}, indent=1) + "\n")
