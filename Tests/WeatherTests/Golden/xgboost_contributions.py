"""SHAP values and interactions of XGBoost for TreeContributionsTests.

xgboost-cpu 3.2.0 (pip), Python 3; python xgboost_contributions.py > xgboost_contributions.json
The fourth feature is missing in a sixth of the rows; trees repeat features on a path.
"""
import base64
import json

import numpy
import xgboost

draw = numpy.random.default_rng(29)
rows = 240
x = draw.normal(size=(rows, 5)).astype(numpy.float32)
x[draw.random(rows) < 1 / 6, 3] = numpy.nan
y = (
    2 * x[:, 0] * (x[:, 1] > 0)
    + numpy.abs(x[:, 2])
    + numpy.nan_to_num(x[:, 3], nan=1.5)
    + 0.3 * draw.normal(size=rows)
)
matrix = xgboost.DMatrix(x, label=y)
booster = xgboost.train(
    {"max_depth": 5, "eta": 0.3, "base_score": 0.5, "tree_method": "hist", "nthread": 1}, matrix, 12
)
asked = xgboost.DMatrix(x[:24])
contributions = booster.predict(asked, pred_contribs=True)
interactions = booster.predict(asked, pred_interactions=True)
print(
    json.dumps(
        {
            "peer": f"xgboost-cpu {xgboost.__version__}",
            "base": 0.5,
            "model": base64.b64encode(booster.save_raw("ubj")).decode(),
            "rows": [[None if numpy.isnan(v) else float(v) for v in row] for row in x[:24]],
            "prediction": booster.predict(asked, output_margin=True).tolist(),
            "contributions": contributions.tolist(),
            "interactions": interactions.tolist(),
        }
    )
)
