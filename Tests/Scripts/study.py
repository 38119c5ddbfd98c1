"""A small archive, a study on it, and how the scripts here run the command."""

import hashlib
import os
import shutil
import subprocess

STUDY = """\
title: {title}
measure: {{ name: simulated measure, start: 2020-07-01 }}
outcome: {{ pollutant: pm25, average: day, scale: log }}
treated: [{treated}]
donors: {{ from: all }}
before: 2020-01-01..2020-06-30
after: 2020-07-01..2020-12-31
estimators: [difference-in-differences, before-after]
"""


def default_command():
    root = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    for build in ("release", "debug"):
        command = os.path.join(root, ".build", build, "airaccord")
        if os.path.exists(command):
            return command
    return "airaccord"


def environment(**more):
    """Without a renderer, since figures cost seconds and prove nothing here."""
    return {**os.environ, "AIRACCORD_PYTHON": "/nonexistent", **more}


def run(command, *arguments, **options):
    options.setdefault("env", environment())
    options.setdefault("timeout", 300)
    return subprocess.run([command, *arguments], capture_output=True, **options)


def make(command, folder, stations=8, flags=True):
    """Data, an archive and two studies in a folder; the names of the archive and of the studies."""
    data = os.path.join(folder, "data")
    made = run(
        command, "simulate", "--stations", str(stations), "--treated", "3", "--first",
        "2020-01-01", "--last", "2020-12-31", "--start", "2020-07-01", "--seed", "3",
        "--output", data,
    )
    if made.returncode != 0:
        raise SystemExit(made.stderr.decode())
    archive = os.path.join(folder, "air.sqlite")
    read = run(command, "ingest", os.path.join(data, "simulated.csv"), "--archive", archive)
    if read.returncode != 0:
        raise SystemExit(read.stderr.decode())
    if flags:
        run(command, "check", "--archive", archive, "--flag")
    treated = made.stdout.decode().strip().rsplit(": ", 1)[1]
    studies = []
    for title in ("First", "Second"):
        path = os.path.join(folder, f"{title.lower()}.yaml")
        with open(path, "w") as file:
            file.write(STUDY.format(title=title, treated=treated))
        studies.append(path)
    return archive, studies


def copy_archive(source, target):
    for ending in ("", "-wal"):
        if os.path.exists(source + ending):
            shutil.copy(source + ending, target + ending)


def files(folder):
    """Every file below a folder by its name, as a hash."""
    found = {}
    for place, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(place, name)
            with open(path, "rb") as file:
                found[os.path.relpath(path, folder)] = hashlib.sha256(file.read()).hexdigest()
    return found
