"""Two-way fixed effects with unit-clustered errors in pyfixest; prints one line of JSON.

Usage: two_way_pyfixest.py PANEL UNITS DAYS TREATED FIRST_TREATED_DAY REPETITIONS, as
TwoWayWorkload. The first fit compiles and is left out of the times.
"""

import json
import sys
import time

import numpy as np
import pandas as pd
import pyfixest

path = sys.argv[1]
units, days, treated, first_treated_day, repetitions = map(int, sys.argv[2:])
outcome = np.fromfile(path, dtype="<f8").reshape(units, days)
treatment = np.zeros((units, days))
treatment[:treated, first_treated_day:] = 1
unit, day = np.indices((units, days), dtype=np.int32)
data = pd.DataFrame({
    "y": outcome.ravel(), "d": treatment.ravel(), "unit": unit.ravel(), "time": day.ravel()})

seconds = []
fit = None
for _ in range(repetitions + 1):
    fit = None  # one fit in memory at a time, so that the peak is that of one
    start = time.perf_counter()
    fit = pyfixest.feols("y ~ d | unit + time", data=data, vcov={"CRV1": "unit"})
    seconds.append(time.perf_counter() - start)
print(json.dumps({
    "seconds": seconds[1:], "coefficient": float(fit.coef()["d"]),
    "standardError": float(fit.se()["d"]), "observations": int(fit._N),
    "version": pyfixest.__version__}))
