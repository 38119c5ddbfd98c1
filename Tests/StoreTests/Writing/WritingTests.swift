import Documents
import AirQuality
import Store
import Ingest
import NumericKernels
import TestSupport
import Testing

@Suite("Writing files into the archive")
struct WritingTests {
  let scratch: ScratchFolder
  let archive: Archive

  init() throws {
    scratch = try ScratchFolder()
    archive = try Archive(path: scratch.archivePath, mode: .create)
  }

  @Test("A series over three local years comes back as it went in", .tags(.property))
  func seriesComesBack() throws {
    var stream = RandomStream(seed: 5, index: 0)
    let values = (0..<20_000).map { _ -> Double? in
      stream.next() % 9 == 0 ? nil : Double(stream.next() % 4_000) / 10
    }
    let series = try Sample.series(values, from: "2013-03-01")
    let report = try archive.ingest(Sample.file("a.csv", [series]))
    #expect(report.newSeries == 1)
    #expect(report.newValues == series.validCount)
    #expect(try archive.series(.pm25, at: Sample.dongsi) == series)
    #expect(try archive.query("SELECT count(*) FROM block").rows == [[.integer(3)]])
  }

  @Test("The same bytes again change nothing", .tags(.analytical))
  func repeatChangesNothing() throws {
    let file = Sample.file("a.csv", [try Sample.series([1, nil, 3])])
    #expect(try !archive.contains(reading: "hash of a.csv"))
    let first = try archive.ingest(file)
    let second = try archive.ingest(file)
    #expect(!first.isRepeat)
    #expect(second.isRepeat)
    #expect(second.newValues == 0)
    #expect(try archive.contains(reading: "hash of a.csv"))
    #expect(try archive.sources().map(\.name) == ["a.csv"])
  }

  @Test("An overlapping file fills gaps and agrees elsewhere", .tags(.analytical))
  func overlapMerges() throws {
    try archive.ingest(Sample.file("a.csv", [try Sample.series([1, nil, 3], hour: 2)]))
    let report = try archive.ingest(
      Sample.file("b.csv", [try Sample.series([0, 0.5, nil, 2, 3, 4], hour: 0)]))
    #expect(report.newValues == 4)
    #expect(report.equalValues == 1)
    #expect(report.mergedSeries == 1)
    let merged = try archive.series(.pm25, at: Sample.dongsi)
    #expect(merged?.values == [0, 0.5, 1, 2, 3, 4])
    #expect(merged?.axis.label(at: 0) == "2014-01-01T00:00:00+08:00")
  }

  @Test("Years apart leave a gap between them", .tags(.analytical))
  func gapsBetweenFiles() throws {
    try archive.ingest(Sample.file("a.csv", [try Sample.series([1], from: "2014-12-31")]))
    try archive.ingest(Sample.file("b.csv", [try Sample.series([2], from: "2016-01-01")]))
    let series = try #require(try archive.series(.pm25, at: Sample.dongsi))
    #expect(series.count == 366 * 24 + 1)
    #expect(series[0] == 1)
    #expect(series[366 * 24] == 2)
    #expect(series.validCount == 2)
  }

