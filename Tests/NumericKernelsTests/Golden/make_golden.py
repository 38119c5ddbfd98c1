"""Writes kernels.json: what Python peers give for small made-up data.

Run from this folder: python make_golden.py
Peers: statsmodels, arch, pyfixest, numpy, scipy; their versions stand in the file.

Conventions
- statsmodels: HAC with use_correction multiplies by n/(n-k); clusters with use_correction by
  G/(G-1) * (n-1)/(n-k), each part of a two-way covariance with its own factor.
- pyfixest: default small-sample corrections (K counts effects not nested in the clusters).
- arch: optimal_block_length, column "stationary". It departs from Politis and White (2004) in
  two ways: it takes for m the first lag of the quiet run, where the paper takes the lag before
  it, and it divides autocovariances by the two shortened sums of squares instead of the whole.
  `block_length` can do either; the script stops unless its arch variant equals arch, and the
  file has the paper's.
- Automatic Newey-West lags have no Python peer; `plug_in_lags` is written from Newey and West
  (1994), doi:10.2307/2297912, for the Bartlett kernel, apart from the Swift code.
"""

import json

import arch
import numpy as np
import pandas as pd
import pyfixest
import scipy
import scipy.stats as st
import statsmodels
import statsmodels.api as sm
from arch.bootstrap import optimal_block_length
from statsmodels.stats import sandwich_covariance as sw
from statsmodels.stats.diagnostic import acorr_ljungbox
from statsmodels.stats.stattools import durbin_watson

rng = np.random.default_rng(20261123)


def autoregression(count, persistence):
    values = np.zeros(count)
    for t in range(1, count):
        values[t] = persistence * values[t - 1] + rng.normal()
    return values


def plug_in_lags(scores, weights):
    h = scores @ weights
    n = len(h)
    pilot = int(np.floor(4 * (n / 100) ** (2 / 9)))
    sigma = [np.dot(h[j:], h[: n - j]) / n for j in range(pilot + 1)]
    s0 = sigma[0] + 2 * sum(sigma[1:])
    s1 = 2 * sum(j * sigma[j] for j in range(1, pilot + 1))
    gamma = 1.1447 * ((s1 / s0) ** 2) ** (1 / 3)
    return int(np.floor(gamma * n ** (1 / 3)))


def block_length(x, as_arch):
    n = len(x)
    e = x - x.mean()
    quiet = max(5, int(np.log10(n)))
    reach = int(np.ceil(np.sqrt(n))) + quiet
    band = 2 * np.sqrt(np.log10(n) / n)
    acv = np.array([e[k:] @ e[: n - k] / n for k in range(reach + 1)])
    rho = np.abs(acv) / acv[0]
    if as_arch:
        rho = np.array([abs(acv[k]) * n / np.sqrt((e[k + 1:] @ e[k + 1:]) * (e[: n - k - 1] @
                        e[: n - k - 1])) for k in range(reach + 1)])
    ends = range(0, reach - quiet + 1)
    shift = 0 if as_arch else 1
    m = next(m for m in ends if np.all(rho[m + shift: m + shift + quiet] < band))
    bandwidth = min(2 * max(m, 1), reach)
    k = np.arange(1, bandwidth + 1)
    window = np.minimum(1, 2 * (1 - k / bandwidth))
    slope = 2 * np.sum(window * k * acv[k])
    spectrum = acv[0] + 2 * np.sum(window * acv[k])
    length = (slope / spectrum) ** 2
    return float(min(length ** (1 / 3) * n ** (1 / 3), np.ceil(min(3 * np.sqrt(n), n / 3))))


def regression():
    n = 120
    x = autoregression(n, 0.5)
    z = 1000 + 50 * rng.normal(size=n)
    y = 2 + 0.7 * x + 0.003 * z + autoregression(n, 0.6) * (1 + 0.3 * np.abs(x))
    design = np.column_stack([np.ones(n), x, z])
    fit = sm.OLS(y, design).fit()
    first = np.arange(n) // 10
    second = np.arange(n) % 7
    scores = design * fit.resid[:, None]
    lags = plug_in_lags(scores, np.array([0.0, 1.0, 1.0]))
    hac = lambda m, c: sw.cov_hac_simple(fit, nlags=m, use_correction=c)
    flat = lambda m: np.asarray(m).T.ravel().tolist()
    return {
        "x": x.tolist(), "z": z.tolist(), "y": y.tolist(),
        "first": first.tolist(), "second": second.tolist(),
        "coefficients": fit.params.tolist(), "rSquared": fit.rsquared,
        "classical": flat(fit.cov_params()),
        "hc0": flat(fit.cov_HC0), "hc1": flat(fit.cov_HC1),
        "hc2": flat(fit.cov_HC2), "hc3": flat(fit.cov_HC3),
        "hac0": flat(hac(0, False)), "hac5": flat(hac(5, False)),
        "hac5Corrected": flat(hac(5, True)), "hac20Corrected": flat(hac(20, True)),
        "automaticLags": lags, "hacAutomatic": flat(hac(lags, True)),
        "cluster": flat(sw.cov_cluster(fit, first, use_correction=True)),
        "twoWay": flat(sw.cov_cluster_2groups(fit, first, second, use_correction=True)[0]),
        "durbinWatson": float(durbin_watson(fit.resid)),
    }


