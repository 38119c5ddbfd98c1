import AirQuality
import Documents
import Estimation
import Foundation
import Ingest
import Store
import Studies
import TestSupport
import Testing

/// The simulated network's archive, for the jobs on series.
private func withNetwork<Value>(_ body: (Archive, URL) throws -> Value) throws -> Value {
  let folder = FileManager.default.temporaryDirectory
    .appendingPathComponent("series-jobs-\(UUID().uuidString)")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  let store = try Archive(path: folder.appendingPathComponent("air.sqlite").path, mode: .create)
  defer { try? store.close() }
  let file = SharedData.checkout.appendingPathComponent("Datasets/simulated-network/simulated.csv")
  #expect(try Ingestion([file.path], into: store).run().failures.isEmpty)
  return try body(store, folder)
}

/// What the file itself says of a station: values by day, in the column of fine particles.
private func fileValues(of station: String) throws -> [String: Double] {
  let file = SharedData.checkout.appendingPathComponent("Datasets/simulated-network/simulated.csv")
  var values: [String: Double] = [:]
  for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n").dropFirst() {
    let cells = line.split(separator: ",", omittingEmptySubsequences: false)
    if cells[1] == station { values[String(cells[0])] = Double(cells[4]) }
  }
  return values
}

@Suite("Jobs on series")
struct SeriesJobTests {
  private func settingFault(_ body: () throws -> Void) -> SettingFault? {
    do { try body() } catch { return error as? SettingFault }
    return nil
  }

