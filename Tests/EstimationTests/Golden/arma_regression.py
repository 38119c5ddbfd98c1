"""Regressions with ARMA errors by statsmodels' exact maximum likelihood, for ARMAGoldenTests.

  .venv-bench/bin/python Tests/EstimationTests/Golden/arma_regression.py

statsmodels 0.15.0, numpy 2.4.6, 2026-11-29. SARIMAX(y, exog, order=(p, 0, q), trend='n',
concentrate_scale=False) with its default start values, method 'lbfgs', pgtol 1e-10, maxiter 2000,
then 'nm' from there; missing values are left to the filter.
"""

import json
import pathlib

import numpy
import statsmodels
from statsmodels.tsa.statespace.sarimax import SARIMAX

count = 240
random = numpy.random.default_rng(23)
shocks = random.standard_normal(count + 50)
errors = numpy.zeros(count + 50)
for step in range(2, count + 50):
    errors[step] = 0.5 * errors[step - 1] + 0.2 * errors[step - 2] + shocks[step]
errors = errors[50:]
time = numpy.arange(count) / 100
step = (numpy.arange(count) >= 130).astype(float)
wave = numpy.sin(2 * numpy.pi * numpy.arange(count) / 60)
values = 10 + 0.5 * time - 1.5 * step + 2 * wave + errors
values[[3, 40, 41, 42, 43, 99, 131, 200, 201]] = numpy.nan
values = numpy.round(values, 6)
design = numpy.column_stack([numpy.ones(count), time, step, wave])

fits = {}
for name, order in {"AR(1)": (1, 0), "AR(2)": (2, 0), "ARMA(1,1)": (1, 1)}.items():
    model = SARIMAX(values, exog=design, order=(order[0], 0, order[1]), trend="n")
    fit = model.fit(disp=0, method="lbfgs", maxiter=2000, pgtol=1e-10)
    fit = model.fit(fit.params, disp=0, method="nm", maxiter=20000, xtol=1e-10, ftol=1e-12)
    fits[name] = {
        "coefficients": fit.params[:4].tolist(),
        "process": fit.params[4:-1].tolist(),
        "variance": float(fit.params[-1]),
        "logLikelihood": float(fit.llf),
    }

golden = {
    "peer": f"statsmodels {statsmodels.__version__}",
    "values": [None if numpy.isnan(value) else value for value in values],
    "fits": fits,
}
target = pathlib.Path(__file__).with_suffix(".json")
target.write_text(json.dumps(golden, indent=1) + "\n")
for name, fit in fits.items():
    print(name, fit)
