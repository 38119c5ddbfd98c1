"""PELT with squared residuals by ruptures' C kernel on the numbers of a file; one line of JSON.

Usage: breaks_ruptures.py FILE PENALTY REPETITIONS
"""

import importlib.metadata
import json
import sys
import time

import numpy as np
import ruptures

values = np.loadtxt(sys.argv[1])
penalty, repetitions = float(sys.argv[2]), int(sys.argv[3])
seconds = []
for _ in range(repetitions):
    start = time.perf_counter()
    found = ruptures.KernelCPD(kernel="linear", min_size=2).fit(values).predict(pen=penalty)
    seconds.append(time.perf_counter() - start)
print(json.dumps({
    "seconds": seconds, "breaks": [int(one) for one in found[:-1]],
    "version": importlib.metadata.version("ruptures")}))