  @Test("A selection names what the archive lacks", .tags(.analytical))
  func selection() throws {
    try withNetwork { store, _ in
      let all = try SeriesSelection(pollutant: .pm25).summaries(in: store)
      #expect(all.count == 16)
      let two = SeriesSelection(pollutant: .pm25, stations: ["A03", "A01", "A03"])
      #expect(try two.summaries(in: store).map(\.station.name) == ["A03", "A01"])
      let absent = SeriesSelection(pollutant: .no2)
      #expect(throws: JobError.self) { try absent.summaries(in: store) }
      #expect(throws: ArchiveError.self) {
        try SeriesSelection(stations: ["Z99"]).summaries(in: store)
      }
    }
  }

  @Test("Monthly means are those of the file's own cells", .tags(.analytical))
  func averages() throws {
    try withNetwork { store, _ in
      let job = SeriesAverages(
        SeriesSelection(pollutant: .pm25, stations: ["A05"]),
        over: try AveragingWindow(named: "month", yearStart: nil, seasons: nil), in: store)
      let averages = try job.run().averages
      let cells = try fileValues(of: "A05").filter { $0.key.hasPrefix("2014-03") }.map(\.value)
      let march = try #require(averages.first { $0.period.label == "2014-03" })
      #expect(averages.count == 24)
      #expect(march.period.validCount == cells.count)
      let mean = cells.reduce(0, +) / Double(cells.count)
      #expect(abs(try #require(march.period.value) - mean) < 1e-9)
    }
  }

  @Test("A window's settings have an effect or are refused by their names")
  func windows() throws {
    let wrong: [(String, Int?, String?, String)] = [
      ("month", 13, nil, "yearStart"), ("month", 4, nil, "yearStart"),
      ("fortnight", nil, nil, "by"), ("day", nil, "heating=11-3", "seasons"),
      ("season", nil, "cold", "seasons"),
    ]
    for (by, start, seasons, setting) in wrong {
      let fault = settingFault {
        _ = try AveragingWindow(named: by, yearStart: start, seasons: seasons)
      }
      #expect(fault?.setting == setting, "\(by)")
    }
    _ = try AveragingWindow(named: "year", yearStart: 4, seasons: nil)
  }

  @Test("Settings that cannot be are refused before any series is read")
  func faults() throws {
    try withNetwork { store, _ in
      var averages = SeriesAverages(
        SeriesSelection(), over: try AveragingWindow("day"), in: store)
      averages.capture = 1.5
      #expect(settingFault { _ = try averages.run() }?.setting == "capture")
      var profiles = SeriesProfiles(SeriesSelection(), in: store)
      profiles.sectors = 73
      #expect(settingFault { _ = try profiles.run() }?.setting == "sectors")
      profiles.sectors = 8
      profiles.speeds = [2, 1]
      #expect(settingFault { _ = try profiles.run() }?.setting == "speeds")
      var check = SeriesCheck(SeriesSelection(), in: store)
      check.threads = 0
      #expect(settingFault { _ = try check.run() }?.setting == "threads")
      var series = StationSeries(SeriesSelection(pollutant: .pm25), in: store)
      series.from = CivilDate("2015-02-01")
      series.to = CivilDate("2015-01-01")
      #expect(settingFault { _ = try TrendStudy(series).run() }?.setting == "from")
      var breaks = BreakStudy(StationSeries(SeriesSelection(pollutant: .pm25), in: store))
      breaks.finder.smallestSegment = 0.5
      #expect(settingFault { _ = try breaks.run() }?.setting == "smallestSegment")
      breaks.finder.smallestSegment = 0.2
      breaks.finder.breaks = 99
      #expect(settingFault { _ = try breaks.run() }?.setting == "breaks")
      let normalisation = Normalisation(SeriesSelection(), in: store)
      #expect(settingFault { _ = try normalisation.run() }?.setting == "pollutant")
    }
  }

  @Test("A monitor against itself has slope 1, intercept 0 and no scatter", .tags(.analytical))
  func pair() throws {
    try withNetwork { store, _ in
      let found = try MonitorPair("A02", with: "A02", in: store).run().comparison
      #expect(abs(found.slope - 1) < 1e-9)
      #expect(abs(found.intercept) < 1e-6)
      #expect(abs(found.correlation - 1) < 1e-12)
      var absent = MonitorPair("A02", with: "A03", in: store)
      absent.pollutant = .no2
      #expect(throws: JobError.self) { try absent.run() }
    }
  }

  @Test("A long export has the file's cells, a wide one a column a station", .tags(.golden))
  func export() throws {
    try withNetwork { store, folder in
      let path = folder.appendingPathComponent("out.csv").path
      var job = SeriesExport(
        SeriesSelection(pollutant: .pm25, stations: ["A07"]), of: store, to: path)
      job.from = CivilDate("2014-06-01")
      job.to = CivilDate("2014-06-30")
      try job.run()
      let rows = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
        .dropFirst()
      let cells = try fileValues(of: "A07").filter { $0.key.hasPrefix("2014-06") }
      let written = Dictionary(
        uniqueKeysWithValues: rows.map { row -> (String, Double?) in
          let parts = row.split(separator: ",", omittingEmptySubsequences: false)
          return (String(parts[2].prefix(10)), Double(parts[3]))
        })
      #expect(written.compactMapValues(\.self) == cells)
      job = SeriesExport(SeriesSelection(pollutant: .pm25), of: store, to: path)
      job.layout = .wide
      try job.run()
      let head = try String(contentsOfFile: path, encoding: .utf8).prefix { $0 != "\n" }
      #expect(head.split(separator: ",").count == 17)
      job = SeriesExport(SeriesSelection(), of: store, to: path)
      job.layout = .wide
      #expect(settingFault { try job.run() }?.setting == "layout")
      job = SeriesExport(SeriesSelection(), of: store, to: path + ".txt")
      #expect(settingFault { try job.run() }?.setting == "output")
    }
  }

  @Test("A query's file holds what the query gives, as CSV and as JSON")
  func queryFile() throws {
    try withNetwork { store, folder in
      let query = "SELECT count(*) AS stations FROM station"
      for (name, text) in [("n.csv", "stations\n16\n"), ("n.json", "[\n{\"stations\":16}\n]\n")] {
        let path = folder.appendingPathComponent(name).path
        try QueryFile(query, of: store, to: path).run()
        #expect(try String(contentsOfFile: path, encoding: .utf8) == text)
      }
      let other = QueryFile(query, of: store, to: folder.appendingPathComponent("n.txt").path)
      #expect(settingFault { try other.run() }?.setting == "output")
    }
  }

  @Test("A review of standards refuses what the authority does not have")
  func standards() throws {
    var review = StandardsReview(.china)
    review.region = "nowhere"
    #expect(settingFault { _ = try review.evaluation() }?.setting == "region")
    review.region = nil
    review.level = "grade 9"
    #expect(settingFault { _ = try review.evaluation() }?.setting == "level")
    review.level = "grade 2"
    review.selection.pollutant = .pm25
    // GB 3095-2012, table 1: 75 µg/m³ a day and 35 µg/m³ a year in grade 2.
    let limits = try review.limits().filter { $0.name == "GB 3095-2012" }.map(\.limit)
    #expect(Set(limits) == [75, 35])
    review.years = 99...99
    #expect(settingFault { _ = try review.evaluation() }?.setting == "year")
  }

  @Test("Trends of a selection are told by station, and a stopped study gives none")
  func trend() throws {
    try withNetwork { store, _ in
      var study = TrendStudy(
        StationSeries(SeriesSelection(pollutant: .pm25, stations: ["A01", "A02"]), in: store))
      study.trend.draws = 99
      study.trend.resolution = .month
      let found = try study.run()
      #expect(found.trends.map(\.series.station.name) == ["A01", "A02"])
      #expect(found.region?.stations == 2)
      let watch = JobWatch()
      watch.cancel()
      study.series.normalises = true
      #expect(throws: CancellationError.self) { try study.run(watch) }
    }
  }
}
