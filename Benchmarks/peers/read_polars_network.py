"""Reads a folder of wide daily files with polars, one after the other; prints one line of JSON.

    read_polars_network.py inferred|declared FOLDER
"""

import json
import pathlib
import sys
import time

import polars as pl

form, folder = sys.argv[1], pathlib.Path(sys.argv[2])
files = sorted(folder.glob("china_sites_*.csv"))
with open(files[0], encoding="utf-8") as first:
    names = first.readline().strip().split(",")
texts = {"date": pl.String, "type": pl.String}
schema = {name: texts.get(name, pl.Float64) for name in names}
cells = 0
start = time.perf_counter()
for file in files:
    if form == "declared":
        table = pl.read_csv(file, schema=schema)
    else:
        table = pl.read_csv(file, infer_schema_length=None)
    cells += table.height * table.width
print(json.dumps({
    "seconds": time.perf_counter() - start, "cells": cells, "version": pl.__version__}))
