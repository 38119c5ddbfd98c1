import NumericKernels
import TestSupport
import Testing

@testable import AirQuality

@Suite("Checks of single series and pairs")
struct QualityCheckTests {
  static func hourly(
    _ pollutant: Pollutant = .pm25, at station: String = "1", network: String = "n",
    unit: MeasurementUnit = .microgramsPerCubicMetre, from start: String = "2015-01-01",
    step: Int = 3_600, values: [Double?]
  ) throws -> MonitoringSeries {
    let day = try #require(CivilDate(start))
    return MonitoringSeries(
      station: Station(network: network, identifier: station), pollutant: pollutant, unit: unit,
      axis: TimeAxis(
        start: Instant(day, utcOffset: 28_800), step: step, count: values.count,
        utcOffset: 28_800), values: values)
  }

  /// Hours that remember, around 50 µg/m³, rounded to whole numbers.
  static func air(_ count: Int, seed: UInt64 = 1, memory: Double = 0.95) -> [Double?] {
    var stream = RandomStream(seed: seed, index: 0)
    var state = stream.normal()
    return (0..<count).map { _ in
      state = memory * state + (1 - memory * memory).squareRoot() * stream.normal()
      return (50 * Logarithm.power(2.718_281_828, 0.5 * state)).rounded()
    }
  }

  @Test("Clean air raises no suspicion", .tags(.property), arguments: 1...5)
  func clean(seed: Int) throws {
    let series = try Self.hourly(values: Self.air(8_760, seed: UInt64(seed)))
    let report = QualityCheck.run([series])
    #expect(report.findings.filter { $0.grade > .note } == [])
  }

