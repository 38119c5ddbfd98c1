import Foundation
import TestSupport
import Testing

@Suite("Values for other programs")
struct ExportCommandTests {
  /// An archive of two stations over three hours, one of them with a gap.
  private func archive(in folder: URL) throws {
    let header =
      "No,year,month,day,hour,PM2.5,PM10,SO2,NO2,CO,O3,TEMP,PRES,DEWP,RAIN,wd,WSPM,station"
    func row(_ hour: Int, _ pm25: String, _ station: String) -> String {
      "\(hour + 1),2013,3,1,\(hour),\(pm25),9,3,17,300,89,-0.5,1024.5,-21.4,0,N,5.7,\(station)"
    }
    for (station, values) in [("B", ["9.25", "NA", "0.1"]), ("A", ["4", "5", "6"])] {
      let rows = values.enumerated().map { row($0.offset, $0.element, station) }
      try ([header] + rows).joined(separator: "\n").write(
        to: folder.appendingPathComponent("PRSA_Data_\(station)_20130301-20130301.csv"),
        atomically: true, encoding: .utf8)
    }
    let run = try CommandRun(
      [
        "ingest", "PRSA_Data_A_20130301-20130301.csv", "PRSA_Data_B_20130301-20130301.csv",
        "--archive", "air.sqlite",
      ], in: folder)
    #expect(run.exitCode == 0, "\(run.errors)")
  }

  private func text(_ name: String, in folder: URL) throws -> String {
    try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
  }

  @Test("A long table has a row for each value, by station and time", .tags(.analytical))
  func long() throws {
    try withFolder { folder in
      try archive(in: folder)
      let run = try CommandRun(
        ["export", "--archive", "air.sqlite", "--pollutant", "pm25", "--output", "out.csv"],
        in: folder)
      #expect(run.exitCode == 0 && run.output.isEmpty, "\(run.errors)")
      #expect(
        try text("out.csv", in: folder) == """
          station,pollutant,time,value,unit,flag,averaging,instrument
          prsa/A,pm25,2013-03-01T00:00:00+08:00,4.0,µg/m³,,hour,
          prsa/A,pm25,2013-03-01T01:00:00+08:00,5.0,µg/m³,,hour,
          prsa/A,pm25,2013-03-01T02:00:00+08:00,6.0,µg/m³,,hour,
          prsa/B,pm25,2013-03-01T00:00:00+08:00,9.25,µg/m³,,hour,
          prsa/B,pm25,2013-03-01T02:00:00+08:00,0.1,µg/m³,,hour,

          """)
      let schema = try text("out.schema.json", in: folder)
      #expect(schema.contains("\"offsetFromUTC\" : \"+08:00\""))
      #expect(schema.contains("\"step\" : 3600"))
      let left = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      #expect(!left.contains { $0.hasSuffix(".part") })
    }
  }

  @Test("A wide table has a row for each time and replaces an earlier one", .tags(.analytical))
  func wide() throws {
    try withFolder { folder in
      try archive(in: folder)
      try Data("earlier".utf8).write(to: folder.appendingPathComponent("out.csv"))
      let run = try CommandRun(
        [
          "export", "--archive", "air.sqlite", "--pollutant", "pm25", "--layout", "wide",
          "--output", "out.csv",
        ], in: folder)
      #expect(run.exitCode == 0, "\(run.errors)")
      #expect(
        try text("out.csv", in: folder) == """
          time,prsa/A,prsa/B
          2013-03-01T00:00:00+08:00,4.0,9.25
          2013-03-01T01:00:00+08:00,5.0,
          2013-03-01T02:00:00+08:00,6.0,0.1

          """)
    }
  }

  @Test("Days bound the table, and wrong calls are told of", .tags(.analytical))
  func bounds() throws {
    try withFolder { folder in
      try archive(in: folder)
      let base = ["export", "--archive", "air.sqlite", "--output", "out.csv"]
      let none = try CommandRun(base + ["--from", "2013-03-02"], in: folder)
      #expect(none.exitCode == 0)
      #expect(
        try text("out.csv", in: folder)
          == "station,pollutant,time,value,unit,flag,averaging,instrument\n")
      let wide = try CommandRun(base + ["--layout", "wide"], in: folder)
      #expect(wide.exitCode == 64)
      #expect(
        wide.errors.contains("--layout wide holds one pollutant; name it with --pollutant"))
      let day = try CommandRun(base + ["--to", "yesterday"], in: folder)
      #expect(day.exitCode == 64)
      #expect(day.errors.contains("--to is yesterday; give a day such as 2014-01-31"))
      let place = try CommandRun(
        ["export", "--archive", "air.sqlite", "--output", "no/out.csv"], in: folder)
      #expect(place.exitCode == 65)
      #expect(
        place.errors == """
          airaccord: the file cannot be written: its folder is missing or closed to you
            where: no/out.csv
            do: choose a place that you may write to

          """)
    }
  }

  @Test("sql writes rows to a file, whole or not at all", .tags(.analytical))
  func sqlOutput() throws {
    try withFolder { folder in
      try archive(in: folder)
      let query = "SELECT '=1+1' AS a, value AS b FROM observation WHERE pollutant = 'pm25' LIMIT 2"
      let base = ["sql", query, "--archive", "air.sqlite", "--output"]
      #expect(try CommandRun(base + ["out.csv"], in: folder).exitCode == 0)
      #expect(try text("out.csv", in: folder) == "a,b\n'=1+1,4.0\n'=1+1,5.0\n")
      #expect(try CommandRun(base + ["out.json"], in: folder).exitCode == 0)
      #expect(
        try text("out.json", in: folder)
          == "[\n{\"a\":\"=1+1\",\"b\":4},\n{\"a\":\"=1+1\",\"b\":5}\n]\n")
      let wrong = try CommandRun(
        ["sql", "SELECT * FROM nowhere", "--archive", "air.sqlite", "--output", "out.csv"],
        in: folder)
      #expect(wrong.exitCode == 65)
      #expect(try text("out.csv", in: folder) == "a,b\n'=1+1,4.0\n'=1+1,5.0\n")
      let left = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      #expect(!left.contains { $0.hasSuffix(".part") })
    }
  }
}
