"""Positive matrix factorisation of the Baton Rouge files with ESAT; prints one line of JSON.

Usage: pmf_esat.py CONCENTRATIONS UNCERTAINTIES FACTORS MODELS

The call of the golden values: LS-NMF, all columns as read, models in parallel on all cores.
"""

import importlib.metadata
import json
import logging
import os
import sys
import time

import numpy as np
import pandas as pd

from esat.model.batch_sa import BatchSA


def main() -> None:
    logging.disable(logging.CRITICAL)
    values, errors = (pd.read_csv(path, index_col=0).to_numpy() for path in sys.argv[1:3])
    factors, models = map(int, sys.argv[3:])
    start = time.perf_counter()
    batch = BatchSA(
        V=values, U=errors, factors=factors, models=models, method="ls-nmf", seed=42,
        max_iter=20_000, converge_delta=0.1, converge_n=25, init_method="column_mean",
        parallel=True, cores=os.cpu_count(), verbose=False)
    batch.train()
    seconds = time.perf_counter() - start
    print(json.dumps({
        "seconds": seconds, "q_true": min(float(np.float64(r.Qtrue)) for r in batch.results),
        "version": importlib.metadata.version("esat")}))


if __name__ == "__main__":
    main()
