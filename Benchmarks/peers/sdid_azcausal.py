"""Synthetic difference-in-differences with placebo errors in azcausal; prints one line of JSON.

Usage: sdid_azcausal.py CSV DRAWS, with the file of Proposition 99.
"""

import importlib.metadata
import json
import sys
import time

import pandas as pd
from azcausal.core.error import Placebo
from azcausal.core.panel import CausalPanel
from azcausal.estimators.panel.sdid import SDID
from azcausal.util import zeros_like

data = pd.read_csv(sys.argv[1], sep=";")
outcome = data.pivot(index="Year", columns="State", values="PacksPerCapita")
treatment = data.pivot(index="Year", columns="State", values="treated")
panel = CausalPanel(data={"outcome": outcome, "intervention": treatment}).setup(
    outcome="outcome", intervention="intervention")

start = time.perf_counter()
estimator = SDID()
result = estimator.fit(panel)
estimator.error(result, Placebo(n_samples=int(sys.argv[2]), seed=1))
seconds = time.perf_counter() - start
print(json.dumps({
    "seconds": seconds, "att": float(result.effect.value), "se": float(result.effect.se),
    "version": importlib.metadata.version("azcausal")}))
