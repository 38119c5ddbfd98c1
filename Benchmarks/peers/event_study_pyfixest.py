"""The two-way event study with unit-clustered errors in pyfixest; prints one line of JSON.

Usage: event_study_pyfixest.py PANEL UNITS TIMES REPETITIONS, as PanelWorkload. The headline is
the mean of the coefficients from the start on, weighted by their treated values.
"""

import json
import sys
import time

import numpy as np
import pandas as pd
import pyfixest

path = sys.argv[1]
units, times, repetitions = map(int, sys.argv[2:])
raw = np.fromfile(path, dtype="<f8")
starts = raw[units * times:][:units].astype(int)
unit, period = np.indices((units, times))
relative = np.where(starts[:, None] > 0, period - starts[:, None], -1)
data = pd.DataFrame({
    "y": raw[:units * times], "unit": unit.ravel(), "time": period.ravel(),
    "rel": relative.ravel()})

seconds = []
for _ in range(repetitions + 1):
    start = time.perf_counter()
    fit = pyfixest.feols(
        "y ~ i(rel, ref=-1) | unit + time", data=data, vcov={"CRV1": "unit"})
    seconds.append(time.perf_counter() - start)
coefficients = fit.coef()
total = weight = 0.0
for event in range(times):
    cells = int(((relative == event) & (starts[:, None] > 0)).sum())
    if cells:
        name = next(n for n in coefficients.index if n.endswith(f"::{event}"))
        total += cells * float(coefficients[name])
        weight += cells
print(json.dumps({
    "seconds": seconds[1:], "coefficient": total / weight, "version": pyfixest.__version__}))