  @Test("A different value refuses the whole file and names both", .tags(.analytical))
  func conflictIsRefused() throws {
    try archive.ingest(Sample.file("a.csv", [try Sample.series([1, 2, 3])]))
    let other = Station(network: "prsa", identifier: "Aotizhongxin")
    let file = Sample.file(
      "b.csv",
      [try Sample.series([7, 8], station: other), try Sample.series([1, 2.5, 3])])
    let error = #expect(throws: ArchiveError.self) { try archive.ingest(file) }
    #expect(
      error?.explanation == """
        prsa/Dongsi: pm25 at 2014-01-01T01:00:00+08:00 is 2.0 in a.csv but 2.5 in b.csv; \
        find out which file is right, then ask for the new values to replace the old ones \
        or for the old ones to be kept
        """)
    #expect(try archive.sources().count == 1)
    #expect(try archive.stations() == [Sample.dongsi])
    #expect(try archive.series(.pm25, at: Sample.dongsi)?.values == [1, 2, 3])
  }

  @Test("Different values replace or are left out on request", .tags(.analytical))
  func conflictRules() throws {
    try archive.ingest(Sample.file("a.csv", [try Sample.series([1, 2, nil])]))
    let kept = try archive.ingest(
      Sample.file("b.csv", [try Sample.series([1, 5, 6])]), onConflict: .keep)
    #expect(kept.refusedValues == 1)
    #expect(kept.newValues == 1)
    #expect(try archive.series(.pm25, at: Sample.dongsi)?.values == [1, 2, 6])
    let replaced = try archive.ingest(
      Sample.file("c.csv", [try Sample.series([nil, 9, 6])]), onConflict: .replace)
    #expect(replaced.replacedValues == 1)
    #expect(replaced.equalValues == 1)
    #expect(try archive.series(.pm25, at: Sample.dongsi)?.values == [1, 9, 6])
  }

  @Test("A series of other traits is refused by name", .tags(.analytical))
  func traitsMustAgree() throws {
    try archive.ingest(Sample.file("a.csv", [try Sample.series([1])]))
    let others: [(MonitoringSeries, String)] = [
      (
        try Sample.series([1], unit: .milligramsPerCubicMetre),
        "the unit of pm25 is µg/m³ in the archive but mg/m³ in b.csv"
      ),
      (
        try Sample.series([1], referenceState: .kelvin298),
        "the reference state of pm25 is 273.15 K 101.325 kPa in the archive but "
          + "298.15 K 101.325 kPa in b.csv"
      ),
      (
        try Sample.series([1], utcOffset: 27_000),
        "the phase of the periods of pm25 is 0 s in the archive but 1800 s in b.csv"
      ),
    ]
    for (series, message) in others {
      let error = #expect(throws: ArchiveError.self) {
        try archive.ingest(Sample.file("b.csv", [series]))
      }
      #expect(error?.what == message)
    }
    #expect(
      try archive.query("SELECT count(*) FROM source").rows == [[.integer(1)]])
  }

  @Test("Pieces in any order give the whole", .tags(.property))
  func piecesGiveTheWhole() throws {
    var stream = RandomStream(seed: 11, index: 0)
    let values = (0..<9_000).map { _ -> Double? in
      stream.next() % 5 == 0 ? nil : Double(stream.next() % 900)
    }
    let whole = try Sample.series(values, from: "2014-06-01")
    var pieces = (0..<40).map { _ -> Range<Int> in
      let begin = stream.index(below: 8_900)
      return begin..<min(9_000, begin + 100 + stream.index(below: 2_000))
    }
    pieces += [0..<3_000, 2_900..<6_100, 6_100..<9_000]
    for (number, piece) in pieces.enumerated() {
      let part = whole.window(
        from: whole.axis.instant(at: piece.lowerBound),
        until: whole.axis.instant(at: piece.upperBound))
      try archive.ingest(Sample.file("\(number).csv", [part]))
    }
    #expect(try archive.series(.pm25, at: Sample.dongsi) == whole)
  }

  @Test("A later file tells the archive where a station stands", .tags(.analytical))
  func placeIsAdded() throws {
    try archive.ingest(Sample.file("a.csv", [try Sample.series([1])]))
    let placed = Station(
      network: "prsa", identifier: "Dongsi",
      coordinate: Coordinate(latitude: 39.93, longitude: 116.42))
    try archive.ingest(Sample.file("b.csv", [try Sample.series([2], hour: 1, station: placed)]))
    #expect(try archive.stations() == [placed])
  }

  @Test(
    "A station that a later file places elsewhere is told of with the distance", .tags(.analytical))
  func stationMoves() throws {
    func placed(_ latitude: Double) -> Station {
      Station(
        network: "prsa", identifier: "Dongsi",
        coordinate: Coordinate(latitude: latitude, longitude: 116.42))
    }
    let first = try archive.ingest(
      Sample.file("a.csv", [try Sample.series([1], station: placed(39.93))]))
    #expect(first.remarks.isEmpty)
    // A hundredth of a degree of latitude is 1.112 km on the mean sphere.
    let second = try archive.ingest(
      Sample.file("b.csv", [try Sample.series([2], hour: 1, station: placed(39.94))]))
    #expect(
      second.remarks.map(\.english) == [
        "prsa/Dongsi is placed 1.1 km from where the archive has it; the archive’s place is kept"
      ])
    #expect(try archive.stations() == [placed(39.93)])
    #expect(try archive.notices().map(\.notice.kind) == [.coordinateChanged])
    // The row and its facts are kept, so that it can be said in another language.
    #expect(
      try archive.notices().first?.notice.message
        == say("archive.station-elsewhere", station: "prsa/Dongsi", distance: "1.1 km"))
    let decimals = try archive.ingest(
      Sample.file("c.csv", [try Sample.series([3], hour: 2, station: placed(39.930_02))]))
    #expect(decimals.remarks.isEmpty)
  }

  @Test("Units and names that are no longer made can still be read", .tags(.analytical))
  func oldWords() throws {
    // O₃ became “o_” and any text became a unit before the lists were closed.
    let old = try Sample.series(
      [1, 2], pollutant: Pollutant(stored: "o_"), unit: MeasurementUnit(stored: "furlong"))
    let letters = try Sample.series([3], pollutant: Pollutant(own: "機動車 台数"))
    try archive.ingest(Sample.file("old.csv", [old, letters]))
    let list = try archive.seriesList(station: Sample.dongsi)
    #expect(list.map(\.pollutant.identifier) == ["o_", "機動車_台数"])
    #expect(list.map(\.unit.symbol) == ["furlong", "µg/m³"])
    #expect(try archive.series(list[0].pollutant, at: Sample.dongsi) == old)
    #expect(try archive.series(Pollutant("機動車 台数"), at: Sample.dongsi) == letters)
  }
}
