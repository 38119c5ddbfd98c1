"""The registry of the cooperation at 100,000 projects with a million activities."""

from __future__ import annotations

import csv
import pathlib

import measure
from measure import median

PROJECTS, ACTIVITIES_EACH, ORGANISATIONS = 100_000, 10, 400

FIELDS = ["VOC", "vehicle", "off-road", "construction dust", "forecast and alert",
          "source apportionment", "monitoring", "other"]
MODES = ["training in Japan", "expert dispatch", "joint research", "model project", "seminar"]
STATUSES = ["planned", "under way", "done"]
JAPANESE = ["大気汚染", "自動車排ガス", "揮発性有機化合物", "発生源解析", "微小粒子状物質", "予報警報", "測定局", "揚じん"]
CHINESE = ["大气污染", "机动车尾气", "挥发性有机物", "来源解析", "细颗粒物", "预报预警", "监测站点", "扬尘"]
ENGLISH = ["air pollution", "vehicle exhaust", "organic compounds", "source analysis",
           "particulate matter", "forecast and alert", "monitoring network", "dust control"]


def write(path: pathlib.Path, columns: list[str], rows) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)


def made_records(folder: pathlib.Path) -> list[pathlib.Path]:
    """Files of records from whole-number arithmetic, the same bytes everywhere."""
    folder.mkdir(parents=True, exist_ok=True)
    files = [folder / name for name in ("organisations.csv", "projects.csv", "activities.csv")]
    if all(file.exists() for file in files):
        return files
    half = ORGANISATIONS // 2

    def pick(number: int, salt: int, choices: int) -> int:
        return (number * 2_654_435_761 + salt * 40_503) % 4_294_967_296 // 97 % choices

    write(files[0], ["id", "name_ja", "name_zh", "name_en", "country", "kind", "roles", "source",
                     "verified"],
          [[f"JP-{n}", f"試験市{n}", f"试验市{n}", f"Testcity {n}", "JP", "municipality", "provider",
            "made up", "reported"] for n in range(half)]
          + [[f"CN-{n}", f"見本市{n}", f"样本市{n}", f"Sampletown {n}", "CN", "municipality",
              "requester", "made up", "reported"] for n in range(half)])

    def project(n: int) -> list[str]:
        a, b = pick(n, 1, 8), pick(n, 2, 8)
        return [f"P{n}", f"FY{2014 + pick(n, 3, 8)}", f"JP-{pick(n, 4, half)}",
                f"CN-{pick(n, 5, half)}", "government", f"{JAPANESE[a]}と{JAPANESE[b]}の協力{n}",
                f"{CHINESE[a]}与{CHINESE[b]}合作{n}", f"Cooperation {n} on {ENGLISH[a]}",
                f"{JAPANESE[b]}対策の研修と調査", f"{CHINESE[b]}对策培训与调查",
                f"Training and survey on {ENGLISH[b]}", FIELDS[a] if a == b else
                f"{FIELDS[a]}; {FIELDS[b]}", MODES[pick(n, 6, 5)], STATUSES[pick(n, 7, 3)],
                "existing", "made up", "reported"]

    write(files[1], ["id", "fiscal_year", "jp_org", "cn_orgs", "component", "title_ja",
                     "title_zh", "title_en", "summary_ja", "summary_zh", "summary_en", "fields",
                     "modes", "status", "funding_class", "source", "verified"],
          (project(n) for n in range(PROJECTS)))

    def activity(n: int) -> list[str]:
        a = pick(n, 8, 8)
        month, day = 1 + pick(n, 9, 12), 1 + pick(n, 10, 25)
        return [f"A{n}", f"P{n // ACTIVITIES_EACH}", MODES[n % 5],
                f"{2014 + pick(n, 11, 8)}-{month:02}-{day:02}", f"Hall {n % 7}",
                str(1 + pick(n, 12, 30)), f"{ENGLISH[a]}, {CHINESE[a]}, day {n % 5}", "done",
                "made up", "reported"]

    write(files[2], ["id", "project", "kind", "start", "place", "people", "summary_en", "status",
                     "source", "verified"],
          (activity(n) for n in range(PROJECTS * ACTIVITIES_EACH)))
    return files


def cooperation(bench) -> dict:
    """Import, list, matrix and search of made records; whole processes."""
    import workloads
    files = made_records(bench.inputs / "cooperation")
    measure.warm(files)
    command = bench.built("airaccord")
    archive = bench.fresh_outputs() / "registry.sqlite"
    run = measure.run(command, "projects", "import", *files, "--archive", archive,
                      "--office", "bench")
    workloads.line("import of 1.1 million records", run.seconds, run.peak_megabytes)
    workloads.verdict("import under 30 s", run.seconds < 30)
    figures = {"import_seconds": run.seconds, "import_peak_megabytes": run.peak_megabytes,
               "archive_bytes": archive.stat().st_size}
    questions = {
        "list of a year": (["list", "--fiscal-year", "FY2018", "--field", "VOC"], 0.5),
        "list of one city": (["list", "--chinese", "CN-17"], 0.5),
        "matrix": (["matrix"], 0.5),
        "search, Japanese": (["search", "発生源解析"], 0.1),
        "search, Chinese": (["search", "挥发性有机物"], 0.1),
        "search, English": (["search", "forecast alert 99123"], 0.1),
        "search, two characters": (["search", "扬尘"], 0.1),
        "search, found nowhere": (["search", "沈阳市环境"], 0.1),
    }
    for name, (arguments, aim) in questions.items():
        seconds = median([
            measure.run(command, "projects", *arguments, "--archive", archive).seconds
            for _ in range(bench.rounds)])
        workloads.line(name, seconds)
        workloads.verdict(f"{name} under {aim} s", seconds < aim)
        figures[name] = seconds
    return figures


WORKLOADS = {"cooperation": cooperation}
