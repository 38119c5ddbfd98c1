"""Weather normalisation by resampling with LightGBM; prints one line of JSON.

Usage: normalise_lightgbm.py FILE SAMPLES. Trains 300 trees on PM2.5 of a PRSA file and predicts
SAMPLES copies of the data with whole rows of weather drawn from the whole year, the workflow of
rmweather and normet with a faster trainer.
"""

import json
import sys
import time

import lightgbm
import numpy as np
import pandas as pd

path, samples = sys.argv[1], int(sys.argv[2])
data = pd.read_csv(path)
stamp = pd.to_datetime(data[["year", "month", "day", "hour"]])
points = ["N", "NNE", "NE", "ENE", "E", "ESE", "SE", "SSE", "S", "SSW", "SW", "WSW", "W", "WNW",
          "NW", "NNW"]
table = pd.DataFrame({
    "date_unix": (stamp - pd.Timestamp("1970-01-01")) // pd.Timedelta("1s"),
    "day_julian": stamp.dt.dayofyear, "weekday": stamp.dt.weekday + 1, "hour": stamp.dt.hour,
    "TEMP": data["TEMP"], "PRES": data["PRES"], "DEWP": data["DEWP"], "WSPM": data["WSPM"],
    "wd": data["wd"].map({name: 22.5 * index for index, name in enumerate(points)})})
kept = data["PM2.5"].notna()
x, y = table[kept].to_numpy(float), data.loc[kept, "PM2.5"].to_numpy(float)

start = time.perf_counter()
model = lightgbm.LGBMRegressor(
    n_estimators=300, learning_rate=0.1, num_leaves=63, min_child_samples=20, seed=1,
    deterministic=True, force_row_wise=True, verbose=-1, n_jobs=2).fit(x, y)
trained = time.perf_counter()
draw = np.random.default_rng(1)
total = np.zeros(len(x))
for _ in range(samples):
    copy = x.copy()
    copy[:, 4:] = x[draw.integers(0, len(x), len(x)), 4:]
    total += model.predict(copy)
end = time.perf_counter()
print(json.dumps({
    "seconds": [end - start], "train_seconds": trained - start, "rows": len(x),
    "mean": float((total / samples).mean()), "version": lightgbm.__version__}))
