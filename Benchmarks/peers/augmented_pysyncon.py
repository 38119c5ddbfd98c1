"""Ridge-augmented synthetic control in pysyncon; prints one line of JSON.

Usage: augmented_pysyncon.py PANEL UNITS STEPS TREATED FIRST_TREATED_STEP, as TwoWayWorkload.
The penalty is cross-validated by pysyncon's own rule.
"""

import importlib.metadata
import json
import sys
import time

import numpy as np
import pandas as pd
from pysyncon import AugSynth, Dataprep

path = sys.argv[1]
units, steps, _, first = map(int, sys.argv[2:])
outcome = np.fromfile(path, dtype="<f8").reshape(units, steps)
unit, step = np.indices((units, steps))
data = pd.DataFrame({
    "y": outcome.ravel(), "unit": [f"u{i}" for i in unit.ravel()], "step": step.ravel()})
before = range(first)
dataprep = Dataprep(
    foo=data, predictors=["y"], predictors_op="mean", dependent="y", unit_variable="unit",
    time_variable="step", treatment_identifier="u0",
    controls_identifier=[f"u{i}" for i in range(1, units)], time_predictors_prior=before,
    time_optimize_ssr=before, special_predictors=[("y", [t], "mean") for t in before])

start = time.perf_counter()
model = AugSynth()
model.fit(dataprep)
seconds = time.perf_counter() - start
print(json.dumps({
    "seconds": seconds, "lambda": float(model.lambda_),
    "version": importlib.metadata.version("pysyncon")}))
