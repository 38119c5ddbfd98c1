"""Writes honestdid_mpdta.json: what honestdid 0.1.1 makes of the two-way event study of mpdta.

Run on 2026-11-24 with Python 3.11, numpy 2.2.6 (the package fails with 2.4) and pyfixest 0.60.0:

    python make_honestdid.py MPDTA_CSV

The file has the coefficients and covariance so that the comparison is of
the intervals alone; the weights are those of the mean of the four effects from the start on.
"""

import importlib.metadata
import json
import pathlib
import sys

import honestdid
import numpy as np
import pandas as pd
import pyfixest

data = pd.read_csv(sys.argv[1])
data["rel"] = np.where(data["first.treat"] > 0, data["year"] - data["first.treat"], -1)
fit = pyfixest.feols(
    "lemp ~ i(rel, ref=-1) | countyreal + year", data=data, vcov={"CRV1": "countyreal"})
beta, sigma = fit.coef().to_numpy(), np.array(fit._vcov)
weights = np.ones(4) / 4
smoothness = honestdid.createSensitivityResults(
    beta, sigma, 3, 4, Mvec=[0, 0.005, 0.01, 0.02, 0.05], l_vec=weights.reshape(-1, 1),
    method="FLCI")
relative = honestdid.createSensitivityResults_relativeMagnitudes(
    beta, sigma, 3, 4, Mbarvec=[0, 0.5, 1, 1.5, 2], l_vec=weights)
pathlib.Path(__file__).with_name("honestdid_mpdta.json").write_text(json.dumps({
    "peer": "honestdid", "version": importlib.metadata.version("honestdid"),
    "betahat": beta.tolist(), "sigma": sigma.tolist(),
    "smoothness": json.loads(smoothness.to_json(orient="records")),
    "relative": json.loads(relative.to_json(orient="records"))}, indent=1))
