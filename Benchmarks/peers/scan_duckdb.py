"""DuckDB answers queries over a long table in a file of its own.

    scan_duckdb.py ROUNDS DATABASE CSV     CSV as `airaccord export` writes it
"""

import json
import sys
import time

import duckdb

rounds, database, csv = int(sys.argv[1]), sys.argv[2], sys.argv[3]
QUERIES = {
    "count": "SELECT count(value) FROM observation",
    "sum": "SELECT sum(value) FROM observation",
    "mean by station": "SELECT station, avg(value) FROM observation GROUP BY station",
}

with duckdb.connect(database) as connection:
    connection.execute(
        "CREATE TABLE observation AS SELECT * FROM read_csv(?, types = {'value': 'DOUBLE'})", [csv])
connection = duckdb.connect(database, read_only=True)
seconds, total = {}, None
for name, query in QUERIES.items():
    seconds[name] = []
    for _ in range(rounds):
        start = time.perf_counter()
        rows = connection.execute(query).fetchall()
        seconds[name].append(time.perf_counter() - start)
    if name == "sum":
        total = rows[0][0]
print(json.dumps({"seconds": seconds, "sum": total, "version": duckdb.__version__}))
