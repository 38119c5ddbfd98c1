"""Draws the simulated speciated samples; the standard library alone, the same bytes everywhere.

    python3 make.py
"""

import json
import math
import pathlib
import random

HERE = pathlib.Path(__file__).resolve().parent
SPECIES = [
    "Ethane", "Propane", "N-Butane", "Isobutane", "Isopentane", "N-Hexane", "Acetylene", "Ethylene",
    "Benzene", "Toluene", "Ethylbenzene", "M_P Xylene", "O-Xylene", "Isoprene"]
# Mean contribution to each species, ppbC. Made up; no measured profile stands behind them.
SOURCES = {
    "synthetic fuel evaporation": [0.3, 2.4, 6.1, 2.6, 8.2, 1.6, 0, 0.1, 0.4, 0.9, 0.1, 0.3, 0.1, 0],
    "synthetic solvent use": [0, 0.1, 0.3, 0.1, 0.3, 1.1, 0, 0, 0.1, 8.4, 1.9, 5.7, 2.1, 0],
    "synthetic combustion": [3.6, 1.9, 0.5, 0.3, 0.6, 0.2, 3.2, 4.4, 1.9, 1.3, 0.2, 0.5, 0.2, 0],
    "synthetic vegetation": [0, 0, 0, 0, 0, 0, 0, 0.2, 0, 0.1, 0, 0, 0, 2.6],
}
SAMPLES, STEP_HOURS = 240, 3


def contributions(draw: random.Random) -> list[list[float]]:
    """Each source has its hours and its own weather; the mean is one."""
    rows = []
    for index, name in enumerate(SOURCES):
        weather, row = 0.0, []
        for sample in range(SAMPLES):
            hour = sample * STEP_HOURS % 24
            weather = 0.6 * weather + 0.8 * draw.gauss(0, 0.7)
            rhythm = [
                1.0 if 6 <= hour <= 21 else 0.5, 1.0 if 9 <= hour <= 18 else 0.2,
                1.0 if hour <= 9 or hour >= 18 else 0.4, 1.0 if 9 <= hour <= 18 else 0.02][index]
            row.append(rhythm * math.exp(weather))
        mean = sum(row) / SAMPLES
        rows.append([value / mean for value in row])
    return rows


def main() -> None:
    draw = random.Random(20261124)
    shares = contributions(draw)
    profiles = list(SOURCES.values())
    header = ["Date", *SPECIES, "TNMOC"]
    values, errors = [header], [header]
    for sample in range(SAMPLES):
        hour = sample * STEP_HOURS
        stamp = f"7/{1 + hour // 24}/2024 {hour % 24}:00"
        row, error_row = [stamp], [stamp]
        total = 0.0
        for place in range(len(SPECIES)):
            exact = sum(profiles[k][place] * shares[k][sample] for k in range(len(profiles)))
            error = math.sqrt((0.08 * exact) ** 2 + 0.03 ** 2)
            measured = max(exact + draw.gauss(0, error), 0.0)
            total += measured
            row.append(f"{measured:.4f}")
            error_row.append(f"{error:.4f}")
        row.append(f"{total:.4f}")
        error_row.append(f"{0.08 * total + 0.1:.4f}")
        values.append(row)
        errors.append(error_row)
    for name, table in [("concentrations.csv", values), ("uncertainties.csv", errors)]:
        (HERE / name).write_text("".join(",".join(row) + "\n" for row in table))
    lines = ["source,species,fraction,uncertainty"]
    for name, profile in SOURCES.items():
        whole = sum(profile)
        for species, value in zip(SPECIES, profile):
            lines.append(f"{name},{species},{value / whole:.6f},{0.05 * value / whole + 0.0005:.6f}")
    (HERE / "profiles.csv").write_text("\n".join(lines) + "\n")
    truth = {
        "species": SPECIES, "unit": "ppbC",
        "profiles": {name: profile for name, profile in SOURCES.items()},
        "contributions": {
            name: [round(value, 6) for value in row] for name, row in zip(SOURCES, shares)}}
    (HERE / "truth.json").write_text(json.dumps(truth, indent=1) + "\n")


if __name__ == "__main__":
    main()
