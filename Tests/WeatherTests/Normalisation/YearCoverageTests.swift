import AirQuality
import NumericKernels
import TestSupport
import Testing
import Weather

@Suite("Coverage of years and their changes")
struct YearCoverageTests {
  /// What happens to air and weather over three years of days, with a step at the last new year.
  enum Structure: String, CaseIterable, Sendable {
    case nothing, step, windier, drifting, trendWithStep, slowNoise

    func air(_ run: Int) -> SimulatedAir {
      var air = SimulatedAir()
      air.seed = UInt64(run) &* 104_729 &+ 17
      air.stepDay = 730
      air.step = self == .nothing ? 0 : -8
      switch self {
      case .nothing, .step: break
      case .windier: air.windLift = 0.15
      case .drifting: air.windDrift = 0.06
      case .trendWithStep: air.slope = -2
      case .slowNoise: air.persistence = 0.9
      }
      return air
    }
  }

  /// Which intervals held the truth, and errors of the changes in per cent.
  struct Draw: Sendable {
    var levels: [Bool] = []
    var changes: [Bool] = []
    var chained: [Bool] = []
    var errors: [Double] = []
  }

  static func draw(_ structure: Structure, _ run: Int) -> Draw? {
    let air = structure.air(run)
    let data = air.air()
    var model = SimulatedAir.quickModel
    model.seed = UInt64(run) &+ 1
    model.describesModel = false
    guard
      let result = try? model.normalise(data.pollutant, weather: data.weather, threads: 1),
      let comparison = YearComparison([result])
    else { return nil }
    // 2014 to 2016: the common weather of all years is that of all their days.
    let common = Summation.mean(data.calm)
    let truth = [0..<365, 365..<730, 730..<1_096].map { days in
      common + Summation.mean(days.map(air.emission))
    }
    func holds(_ interval: ModelInterval?, _ value: Double) -> Bool {
      interval.map { $0.lower <= value && value <= $0.upper } ?? false
    }
    var draw = Draw()
    let years = comparison.years.filter { $0.kind == .calendar }
    guard years.map(\.label) == ["2014", "2015", "2016"] else { return nil }
    draw.levels = zip(years, truth).map { holds($0.interval, $1) }
    for change in comparison.changes where change.kind == .calendar {
      guard let from = years.firstIndex(where: { $0.label == change.from }),
        let to = years.firstIndex(where: { $0.label == change.to })
      else { return nil }
      let percent = 100 * (truth[to] / truth[from] - 1)
      draw.errors.append(change.normalisedPercent - percent)
      if change.isConsecutive {
        draw.changes.append(holds(change.interval, percent))
      } else {
        draw.chained.append(holds(change.interval, percent))
      }
    }
    return draw
  }

  @Test(
    "Levels, changes and the change over all years hold the truth as they say", .tags(.calibration),
    arguments: Structure.allCases)
  func coverage(_ structure: Structure) {
    let numbers = SimulationRuns.numbers(everyday: 3, full: 500)
    let runs = numbers.count
    let draws = parallelMap(count: runs) { Self.draw(structure, numbers.lowerBound + $0) }
      .compactMap(\.self)
    #expect(draws.count == runs)
    func share(_ held: (Draw) -> [Bool]) -> Double {
      let all = draws.flatMap(held)
      return Double(all.count { $0 }) / Double(max(1, all.count))
    }
    let shares = (share(\.levels), share(\.changes), share(\.chained))
    let errors = (0..<3).map { place in draws.map { $0.errors[place] } }
    let biases = errors.map(Summation.mean)
    print(
      "years, \(structure.rawValue): levels \(shares.0), changes \(shares.1), first to last "
        + "\(shares.2) of runs \(numbers); bias \(biases), spread "
        + "\(errors.map { Summation.variance($0).squareRoot() })")
    for share in [shares.0, shares.1, shares.2] {
      #expect(SimulationRuns.band(0.95, runs: runs, full: 0.93...0.97).contains(share))
    }
    guard SimulationRuns.isFull else { return }
    // Half a point, or what 500 runs cannot tell from nothing.
    for (bias, own) in zip(biases, errors) {
      let error = (Summation.variance(own) / Double(runs)).squareRoot()
      #expect(abs(bias) < max(0.5, 3 * error))
    }
  }

  @Test(
    "Consecutive changes multiply to the change from the first year to the last", .tags(.property))
  func chain() throws {
    var air = Structure.trendWithStep.air(3)
    air.missingShare = 0.1
    let data = air.generate()
    var model = SimulatedAir.quickModel
    model.describesModel = false
    let result = try model.normalise(data.pollutant, weather: data.weather)
    let comparison = try #require(YearComparison([result]))
    let changes = comparison.changes.filter { $0.kind == .calendar }
    let steps = changes.filter(\.isConsecutive).map { 1 + $0.normalisedPercent / 100 }
    let whole = try #require(changes.first { !$0.isConsecutive })
    #expect(steps.count == 2)
    #expect(abs(steps.reduce(1, *) - 1 - whole.normalisedPercent / 100) < 1e-12)
  }

  @Test("The seed moves a change by less than a fifth of its half-width", .tags(.property))
  func seeds() throws {
    let data = Structure.step.air(5).generate()
    let changes = try (1...SimulationRuns.count(everyday: 2, full: 20)).map { seed in
      var model = SimulatedAir.quickModel
      model.seed = UInt64(seed)
      model.describesModel = false
      let result = try model.normalise(data.pollutant, weather: data.weather)
      let comparison = try #require(YearComparison([result]))
      return try #require(comparison.changes.first { $0.kind == .calendar && $0.to == "2016" })
    }
    let values = changes.map(\.normalisedPercent)
    let centre = Summation.median(values)
    for change in changes {
      let interval = try #require(change.interval)
      #expect(
        abs(change.normalisedPercent - centre) < 0.2 * (interval.upper - interval.lower) / 2)
    }
  }
}
