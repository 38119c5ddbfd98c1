"""Statistics of the law for Beijing Dongsi, by pandas, for StandardsGoldenTests.

Peer: pandas 3.1.1 and numpy 2.4.6. Made 2026-11-23 with
    python standards_dongsi.py PRSA_Data_Dongsi_20130301-20170228.csv > standards_dongsi.json
Nothing is shared with the Swift code: windows by pandas' rolling, percentiles by numpy.
"""
import json
import sys

import numpy as np
import pandas as pd

R = 8.314462618
frame = pd.read_csv(sys.argv[1])
frame.index = pd.to_datetime(frame[["year", "month", "day", "hour"]])
pm25, pm10, so2, no2, co, o3 = (frame[c] for c in ["PM2.5", "PM10", "SO2", "NO2", "CO", "O3"])


def daily(hours, least):
    groups = hours.groupby(hours.index.date)
    mean = groups.mean().where(groups.count() >= least)
    mean.index = pd.to_datetime(mean.index)
    return mean


def maximum(hours, least, first, last, needed, above=np.inf):
    """Daily maximum of 8-hour means by the hour in which a window begins.

    A day with fewer windows than needed counts when its maximum, rounded, is above a limit."""
    # A window is labelled by its last hour; shift the label to the first.
    windows = hours.rolling(8, min_periods=least).mean().shift(-7)
    out = {}
    for day in pd.date_range(hours.index[0].normalize(), hours.index[-1].normalize()):
        part = windows.reindex(
            pd.date_range(day + pd.Timedelta(hours=first), day + pd.Timedelta(hours=last), freq="h"))
        enough = part.notna().sum() >= needed or np.round(part.max()) > above
        out[day] = part.max() if enough else np.nan
    return pd.Series(out)


def year(series, y):
    return series[series.index.year == y].dropna()


def fiscal(series, y):
    return series[f"{y}-04-01":f"{y + 1}-03-31"].dropna()


def rank(values, n):
    return float(np.sort(values.to_numpy())[-n])


result = {}
# China 2015: days of 20 hours, numpy's default percentile is k = 1 + p (n - 1).
for name, hours, p in [("PM2.5", pm25, 95), ("PM10", pm10, 95), ("SO2", so2, 98), ("NO2", no2, 98),
                       ("CO", co / 1000, 95)]:
    days = year(daily(hours, 20), 2015)
    result[f"china {name} p{p} 2015"] = float(np.percentile(days, p))
    result[f"china {name} mean 2015"] = float(days.mean())
    result[f"china {name} days 2015"] = len(days)
days = year(maximum(o3, 6, 0, 16, 14, above=160), 2015)
result["china O3 p90 2015"] = float(np.percentile(days, 90))
result["china O3 days 2015"] = len(days)

# EU 2015: gases from 273.15 K to 293 K and 101.3 kPa.
to_eu = (101.3 / 101.325) * (273.15 / 293)
result["eu NO2 mean 2015"] = float(year(no2 * to_eu, 2015).mean())
result["eu NO2 hours over 200 2015"] = int((np.floor(year(no2 * to_eu, 2015) + 0.5) > 200).sum())
result["eu PM10 days over 50 2015"] = int((np.floor(year(daily(pm10, 18), 2015) + 0.5) > 50).sum())
days = year(maximum(o3 * to_eu, 6, -7, 16, 18), 2015)
result["eu O3 days over 120 2015"] = int((np.floor(days + 0.5) > 120).sum())

# WHO 2015.
result["who PM2.5 p99 2015"] = float(np.percentile(year(daily(pm25, 18), 2015), 99))
days = maximum(o3, 6, -7, 16, 18)
best = 0.0
for month in pd.period_range("2014-08", "2015-07", freq="M"):
    part = days[str(month):str(month + 5)].dropna()
    best = max(best, float(part.mean()))
result["who O3 peak season 2015"] = best

# Japan, fiscal year 2015; gases to ppm at 273.15 K and 101.325 kPa.
volume = R * 273.15 / 101.325
days = fiscal(daily(pm25, 20), 2015)
result["japan PM2.5 mean FY2015"] = float(days.mean())
result["japan PM2.5 98 FY2015"] = float(np.sort(days)[int(np.floor(len(days) * 0.98 + 0.5)) - 1])
days = fiscal(daily(no2 * volume / 46.005 / 1000, 20), 2015)
result["japan NO2 98 FY2015"] = float(np.sort(days)[int(np.floor(len(days) * 0.98 + 0.5)) - 1])
days = fiscal(daily(so2 * volume / 64.058 / 1000, 20), 2015)
result["japan SO2 2 % FY2015"] = rank(days, int(np.floor(len(days) * 0.02 + 0.5)) + 1)

# United States, 2014 to 2016: truncated hours and days, ranks from the tables.
days = np.floor(daily(np.floor(pm25 * 10 + 1e-6) / 10, 18) * 10 + 1e-6) / 10
result["us PM2.5 98 2016"] = float(
    np.mean([rank(year(days, y), -(-len(year(days, y)) // 50)) for y in (2014, 2015, 2016)]))
quarterly = [year(days, y).groupby(year(days, y).index.quarter).mean().mean()
             for y in (2014, 2015, 2016)]
result["us PM2.5 mean 2016"] = float(np.mean(quarterly))
ppb = np.floor(o3 * volume / 47.997 + 1e-6)
days = maximum(ppb, 6, 7, 23, 13)
days = np.floor(days + 1e-6)
result["us O3 fourth 2016"] = float(
    np.mean([rank(year(days, y), 4) for y in (2014, 2015, 2016)])) / 1000

json.dump(result, sys.stdout, indent=1)
print()