  @Test("−999 is found wherever it stands, 50 is not", .tags(.analytical))
  func sentinel() throws {
    var values = Self.air(2_000)
    for place in [100, 101, 102, 900] { values[place] = -999 }
    let findings = ValueChecks.sentinels(try Self.hourly(values: values))
    let finding = try #require(findings.first)
    #expect(findings.count == 1)
    #expect(finding.grade == .unusable)
    #expect(finding.facts["count"] == 4)
    #expect(finding.flags.count == 2)
    #expect(
      finding.sentence
        == "the number −999, which means missing in many sources, stands 4 times and hardly a "
        + "value lies near it")
  }

  @Test("A high value that comes once is no sentinel", .tags(.analytical))
  func loneHigh() throws {
    var values = Self.air(2_000)
    values[10] = 999
    values[11] = 960
    #expect(ValueChecks.sentinels(try Self.hourly(values: values)).isEmpty)
  }

  @Test("Scatter about zero is kept, −40 among it is suspect", .tags(.analytical))
  func negatives() throws {
    var stream = RandomStream(seed: 2, index: 0)
    var values: [Double?] = (0..<2_000).map { _ in 2 * stream.normal() }
    #expect(ValueChecks.negatives(try Self.hourly(values: values)).isEmpty)
    values[77] = -40
    let finding = try #require(ValueChecks.negatives(try Self.hourly(values: values)).first)
    #expect(finding.facts["count"] == 1)
    #expect(finding.flags.count == 1)
  }

  @Test("Thirty hours of one value are unusable, at the floor only noted", .tags(.analytical))
  func constantRun() throws {
    var values = Self.air(4_000)
    for place in 1_000..<1_030 { values[place] = 61 }
    let finding = try #require(
      ValueChecks.constantRuns(try Self.hourly(values: values)).first { $0.grade == .unusable })
    #expect(
      finding.sentence
        == "61 µg/m³ is repeated for 30 hours from 2015-02-11 16:00 (UTC+08:00), longer than chance "
        + "explains")
    #expect(finding.from.secondsSinceEpoch - finding.until.secondsSinceEpoch == -30 * 3_600)
    var low = Self.air(4_000)
    for place in 1_000..<1_030 { low[place] = 2 }
    let noted = ValueChecks.constantRuns(try Self.hourly(values: low))
    #expect(noted.map(\.grade) == [.note])
  }

  @Test("One hour of 900 is a spike, an episode that builds up is not", .tags(.analytical))
  func spike() throws {
    var values = Self.air(4_000, memory: 0.99)
    values[2_000] = 900
    let findings = ValueChecks.spikes(try Self.hourly(values: values))
    #expect(findings.first?.facts["count"] == 1)
    #expect(findings.first?.flags.first?.until.secondsSinceEpoch == 1_420_041_600 + 2_001 * 3_600)
    var episode = Self.air(4_000, memory: 0.99)
    for place in 0..<20 { episode[2_000 + place] = 400 + Double(place % 3) }
    #expect(ValueChecks.spikes(try Self.hourly(values: episode)).isEmpty)
  }

  @Test("The share of PM2.5 above PM10 counts every paired hour", .tags(.analytical))
  func particulates() throws {
    let coarse = [Double?](repeating: 100, count: 200)
    var fine = [Double?](repeating: 60, count: 200)
    fine[3] = 101
    fine[4] = 150
    fine[5] = nil
    let finding = try #require(
      PairChecks.particulates(
        fine: Self.hourly(values: fine), all: Self.hourly(.pm10, values: coarse)
      ).first)
    #expect(finding.facts["paired"] == 199)
    #expect(finding.facts["share"] == 2.0 / 199)
    #expect(finding.facts["far"] == 1)
    #expect(finding.flags.count == 1)
  }

  @Test("NO and NO2 add up in molecules, not in micrograms", .tags(.analytical))
  func nitrogen() throws {
    // 30 ppb NO and 20 ppb NO2 are 50 ppb NOx; as masses 37.4 + 38.3 and, as NO2, 95.6 µg/m³.
    func series(_ pollutant: Pollutant, _ ppb: Double) throws -> MonitoringSeries {
      let molecule = try #require(MolecularFacts(of: pollutant))
      let mass = ppb * molecule.gramsPerMole / AirState.kelvin293.litresPerMole
      return try Self.hourly(pollutant, values: Array(repeating: mass, count: 200))
    }
    #expect(
      try PairChecks.nitrogenOxides(
        no: series(.no, 30), no2: series(.no2, 20), nox: series(.nox, 50)
      ).isEmpty)
    let wrong = try PairChecks.nitrogenOxides(
      no: series(.no, 30), no2: series(.no2, 20), nox: series(.nox, 75.7))
    #expect(wrong.first?.facts["share"] == 1)
  }

  @Test("Decimals are counted as the values need them", .tags(.analytical))
  func decimals() {
    #expect(RoundingChecks.decimals(Array(repeating: 12.3, count: 40)) == 1)
    #expect(RoundingChecks.decimals(Array(repeating: 40.0, count: 40)) == 0)
    #expect(RoundingChecks.decimals(Array(repeating: 1.0 / 3, count: 40)) == 7)
    #expect(RoundingChecks.decimals([1.5]) == nil)
  }

  @Test("A year with more decimals than the others is told", .tags(.analytical))
  func resolution() throws {
    let values = (0..<730).map { day -> Double? in
      let whole = Double(day % 50)
      return day < 365 ? whole + 0.5 : whole + 1.0 / 3
    }
    let series = try Self.hourly(step: 86_400, values: values)
    let finding = try #require(RoundingChecks.resolutionChanges(series).first)
    #expect(
      finding.sentence
        == "the values of 2016 have more than six decimals while those of 2015 have 1 decimal: "
        + "they were not written in the same way")
  }

  @Test("Readings by eye end on 0 and 5; an instrument in tens does not heap", .tags(.analytical))
  func digits() throws {
    let eye: [Double?] = Self.air(2_000).map { value in value.map { ($0 / 5).rounded() * 5 } }
    #expect(RoundingChecks.digits(try Self.hourly(values: eye)).first?.grade == .suspect)
    let tens: [Double?] = Self.air(2_000).map { value in value.map { $0 * 10 } }
    #expect(RoundingChecks.digits(try Self.hourly(values: tens)).isEmpty)
  }

  @Test("A limit's borders come from the tables", .tags(.golden))
  func borders() {
    #expect(
      RoundingChecks.borders(of: .pm25, utcOffset: 28_800).contains(75))
    #expect(RoundingChecks.borders(of: .pm10, utcOffset: 0).contains(50))
    #expect(RoundingChecks.borders(of: .temperature, utcOffset: 28_800).isEmpty)
  }

  @Test(
    "A clock that is an hour late is found, in summer only when it is summer time",
    .tags(.analytical), arguments: [false, true])
  func clock(summerOnly: Bool) throws {
    let truth = Self.air(17_520, memory: 0.9)
    let first = try Self.hourly(values: truth)
    let second = try Self.hourly(
      at: "2",
      values: (0..<truth.count).map { hour in
        let month = first.axis.date(at: hour).month
        let isLate = !summerOnly || (4...10).contains(month)
        return hour > 0 && isLate ? truth[hour - 1] : truth[hour]
      })
    let finding = try #require(HourShift.findings(first, second).first)
    #expect(finding.facts["lag"] == 1)
    #expect(finding.sentence.contains("in summer only") == summerOnly)
    #expect(HourShift.findings(first, first).isEmpty)
  }

  @Test("A step of 30 % against the neighbours is dated to its month", .tags(.analytical))
  func step() throws {
    var stream = RandomStream(seed: 9, index: 0)
    let weather = (0..<1_460).map { _ in stream.normal() }
    func city(_ index: Int, factor: (Int) -> Double) throws -> MonitoringSeries {
      var own = RandomStream(seed: 10, index: UInt64(index))
      return try Self.hourly(
        at: "\(index)", step: 86_400,
        values: weather.indices.map { day in
          50 * factor(day) * Logarithm.power(2.718_281_828, 0.4 * weather[day] + 0.1 * own.normal())
        })
    }
    let odd = try city(0) { $0 < 700 ? 1 : 1.3 }
    let near = try (1...4).map { try city($0) { _ in 1 } }
    let finding = try #require(NeighbourChecks.homogeneity(odd, neighbours: near).first)
    #expect(finding.rule == .step)
    #expect(
      finding.sentence.hasPrefix("from 2016-12 on the level is 30 % higher")
        || finding.sentence.hasPrefix("from 2016-12 on the level is 29 % higher")
        || finding.sentence.hasPrefix("from 2016-12 on the level is 31 % higher"))
    #expect(NeighbourChecks.homogeneity(near[0], neighbours: Array(near[1...])).isEmpty)
  }

  @Test("Threads do not change the report", .tags(.property))
  func threads() throws {
    let series = try (1...6).map { index in
      try Self.hourly(at: "\(index)", values: Self.air(9_000, seed: UInt64(index)))
    }
    #expect(
      QualityCheck.run(series, threads: 1).findings == QualityCheck.run(series, threads: 4).findings
    )
  }

  @Test("Equal monitors are equivalent, a biased one is not", .tags(.analytical))
  func comparison() throws {
    let truth = Self.air(400, memory: 0.6).map { $0 }
    var stream = RandomStream(seed: 4, index: 0)
    let reference = try Self.hourly(
      step: 86_400, values: truth.map { $0.map { $0 + 1.5 * stream.normal() } })
    let candidate = try Self.hourly(
      at: "2", step: 86_400, values: truth.map { $0.map { $0 + 1.5 * stream.normal() } })
    let same = try #require(
      MonitorComparison(reference: reference, candidate: candidate, limit: 75))
    #expect(same.isEquivalent)
    #expect(abs(same.slope - 1) < 3 * same.slopeUncertainty)
    #expect(abs(same.betweenSamplers - 1.5) < 0.2)
    let biased = try Self.hourly(at: "3", step: 86_400, values: truth.map { $0.map { 1.3 * $0 } })
    let other = try #require(MonitorComparison(reference: reference, candidate: biased, limit: 75))
    #expect(!other.isEquivalent)
    // Twice the bias at the limit is 0.6; the scatter adds little.
    #expect(abs(other.expandedUncertainty - 0.6) < 0.05)
  }
}
