"""Reads CSV files into memory with polars; prints one line of JSON.

Usage: read_polars.py FORM REPETITIONS FOLDER, where FORM is

  inferred   read_csv as one writes it without knowing the types: every row is looked at first
  declared   read_csv with the types given
  scanned    scan_csv(...).collect() with the types given, polars' fastest way
"""

import json
import pathlib
import sys
import time

import polars as pl

NUMBERS = "PM2.5 PM10 SO2 NO2 CO O3 TEMP PRES DEWP RAIN WSPM".split()
SCHEMA = {
    name: pl.Float64 if name in NUMBERS else pl.String if name in ("wd", "station") else pl.Int64
    for name in ("No year month day hour PM2.5 PM10 SO2 NO2 CO O3 TEMP PRES DEWP RAIN wd WSPM "
                 "station").split()
}


def read(form: str, files: list[pathlib.Path]) -> pl.DataFrame:
    if form == "scanned":
        return pl.scan_csv(files, null_values="NA", schema=SCHEMA).collect()
    types = {"infer_schema_length": None} if form == "inferred" else {"schema": SCHEMA}
    return pl.concat(
        [pl.read_csv(file, null_values="NA", **types) for file in files], how="vertical_relaxed")


form, repetitions, folder = sys.argv[1], int(sys.argv[2]), pathlib.Path(sys.argv[3])
files = sorted(folder.glob("*.csv"))
seconds = []
for _ in range(repetitions):
    start = time.perf_counter()
    table = read(form, files)
    seconds.append(time.perf_counter() - start)
print(json.dumps({
    "seconds": seconds, "rows": table.height, "version": pl.__version__,
    "threads": pl.thread_pool_size()}))
