"""Group-time effects and their simple average in csdid; prints one line of JSON.

Usage: group_time_csdid.py PANEL UNITS TIMES COVARIATE REPETITIONS, as PanelWorkload; COVARIATE is
0 or 1. Analytical errors, doubly robust, never-treated units as controls.
"""

import contextlib
import importlib.metadata
import io
import json
import sys
import time

import numpy as np
import pandas as pd
from csdid.att_gt import ATTgt

path = sys.argv[1]
units, times, covariate, repetitions = map(int, sys.argv[2:])
raw = np.fromfile(path, dtype="<f8")
unit, period = np.indices((units, times))
data = pd.DataFrame({
    "y": raw[:units * times], "unit": unit.ravel() + 1, "time": period.ravel() + 1,
    "first": np.repeat(np.where((s := raw[units * times:][:units]) > 0, s + 1, 0), times),
    "x": np.repeat(raw[units * times + units:], times)})
data["first"] = data["first"].astype(int)

seconds = []
for _ in range(repetitions + 1):
    start = time.perf_counter()
    with contextlib.redirect_stdout(io.StringIO()):
        fit = ATTgt(
            yname="y", gname="first", idname="unit", tname="time",
            xformla="y~x" if covariate else "y~1", data=data, control_group="nevertreated",
        ).fit(est_method="dr", bstrap=False)
        fit.aggte("simple", bstrap=False, cband=False)
    seconds.append(time.perf_counter() - start)
print(json.dumps({
    "seconds": seconds[1:], "coefficient": float(fit.atte["overall_att"]),
    "standardError": float(np.ravel(fit.atte["overall_se"])[0]),
    "version": importlib.metadata.version("csdid")}))
