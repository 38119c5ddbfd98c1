import Documents
import AirQuality
import Cooperation
import TestSupport
import Testing

@testable import Estimation

@Suite("Preparation of a study's series")
struct SeriesPreparationTests {
  /// Two cities, daily, from 2018-06-01 to 2018-11-30, 100 µg/m³ in unchanging air at 20 °C and
  /// 1,000 hPa, reported as GB 3095 prescribes.
  static func library(
    state: ReferenceState = .chinaGB3095, pollutant: Pollutant = .pm25, withWeather: Bool = true,
    flags: [QualityFlag] = []
  ) throws -> Flagged {
    let first = try #require(CivilDate("2018-06-01"))
    let last = try #require(CivilDate("2018-11-30"))
    let axis = TimeAxis.days(from: first, through: last, utcOffset: 28_800)
    let air = AirState(kelvin: 293.15, kilopascals: 100)
    var series: [MonitoringSeries] = []
    for name in ["A", "B"] {
      let station = Station(network: "n", identifier: name)
      func add(
        _ pollutant: Pollutant, _ unit: MeasurementUnit, _ state: ReferenceState,
        _ value: (Int) -> Double
      ) {
        series.append(
          MonitoringSeries(
            station: station, pollutant: pollutant, unit: unit, referenceState: state, axis: axis,
            values: (0..<axis.count).map(value)))
      }
      add(pollutant, .microgramsPerCubicMetre, state) { position in
        let isNew = axis.instant(at: position) >= ReferenceState.chinaChange
        let reported: AirState = isNew ? (pollutant == .pm25 ? air : .kelvin298) : .kelvin273
        return 100 * air.factor(to: reported)
      }
      if withWeather {
        add(.temperature, .degreesCelsius, .notApplicable) { _ in 20 }
        add(.pressure, .hectopascals, .notApplicable) { _ in 1_000 }
      }
    }
    return Flagged(series: SeriesCollection(series), marks: flags)
  }

  /// Series in memory with marks.
  struct Flagged: SeriesLibrary {
    let series: SeriesCollection
    let marks: [QualityFlag]
    func choosing(_ choices: [Pollutant: SeriesChoice]) throws -> Flagged {
      Flagged(series: try series.choosing(choices), marks: marks)
    }
    func stations(measuring pollutant: Pollutant) -> [Station] {
      series.stations(measuring: pollutant)
    }
    func series(_ pollutant: Pollutant, at station: Station) -> MonitoringSeries? {
      series.series(pollutant, at: station)
    }
    func flags(of pollutant: Pollutant, at station: Station) -> [QualityFlag] {
      marks.filter { $0.pollutant == pollutant && $0.station == station.key }
    }
  }

  static func description(_ extra: String, pollutant: String = "pm25") throws -> StudyDescription {
    try StudyDescription(
      yaml: """
        title: t
        measure: { name: m, start: 2018-09-01 }
        outcome: { pollutant: \(pollutant) }
        treated: [A]
        donors: all
        before: 2018-06-01..2018-08-31
        after: 2018-09-01..2018-11-30
        estimators: [before-after]
        \(extra)
        """, file: "s.yaml")
  }

  @Test("A study across 2018-09-01 that was not harmonised says so in red", .tags(.analytical))
  func redLine() throws {
    let study = try Study(Self.description(""), from: Self.library())
    let note = try #require(study.notes.first { $0.identifier == "reference-state-change" })
    #expect(note.severity == .serious)
    #expect(note.number("count") == 2)
    let path = study.observedPath.values
    // (273.15 / 293.15) · (100 / 101.325) = 0.9196 from one day to the next.
    let step = try #require(path[92]) / #require(path[91]) - 1
    #expect(abs(step + 0.080_4) < 1e-3)
  }

  @Test(
    "Put to one state, the step is gone", .tags(.analytical),
    arguments: ["current", "ambient", "kelvin-273"])
  func harmonised(target: String) throws {
    let study = try Study(Self.description("reference_state: \(target)"), from: Self.library())
    #expect(!study.notes.contains { $0.identifier == "reference-state-change" })
    let converted = try #require(
      study.notes.first { $0.identifier == "reference-state-converted" })
    #expect(converted.severity == .note)
    let path = study.observedPath.values
    #expect(abs(try #require(path[92]) - #require(path[91])) < 1e-9)
  }

  @Test("Gases need no weather", .tags(.analytical))
  func gas() throws {
    let library = try Self.library(pollutant: .no2, withWeather: false)
    let study = try Study(
      Self.description("reference_state: current", pollutant: "no2"), from: library)
    let path = study.observedPath.values
    #expect(abs(try #require(path[92]) - #require(path[91])) < 1e-9)
  }

  @Test("Particulates without weather are refused, or take a described climate", .tags(.analytical))
  func climate() throws {
    let library = try Self.library(withWeather: false)
    #expect(throws: UnitError.self) {
      try Study(Self.description("reference_state: current"), from: library)
    }
    let months = Array(repeating: "20", count: 12).joined(separator: ", ")
    let described = try Self.description(
      """
      reference_state:
        to: current
        climate: { temperature: [\(months)], temperature_sd: 2.9315, altitude_m: 0, pressure_sd: 0 }
      """)
    let study = try Study(described, from: library)
    let note = try #require(study.notes.first { $0.identifier == "reference-state-converted" })
    #expect(note.severity == .warning)
    #expect(note.number("percent") == 1)
    #expect(abs(try #require(note.number("deviation")) - 0.01) < 1e-11)
  }

  @Test("An unstated state across the change is a warning", .tags(.analytical))
  func unstated() throws {
    let study = try Study(Self.description(""), from: Self.library(state: .unstated))
    #expect(study.notes.map(\.identifier).contains("reference-state-unstated"))
  }

  @Test("Unusable values are left out, suspect ones only on request", .tags(.analytical))
  func flags() throws {
    let day = ReferenceState.chinaChange
    func flag(_ grade: QualityGrade, _ shift: Int) -> QualityFlag {
      QualityFlag(
        station: "n/A", pollutant: .pm25, rule: QualityRule("constant-run"), grade: grade,
        from: day.advanced(bySeconds: shift * 86_400),
        until: day.advanced(bySeconds: (shift + 2) * 86_400))
    }
    let library = try Self.library(flags: [flag(.unusable, 0), flag(.suspect, 10)])
    func missing(_ extra: String) throws -> Int {
      let study = try Study(Self.description(extra), from: library)
      return (0..<study.panel.axis.count).filter { study.panel[$0, 0] == nil }.count
    }
    #expect(try missing("") == 2)
    #expect(try missing("quality: { leave_out: suspect }") == 4)
    #expect(try missing("quality: { leave_out: none }") == 0)
    let note = try #require(
      Study(Self.description(""), from: library).notes.first { $0.identifier == "flagged-values" })
    #expect(note.message == "2 values flagged by constant-run were left out")
  }

  @Test("Wrong settings are refused with field and line", .tags(.analytical))
  func wrongSettings() throws {
    let error = #expect(throws: EstimationError.self) {
      try Self.description("reference_state: hot")
    }
    #expect(
      error?.explanation
        == "s.yaml:9: “reference_state” is “hot”; choose one of: as-reported, current, "
        + "kelvin-273, kelvin-293, kelvin-298, ambient")
    #expect(throws: EstimationError.self) {
      try Self.description("reference_state: { to: ambient, climate: { temperature: [1, 2] } }")
    }
    #expect(throws: EstimationError.self) {
      try Self.description("quality: { unmeasured_years: ignore }")
    }
  }
}
