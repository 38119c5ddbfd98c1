import AirQuality
import Store
import Ingest
import TestSupport
import Testing

@Suite("Reading the archive")
struct ReadingTests {
  let scratch: ScratchFolder
  let archive: Archive
  let shenyang = Station(network: "stateair", identifier: "Shenyang")
  let city = Station(network: "china-183-cities", identifier: "Shenyang")

  init() throws {
    scratch = try ScratchFolder()
    archive = try Archive(path: scratch.archivePath, mode: .create)
    try archive.ingest(
      Sample.file(
        "a.csv",
        [
          try Sample.series([1, nil, 3, 4]),
          try Sample.series([10, 11], pollutant: .o3),
          try Sample.series([5, 6, 7], hour: 2, station: shenyang),
        ]))
    try archive.ingest(
      Sample.file("b.csv", [try Sample.series([9], step: 86_400, utcOffset: 28_800).at(city)]))
  }

  @Test("Summaries count values without reading them", .tags(.analytical))
  func summaries() throws {
    let all = try archive.seriesList()
    #expect(
      all.map { "\($0.station) \($0.pollutant)" } == [
        "china-183-cities/Shenyang pm25", "prsa/Dongsi o3", "prsa/Dongsi pm25",
        "stateair/Shenyang pm25",
      ])
    let one = try #require(try archive.seriesList(station: Sample.dongsi, pollutant: .pm25).first)
    #expect(one.axis.count == 4)
    #expect(one.validCount == 3)
    #expect(one.validShare == 0.75)
    #expect(one.unit == .microgramsPerCubicMetre)
    #expect(one.referenceState == .kelvin273)
    #expect(one.sources.map(\.name) == ["a.csv"])
    #expect(try archive.seriesList(pollutant: .o3).count == 1)
  }

  @Test("A panel puts stations on one axis", .tags(.analytical))
  func panels() throws {
    let panel = try #require(try archive.panel(.pm25, at: [Sample.dongsi, shenyang]))
    #expect(panel.axis.count == 5)
    #expect((0..<5).map { panel[$0, 0] } == [1, nil, 3, 4, nil])
    #expect((0..<5).map { panel[$0, 1] } == [nil, nil, 5, 6, 7])
    let window = try #require(
      try archive.panel(
        .pm25, at: [shenyang, Sample.dongsi], from: panel.axis.instant(at: 3),
        until: panel.axis.instant(at: 4)))
    #expect(window.axis.count == 1)
    #expect(window[0, 0] == 6)
    #expect(window[0, 1] == 4)
  }

  @Test("A panel of unlike series is refused", .tags(.analytical))
  func unlikePanels() throws {
    let mixed = #expect(throws: ArchiveError.self) {
      try archive.panel(.pm25, at: [Sample.dongsi, city])
    }
    #expect(
      mixed?.explanation == """
        the stations' series of pm25 differ in their steps: day, hour; \
        choose stations that agree, or convert the series first
        """)
    let absent = #expect(throws: ArchiveError.self) { try archive.panel(.o3, at: [shenyang]) }
    #expect(
      absent?.explanation
        == "stateair/Shenyang: there is no series of o3; choose one of: pm25")
  }

  @Test("Stations answer to key, name and any case", .tags(.analytical))
  func stationNames() throws {
    #expect(try archive.station(named: "prsa/Dongsi") == Sample.dongsi)
    #expect(try archive.station(named: "Dongsi") == Sample.dongsi)
    #expect(try archive.station(named: "dongsi") == Sample.dongsi)
    #expect(try archive.station(named: "stateair/Shenyang") == shenyang)
    let several = #expect(throws: ArchiveError.self) { try archive.station(named: "Shenyang") }
    #expect(
      several?.explanation == """
        “Shenyang” names several stations; choose one of: china-183-cities/Shenyang, \
        stateair/Shenyang
        """)
    let near = #expect(throws: ArchiveError.self) { try archive.station(named: "Dnogsi") }
    #expect(near?.explanation == "there is no station “Dnogsi”; did you mean Dongsi?")
    let far = #expect(throws: ArchiveError.self) { try archive.station(named: "Kitakyushu") }
    #expect(
      far?.explanation
        == "there is no station “Kitakyushu”; list the stations to see which there are")
  }
}

extension MonitoringSeries {
  /// The same values at another station.
  func at(_ station: Station) -> MonitoringSeries {
    MonitoringSeries(
      station: station, pollutant: pollutant, unit: unit, referenceState: referenceState,
      axis: axis, values: values)
  }
}
