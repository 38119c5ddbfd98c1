import Foundation
import TestSupport
import Testing

@Suite("The command check on files as users have them")
struct QualityCommandTests {
  /// A Shanghai file with the repeated 03:00 of US summer time and 21 rows of −999 that are
  /// flagged Valid.
  static func shanghai() -> String {
    var lines = [
      "Site,Parameter,Date (LT),Year,Month,Day,Hour,NowCast Conc.,AQI,AQI Category,Raw Conc.,"
        + "Conc. Unit,Duration,QC Name"
    ]
    for hour in 0..<(24 * 90) {
      let (day, clock) = (hour / 24, hour % 24)
      let month = day < 31 ? 1 : day < 59 ? 2 : 3
      let date = day < 31 ? day + 1 : day < 59 ? day - 30 : day - 58
      // 2013-03-10 is the day on which US summer time began: 02:00 is written as 03:00.
      let written = month == 3 && date == 10 && clock == 2 ? 3 : clock
      let value = (100..<121).contains(hour) ? -999 : 20 + (hour * 7) % 50
      lines.append(
        "Shanghai,PM2.5 - Principal,,2013,\(month),\(date),\(written),,,,\(value),µg/m³,1 Hr,Valid")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  @Test(
    "Shanghai's 21 valid −999 and the repeated stamp are told, marks are kept", .tags(.analytical))
  func shanghaiSample() throws {
    try withFolder { folder in
      try Data(Self.shanghai().utf8).write(to: folder.appendingPathComponent("sh.csv"))
      let ingest = try CommandRun(["ingest", "sh.csv", "--archive", "a.sqlite"], in: folder)
      #expect(ingest.exitCode == 0)
      let check = try CommandRun(["check", "--archive", "a.sqlite"], in: folder)
      #expect(check.exitCode == 0)
      // Sentences are broken at the width of the terminal.
      let said = check.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
      #expect(
        said.contains(
          "- sh.csv:102: -999 in column Raw Conc. is taken as missing (21 times)"))
      #expect(
        said.contains(
          "03:00 stands twice and 02:00 is absent on the day US summer time begins; the first is "
            + "taken as 02:00"))
      let values = try CommandRun(
        [
          "sql", "SELECT count(*) AS n, min(value) AS low FROM observation", "--archive",
          "a.sqlite", "--format", "csv",
        ], in: folder)
      #expect(values.output == "n,low\n\(24 * 90 - 21),20.0\n")
    }
  }

  @Test("Marks of check are kept in the archive and shown by sql", .tags(.analytical))
  func marks() throws {
    try withFolder { folder in
      var lines = ["date,ws,wd,pm25"]
      for hour in 0..<(24 * 200) {
        let (day, clock) = (hour / 24, hour % 24)
        let month = 1 + day / 28
        let value = (1_000..<1_060).contains(hour) ? 61 : 30 + (hour * 37) % 83
        lines.append(
          "2015-\(month < 10 ? "0" : "")\(month)-\(day % 28 < 9 ? "0" : "")\(day % 28 + 1) "
            + "\(clock < 10 ? "0" : "")\(clock):00:00,1,90,\(value)")
      }
      try Data((lines.joined(separator: "\n") + "\n").utf8)
        .write(to: folder.appendingPathComponent("street.csv"))
      #expect(
        try CommandRun(
          ["ingest", "street.csv", "--assume", "--archive", "a.sqlite"], in: folder
        ).exitCode == 0)
      let check = try CommandRun(["check", "--archive", "a.sqlite", "--flag"], in: folder)
      #expect(
        check.output.contains(
          "unusable (1)\n! openair/street, PM2.5: 61 µg/m³ is repeated for 60 hours"),
        "\(check.output)")
      let inJapanese = try CommandRun(
        ["check", "--archive", "a.sqlite", "--language", "ja"], in: folder)
      #expect(
        inJapanese.output.contains(
          "使用不可（1 件）\n! openair/street、PM2.5: 同じ値 61 µg/m³ が"), "\(inJapanese.output)")
      let marked = try CommandRun(
        [
          "sql", "SELECT flag, count(*) AS n FROM observation WHERE flag IS NOT NULL GROUP BY flag",
          "--archive", "a.sqlite", "--format", "csv",
        ], in: folder)
      #expect(marked.output == "flag,n\nconstant-run,60\n")
    }
  }
}
