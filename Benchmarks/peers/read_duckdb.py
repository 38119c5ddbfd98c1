"""Reads CSV files into a table of a DuckDB file; prints one line of JSON.

Usage: read_duckdb.py FORM DATABASE FOLDER, where FORM is

  plain      CREATE TABLE … AS SELECT * FROM read_csv(…), types sniffed, order of rows kept
  declared   the same with the types given and preserve_insertion_order off, DuckDB's fastest way
"""

import json
import pathlib
import sys
import time

import duckdb

form, database, folder = sys.argv[1], sys.argv[2], pathlib.Path(sys.argv[3])
numbers = "PM2.5 PM10 SO2 NO2 CO O3 TEMP PRES DEWP RAIN".split()
columns = (
    {name: "BIGINT" for name in "No year month day hour".split()}
    | {name: "DOUBLE" for name in numbers}
    | {"wd": "VARCHAR", "WSPM": "DOUBLE", "station": "VARCHAR"})
options = f", columns = {columns}, header = true, delim = ',', quote = '\"'"

start = time.perf_counter()
connection = duckdb.connect(database)
if form == "declared":
    connection.execute("SET preserve_insertion_order = false")
connection.execute(
    f"CREATE TABLE observation AS SELECT * FROM read_csv('{folder}/*.csv', nullstr = 'NA'"
    f"{options if form == 'declared' else ''})")
connection.close()  # writes what is still in the log
seconds = time.perf_counter() - start

rows = duckdb.connect(database).execute("SELECT count(*) FROM observation").fetchone()[0]
print(json.dumps({"seconds": [seconds], "rows": rows, "version": duckdb.__version__}))
