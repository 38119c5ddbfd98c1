"""The registry of the cooperation: 20,000 projects with 60,000 activities as an office would ask
them, 100,000 projects as IATI both ways, and 100,000 with a million activities brought in."""

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


def made_records(folder: pathlib.Path, projects: int = PROJECTS,
                 activities_each: int = ACTIVITIES_EACH, needs: int = 0) -> list[pathlib.Path]:
    """Files of records from whole-number arithmetic, the same bytes everywhere."""
    folder.mkdir(parents=True, exist_ok=True)
    names = ["organisations", "projects"] + (["activities"] if activities_each else [])
    names += ["needs", "offers", "budget_lines"] if needs else []
    files = [folder / f"{name}.csv" for name in names]
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
          (project(n) for n in range(projects)))
    if needs:
        made_wishes(files[-3:], needs, projects, half, pick)
    if not activities_each:
        return files

    def activity(n: int) -> list[str]:
        a = pick(n, 8, 8)
        month, day = 1 + pick(n, 9, 12), 1 + pick(n, 10, 25)
        return [f"A{n}", f"P{n // activities_each}", MODES[n % 5],
                f"{2014 + pick(n, 11, 8)}-{month:02}-{day:02}", f"Hall {n % 7}",
                str(1 + pick(n, 12, 30)), f"{ENGLISH[a]}, {CHINESE[a]}, day {n % 5}", "done",
                "made up", "reported"]

    write(files[2], ["id", "project", "kind", "start", "place", "people", "summary_en", "status",
                     "source", "verified"],
          (activity(n) for n in range(projects * activities_each)))
    return files


def made_wishes(files: list[pathlib.Path], needs: int, projects: int, half: int, pick) -> None:
    """Needs of one year, as many offers, and a budget line for every project."""
    write(files[0], ["id", "org", "fiscal_year", "fields", "modes", "title_en", "status", "source",
                     "verified"],
          ([f"N{n}", f"CN-{pick(n, 20, half)}", "FY2022", FIELDS[pick(n, 21, 8)],
            MODES[pick(n, 22, 5)], f"Wish {n}", "open", "made up", "reported"]
           for n in range(needs)))
    write(files[1], ["id", "org", "fiscal_year", "fields", "modes", "title_en", "status", "source",
                     "verified"],
          ([f"O{n}", f"JP-{pick(n, 23, half)}", "FY2022", FIELDS[pick(n, 24, 8)],
            MODES[pick(n, 25, 5)], f"Offer {n}", "open", "made up", "reported"]
           for n in range(needs)))
    write(files[2], ["id", "project", "fiscal_year", "item", "cost", "amount", "currency",
                     "share_asked", "payer", "approved", "spent", "source", "verified"],
          ([f"B{n}", f"P{n}", f"FY{2014 + pick(n, 3, 8)}", "air fares", "travel",
            str(100_000 + pick(n, 26, 900_000)), "JPY" if n % 4 else "CNY",
            "0.5",
            f"JP-{pick(n, 4, half)}", "50000", "40000", "made up", "reported"] for n in range(projects)))


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
    workloads.verdict("import under 20 s", run.seconds < 20)
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


def registry(bench) -> dict:
    """An office's questions to 20,000 projects with 60,000 activities; whole processes."""
    import workloads
    files = made_records(bench.inputs / "registry", 20_000, 3, needs=300)
    command = bench.built("airaccord")
    outputs = bench.fresh_outputs()
    archive = outputs / "registry.sqlite"
    run = measure.run(command, "projects", "import", *files, "--archive", archive,
                      "--office", "bench")
    workloads.line("import", run.seconds, run.peak_megabytes)
    figures = {"import": run.seconds}
    questions = {
        "list of all": (["list", "--format", "csv"], 1), "list": (["list"], 1),
        "timeline": (["timeline", "--format", "csv"], 1),
        "calendar of a city": (["timeline", "--meetings", "--chinese", "CN-17"], 1),
        "matrix": (["matrix"], 1), "network": (["network"], 1), "links": (["network", "--links"], 1),
        "intensity": (["intensity"], 1), "intensity, panel": (["intensity", "--panel"], 1),
        "report": (["report", "FY2018"], 1),
        "report with changes": (["report", "FY2018", "--since", "FY2017"], 1),
        "difference": (["diff", "FY2017", "FY2018"], 1), "due": (["due", "--on", "2022-04-01"], 1),
        "funding": (["check-funding"], 1), "sums by city": (["check-funding", "--sums", "city"], 1),
        "one record": (["show", "P7"], 1), "history": (["history", "projects", "P7"], 1),
        "search": (["search", "发生源解析"], 1), "one need": (["match", "N7"], 5),
        "300 needs": (["match"], 5),
    }
    for name, (arguments, aim) in questions.items():
        runs = [measure.run(command, "projects", *arguments, "--archive", archive)
                for _ in range(bench.rounds)]
        seconds = median([run.seconds for run in runs])
        workloads.line(name, seconds, max(run.peak_megabytes for run in runs))
        workloads.verdict(f"{name} under {aim} s", seconds < aim)
        figures[name] = seconds
    return figures


def iati(bench) -> dict:
    """100,000 projects as IATI, written and read again; whole processes."""
    import workloads
    files = made_records(bench.inputs / "iati", 100_000, 0)
    command = bench.built("airaccord")
    outputs = bench.fresh_outputs()
    first, second = outputs / "first.sqlite", outputs / "second.sqlite"
    measure.run(command, "projects", "import", *files, "--archive", first, "--office", "bench")
    figures = {}
    for name, arguments in {
        "IATI written": ["export", "--iati", "--reporter", "XI-BENCH-1", "--output",
                         outputs / "iati", "--archive", first],
        "IATI read": ["import", files[0], outputs / "iati/activities.xml", "--archive", second,
                      "--office", "bench"],
    }.items():
        run = measure.run(command, "projects", *arguments)
        workloads.line(name, run.seconds, run.peak_megabytes)
        workloads.verdict(f"{name} under 60 s and 500 MB",
                          run.seconds < 60 and run.peak_megabytes < 500)
        figures[name] = {"seconds": run.seconds, "peak_megabytes": run.peak_megabytes}
    figures["bytes"] = (outputs / "iati/activities.xml").stat().st_size
    return figures


WORKLOADS = {"cooperation": cooperation, "registry": registry, "iati": iati}
