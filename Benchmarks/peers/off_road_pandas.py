"""The same inventory with pandas and numpy; prints one line of JSON.

Usage: off_road_pandas.py REGISTER DRAWS

Reads the register, adds up work by type and stage, draws the activity of each type and a factor of
each stage (lognormal, 30 per cent) for eight pollutants and takes 95 % intervals by class. Factors
are placeholders of the right size: what is timed is the work, not the chemistry.
"""

import json
import sys
import time

import numpy as np
import pandas as pd

path, draws = sys.argv[1], int(sys.argv[2])
start = time.perf_counter()
table = pd.read_csv(path)
table["hours"] = table["hours"].fillna(800.0)
table["load_factor"] = table["load_factor"].fillna(0.5)
table["stage"] = table["stage"].fillna("electric")
table["work"] = table["power_kw"] * table["hours"] * table["load_factor"]
work = table.groupby(["machinery", "stage"])["work"].sum()
random = np.random.default_rng(1)
spread = np.log(1.3) / 1.96
types = {name: np.exp(spread * random.standard_normal((3, draws))).prod(axis=0)
         for name in table["machinery"].unique()}
rows = 0
totals = np.zeros((8, draws))
stages = {name: np.exp(spread * random.standard_normal((8, draws)))
          for name in table["stage"].unique()}
for (machinery, stage), kilowatt_hours in work.items():
    drawn = kilowatt_hours * 5e-6 * types[machinery] * stages[stage]
    np.quantile(drawn, [0.025, 0.975], axis=1)
    totals += drawn
    rows += 1
np.quantile(totals, [0.025, 0.975], axis=1)
print(json.dumps({"seconds": time.perf_counter() - start, "classes": rows,
                  "version": pd.__version__}))
