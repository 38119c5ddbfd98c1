"""Mann-Kendall with Sen's slope in pymannkendall on a made-up series; prints one line of JSON.

Usage: trend_pymannkendall.py COUNT REPETITIONS, the series of TrendWorkload.
"""

import importlib.metadata
import json
import sys
import time

import numpy as np
import pymannkendall

count, repetitions = int(sys.argv[1]), int(sys.argv[2])
place = np.arange(count, dtype=float)
values = np.sin(place * 0.37) + np.cos(place * place * 0.11) - place / count
seconds = []
for _ in range(repetitions):
    start = time.perf_counter()
    found = pymannkendall.original_test(values)
    seconds.append(time.perf_counter() - start)
print(json.dumps({
    "seconds": seconds, "score": float(found.s), "slope": float(found.slope),
    "version": importlib.metadata.version("pymannkendall")}))