def series():
    result = []
    for persistence, count in [(0.0, 200), (0.3, 400), (0.7, 500), (0.9, 1000), (-0.5, 300)]:
        values = np.round(autoregression(count, persistence), 6)
        peer = float(optimal_block_length(values)["stationary"].iloc[0])
        assert abs(block_length(values, as_arch=True) / peer - 1) < 1e-9
        box = acorr_ljungbox(values, lags=[1, 10])
        result.append({
            "values": values.tolist(),
            "archBlockLength": peer, "blockLength": block_length(values, as_arch=False),
            "lags": plug_in_lags((values - values.mean())[:, None], np.array([1.0])),
            "ljungBox": box["lb_stat"].tolist(), "ljungBoxP": box["lb_pvalue"].tolist(),
            "probabilities": [0, 0.025, 0.1, 0.5, 0.77, 0.975, 1],
            "quantiles": np.quantile(
                values, [0, 0.025, 0.1, 0.5, 0.77, 0.975, 1]).tolist(),
        })
    return result


def panel():
    units, times = 9, 14
    starts = [4, 4, 8, 11, None, None, None, None, None]
    rows = []
    for i in range(units):
        for t in range(times):
            if rng.uniform() < 0.2:
                continue
            d = int(starts[i] is not None and t >= starts[i])
            rows.append((i, t, d, i + 0.5 * t + 1.5 * d + (1 + 0.2 * i) * rng.normal()))
    data = pd.DataFrame(rows, columns=["unit", "time", "d", "y"])
    assert data.unit.value_counts().min() > 1 and data.time.value_counts().min() > 1
    fits = {
        name: pyfixest.feols("y ~ d | unit + time", data, vcov=vcov, fixef_tol=1e-13,
                             fixef_maxiter=100000)
        for name, vcov in {
            "unit": {"CRV1": "unit"}, "twoWay": {"CRV1": "unit + time"},
            "hetero": "hetero", "iid": "iid"}.items()
    }
    return {
        "units": units, "times": times,
        "starts": [-1 if s is None else s for s in starts],
        "unit": data.unit.tolist(), "time": data.time.tolist(), "y": data.y.tolist(),
        "coefficient": float(fits["unit"].coef()["d"]),
        "errors": {name: float(fit.se()["d"]) for name, fit in fits.items()},
    }


def distributions():
    rows = []
    def add(function, value, *arguments):
        rows.append({"function": function, "arguments": [float(a) for a in arguments],
                     "value": float(value)})
    for x in [0.3, 1.959963984540054, 5, 10, 20, 37]:
        add("normalCumulative", st.norm.cdf(-x), -x)
        add("normalUpper", st.norm.sf(x), x)
    for p in [1e-300, 1e-100, 1e-16, 0.025, 0.975]:
        add("normalQuantile", st.norm.ppf(p), p)
    for df in [1, 2.5, 8, 200]:
        for x in [0.5, 4, 30, 200]:
            add("studentUpper", st.t.sf(x, df), x, df)
            add("studentCumulative", st.t.cdf(-x, df), -x, df)
        for p in [1e-9, 0.01, 0.9]:
            add("studentQuantile", st.t.ppf(p, df), p, df)
    for df in [1, 5, 60]:
        for x in [0.5, 30, 400]:
            add("chiSquaredUpper", st.chi2.sf(x, df), x, df)
            add("chiSquaredCumulative", st.chi2.cdf(x / 100, df), x / 100, df)
        for p in [1e-6, 0.5, 0.999]:
            add("chiSquaredQuantile", st.chi2.ppf(p, df), p, df)
    for a, b in [(1, 8), (3, 40), (10, 1000)]:
        for x in [0.01, 2, 50]:
            add("fUpper", st.f.sf(x, a, b), x, a, b)
            add("fCumulative", st.f.cdf(x, a, b), x, a, b)
        add("fQuantile", st.f.ppf(0.95, a, b), 0.95, a, b)
    for k, n, p in [(0, 10, 0.3), (3, 40, 0.5), (90, 1000, 0.2)]:
        add("binomialCumulative", st.binom.cdf(k, n, p), k, n, p)
    for p, a, b in [(0.025, 3, 8), (0.975, 4, 7), (0.5, 0.5, 20)]:
        add("betaQuantile", st.beta.ppf(p, a, b), p, a, b)
    return rows


with open("kernels.json", "w") as file:
    json.dump({
        "peers": {m.__name__: m.__version__ for m in (statsmodels, arch, pyfixest, np, scipy)},
        "regression": regression(), "series": series(), "panel": panel(),
        "distributions": distributions(),
    }, file, separators=(",", ":"))
    file.write("\n")
