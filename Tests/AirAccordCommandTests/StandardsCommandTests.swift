import Foundation
import TestSupport
import Testing

@Suite("The commands standards and aqi")
struct StandardsCommandTests {
  /// An archive with one city’s daily PM2.5 of 2019, 35.5 µg/m³ on every day.
  private func archive(in folder: URL) throws {
    var text = "city,date,pm25,lat,lon\n"
    let lengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    for (month, length) in lengths.enumerated() {
      for day in 1...length {
        let date = String(format: "2019-%02d-%02d", month + 1, day)
        text += "Anshan,\(date),35.5,41.12,122.95\n"
      }
    }
    try Data(text.utf8).write(to: folder.appendingPathComponent("cities.csv"))
    let run = try CommandRun(["ingest", "cities.csv", "--archive", "a.sqlite"], in: folder)
    #expect(run.exitCode == 0, "\(run.errors)")
  }

  @Test("35.5 µg/m³ over the year rounds to 36 and passes the limit of 35", .tags(.analytical))
  func compliance() throws {
    try withFolder { folder in
      try archive(in: folder)
      let run = try CommandRun(
        [
          "standards", "--archive", "a.sqlite", "--authority", "china", "--year", "2019",
          "--level", "grade 2",
        ], in: folder)
      #expect(run.exitCode == 0, "\(run.errors)")
      let lines = run.output.split(separator: "\n").map { line in
        line.split(separator: " ", omittingEmptySubsequences: true).joined(separator: " ")
      }
      // Sentences are broken at the width of the terminal.
      let said = lines.joined(separator: " ")
      #expect(
        lines.contains {
          $0.hasPrefix("china-183-cities/Anshan PM2.5 2019 mean of the year’s daily means 36 35")
            && $0.hasSuffix("365 of 324 daily means – no GB 3095-2012, grade 2")
        }, "\(run.output)")
      #expect(
        said.contains(
          """
          - from memory, not from a stored source: rounded half to even (GB/T 8170): whole µg/m³, \
          CO 0.1 mg/m³ [HJ663-2013]
          """))
      #expect(
        said.contains(
          """
          ! caution: PM2.5 is at conditions that the source does not state, the limit at the \
          conditions of GB 3095 at the time; not converted
          """), "\(run.output)")
    }
  }

  @Test("CSV has every rule with its source, JSON the whole report", .tags(.analytical))
  func formats() throws {
    try withFolder { folder in
      try archive(in: folder)
      let arguments = [
        "standards", "--archive", "a.sqlite", "--authority", "japan", "--year", "2018", "--format",
      ]
      let csv = try CommandRun(arguments + ["csv"], in: folder).output
      #expect(csv.contains("at least 250 valid days per fiscal year (PM2.5 evaluation)"))
      #expect(csv.contains("[JP-VALID, stored-source]"))
      #expect(csv.contains("90 of 250 valid days"))
      let json = try CommandRun(arguments + ["json"], in: folder).output
      let report = try #require(
        JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
      let findings = try #require(report["findings"] as? [[String: Any]])
      #expect(findings.count == 2)
      #expect(findings.allSatisfy { $0["verdict"] as? String == "not assessable" })
    }
  }

  @Test("The limits are listed with their dates and sources", .tags(.analytical))
  func list() throws {
    try withFolder { folder in
      let run = try CommandRun(
        [
          "standards", "--list", "--authority", "who", "--level", "AQG", "--pollutant", "pm25",
          "--format", "csv",
        ], in: folder)
      #expect(
        run.output == """
          standard,level,pollutant,averaging,statistic,percentile,allowed,years,limit,unit,stage,\
          law_from,binds_from,to,region,source,verified,notes
          "Air quality guidelines, global update 2005",AQG,PM2.5,annual,annual_mean,,,,10,µg/m³,,\
          2006-10-05,2006-10-05,2021-09-21,"worldwide; a guideline, not a law",WHO-2005,\
          stored-source,day of publication recalled
          "Air quality guidelines, global update 2005",AQG,PM2.5,24h,p99_daily_mean,99,,,25,µg/m³,,\
          2006-10-05,2006-10-05,2021-09-21,"worldwide; a guideline, not a law",WHO-2005,\
          stored-source,24 hours are 99th percentiles; day of publication recalled
          Global air quality guidelines 2021,AQG,PM2.5,annual,annual_mean,,,,5,µg/m³,,2021-09-22,\
          2021-09-22,,"worldwide; a guideline, not a law",WHO-2021,stored-source,
          Global air quality guidelines 2021,AQG,PM2.5,24h,p99_daily_mean,99,,,15,µg/m³,,2021-09-22,\
          2021-09-22,,"worldwide; a guideline, not a law",WHO-2021,stored-source,24-hour and 8-hour \
          levels are 99th percentiles (3-4 exceedance days a year)

          """)
    }
  }

  @Test("A place tells which standard had come, and one elsewhere is refused", .tags(.analytical))
  func place() throws {
    try withFolder { folder in
      try archive(in: folder)
      func run(_ more: [String]) throws -> CommandRun {
        try CommandRun(
          ["standards", "--archive", "a.sqlite", "--authority", "china", "--year", "2019"] + more,
          in: folder)
      }
      #expect(try run(["--place", "北京市"]).exitCode == 0)
      #expect(try run(["--region", "prefecture-level"]).exitCode == 0)
      let elsewhere = try run(["--place", "Paris"])
      #expect(elsewhere.exitCode == 64)
      #expect(elsewhere.errors.contains("--place is “Paris”, which the tables do not have"))
      #expect(try run(["--place", "Beijing", "--region", "nationwide"]).exitCode == 64)
    }
  }

  @Test("A standard that is not there is refused with those that are", .tags(.analytical))
  func unknown() throws {
    try withFolder { folder in
      let run = try CommandRun(
        ["standards", "--list", "--authority", "china", "--standard", "GB 3095-82"], in: folder)
      #expect(run.exitCode == 64)
      #expect(
        run.errors.hasPrefix(
          "Error: --standard is “GB 3095-82”; choose one of: GB 3095-1996, GB 3095-2012, "
            + "GB 3095-2026\n"))
    }
  }

  @Test("The index of 35.5 µg/m³ is 52 in China and 101 in the US of 2024", .tags(.analytical))
  func index() throws {
    // China rounds 35.5 to the even 36: 50 / 40 · (36 − 35) + 50 = 51.25, up to 52. The US keeps
    // 35.5, where 101 begins.
    try withFolder { folder in
      try archive(in: folder)
      for (scheme, line) in [
        (
          "china-2012",
          "china-183-cities/Anshan,2019-01-01,52,good,PM2.5,PM2.5 24h 36 µg/m³: 52,"
            + "SO2 NO2 CO O3 PM10,china-2012"
        ),
        (
          "us-2024",
          "china-183-cities/Anshan,2019-01-01,101,unhealthy for sensitive groups,PM2.5,"
            + "PM2.5 24h 35.5 µg/m³: 101,PM10 O3 CO SO2 NO2,us-2024"
        ),
      ] {
        let run = try CommandRun(
          [
            "aqi", "--archive", "a.sqlite", "--scheme", scheme, "--to", "2019-01-01", "--format",
            "csv",
          ], in: folder)
        #expect(run.exitCode == 0, "\(run.errors)")
        #expect(
          run.output == "station,time,index,category,primary,parts,missing,scheme\n\(line)\n")
      }
    }
  }

  @Test("The NowCast of a day is refused", .tags(.analytical))
  func nowCastOfDay() throws {
    try withFolder { folder in
      let run = try CommandRun(["aqi", "--archive", "a.sqlite", "--nowcast"], in: folder)
      #expect(run.exitCode == 64)
      #expect(run.errors.hasPrefix("Error: --nowcast is for hours; add --by hour\n"))
    }
  }
}
