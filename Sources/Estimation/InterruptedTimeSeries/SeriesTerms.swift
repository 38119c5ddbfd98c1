import AirQuality
import Cooperation
import Documents
import Foundation
import NumericKernels

/// The columns of an interrupted time series, one row a step of the study's axis.
///
/// Time counts in years from the measure's first step, so that level and slope change are read
/// off directly and the columns stay near one in size. Calendar months are counted, not measured.
struct SeriesTerms {
  private(set) var names: [String] = []
  private(set) var columns: [[Double]] = []
  /// Which columns answer the study's own measure.
  private(set) var impact: Range<Int> = 0..<0
  /// Whether a column's coefficient is a change a year.
  private(set) var isPerYear: [Bool] = []
  /// Harmonics of the season that the steps show.
  let harmonics: Int
  /// Whether the season is in the columns.
  let hasSeason: Bool

  init(_ settings: InterruptedTimeSeries, _ study: Study, season: Bool) throws(EstimationError) {
    let clock = StepClock(study)
    let axis = study.panel.axis
    harmonics = min(settings.seasonHarmonics, axis.step.visibleHarmonics)
    hasSeason = season && harmonics > 0
    add("level", clock.positions.map { _ in 1.0 })
    if settings.linearTrend { add("trend", clock.positions.map(clock.years), perYear: true) }
    let first = columns.count
    add(
      settings.impact, named: settings.impact.names, settings,
      clock.positions.map { clock.moment($0, since: clock.start, year: clock.startYear) })
    impact = first..<columns.count
    for (place, text) in settings.further.enumerated() {
      let measure = try FurtherMeasure(text)
      let begin = Instant(measure.start, utcOffset: axis.utcOffset).secondsSinceEpoch
      add(
        measure.impact, named: measure.impact.names.map { "measure \(place + 2), \($0)" }, settings,
        clock.positions.map { clock.moment($0, since: begin, year: measure.start.year) },
        acting: { measure.acts(in: clock.month($0)) })
    }
    if hasSeason { addHarmonics(harmonics, "season", clock.positions.map(clock.yearPhase)) }
    if axis.step < .day {
      addHarmonics(settings.diurnalHarmonics, "hour", clock.positions.map(clock.dayPhase))
    }
    if settings.weekdays, axis.step <= .day {
      let days = clock.positions.map { axis.date(at: $0).weekday }
      let labels = ["Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
      for (position, label) in labels.enumerated() {
        add(label, days.map { $0 == position + 2 ? 1 : 0 })
      }
    }
    for panel in study.covariates where panel.pollutant.identifier != settings.exposure {
      addCovariate(panel)
    }
  }

  private mutating func add(_ name: String, _ column: [Double], perYear: Bool = false) {
    names.append(name)
    columns.append(column)
    isPerYear.append(perYear)
  }

  private mutating func add(
    _ model: ImpactModel, named: [String], _ settings: InterruptedTimeSeries,
    _ moments: [ImpactModel.Moment], acting: (Int) -> Bool = { _ in true }
  ) {
    let responses = moments.enumerated().map { place, moment in
      model.responses(
        moment, duration: Double(settings.duration), halfLife: Double(max(settings.halfLife, 1))
      ).map { acting(place) ? $0 : 0 }
    }
    for place in named.indices {
      add(named[place], responses.map { $0[place] }, perYear: model.isPerYear[place])
    }
  }

  private mutating func addHarmonics(_ count: Int, _ name: String, _ phases: [Double]) {
    for (place, column) in Harmonics.columns(phases: phases, count: count).enumerated() {
      add("\(name) \(place % 2 == 0 ? "cosine" : "sine") \(place / 2 + 1)", column)
    }
  }

  private mutating func addCovariate(_ panel: Panel) {
    let name = panel.pollutant.displayName
    func averaged(_ matrix: Matrix) -> [Double] {
      StationAverage(matrix, stations: Array(0..<matrix.columns)).values
    }
    guard panel.pollutant == .windDirection else {
      add(name, averaged(panel.matrix))
      return
    }
    // Degrees have neither a mean nor a slope, for 359° and 1° are neighbours.
    func component(_ part: (Double) -> Double) -> Matrix {
      Matrix(
        columns: (0..<panel.matrix.columns).map {
          panel.matrix.column($0).map { part($0 * .pi / 180) }
        })
    }
    add("\(name), east", averaged(component(sin)))
    add("\(name), north", averaged(component(cos)))
  }

  /// Adds the donors' mean, unless it says on these rows what the other columns say already.
  ///
  /// - Returns: whether it was added.
  mutating func addDonors(_ mean: [Double], rows: [Int]) -> Bool {
    let used = rows.filter { !mean[$0].isNaN && isComplete($0) }
    guard used.count > names.count + 1,
      let others = try? LeastSquares.fit(
        design: matrix(used), response: used.map { mean[$0] }, names: names)
    else { return false }
    let level = Summation.mean(others.response)
    let size = others.response.reduce(0) { $0 + $1 * $1 }
    let left = others.residuals.reduce(0) { $0 + $1 * $1 }
    guard left > 1e-16 * size else { return false }
    // About its mean: the level's own coefficient stays that of the treated.
    add("donors’ mean", mean.map { $0 - level })
    return true
  }

  /// Whether every column has a value; weather may be missing.
  func isComplete(_ position: Int) -> Bool { columns.allSatisfy { !$0[position].isNaN } }

  /// `positions × terms`.
  func matrix(_ positions: [Int]) -> Matrix {
    Matrix(columns: columns.map { column in positions.map { column[$0] } })
  }

  /// The same columns with one row a group of positions: their means.
  func grouped(_ groups: [[Int]]) -> SeriesTerms {
    var found = self
    found.columns = columns.map { column in
      groups.map { group in Summation.mean(group.map { column[$0] }) }
    }
    return found
  }

  /// Without some columns.
  func without(_ places: Set<Int>) -> SeriesTerms {
    var found = self
    let kept = names.indices.filter { !places.contains($0) }
    found.names = kept.map { names[$0] }
    found.columns = kept.map { columns[$0] }
    found.isPerYear = kept.map { isPerYear[$0] }
    let first = kept.firstIndex { impact.contains($0) } ?? 0
    found.impact = first..<(first + kept.count { impact.contains($0) })
    return found
  }

  /// The same columns less those of so many steps before; NaN where one of the two is not there.
  func differenced(_ steps: Int) -> SeriesTerms {
    var found = self
    found.columns = columns.map { Self.differenced($0, steps) }
    return found
  }

  static func differenced(_ values: [Double], _ steps: Int) -> [Double] {
    values.indices.map { $0 < steps ? .nan : values[$0] - values[$0 - steps] }
  }
}

/// Where the steps of a study's axis stand in time.
struct StepClock {
  let positions: Range<Int>
  /// The measure's beginning, seconds since the epoch.
  let start: Int
  /// Calendar year of the measure's beginning.
  let startYear: Int
  private let axis: TimeAxis
  private let months: Int?
  private let startPosition: Int

  init(_ study: Study) {
    axis = study.panel.axis
    positions = 0..<axis.count
    let begin = study.measure.begin(utcOffset: axis.utcOffset)
    start = begin.secondsSinceEpoch
    startYear = begin.date(utcOffset: axis.utcOffset).year
    if case .months(let months) = axis.step { self.months = months } else { months = nil }
    startPosition = axis.positions(from: begin, until: axis.end).lowerBound
  }

  /// Steps in a year, of calendar steps.
  var stepsAYear: Int? { months.map { 12 / $0 } }

  private func seconds(_ position: Int) -> Int { axis.instant(at: position).secondsSinceEpoch }

  func month(_ position: Int) -> Int { axis.date(at: position).month }

  /// Years from the measure's beginning.
  func years(_ position: Int) -> Double {
    years(position, since: start, from: startPosition)
  }

  private func years(_ position: Int, since begin: Int, from first: Int) -> Double {
    if let months { return Double((position - first) * months) / 12 }
    return Double(seconds(position) - begin) / (365.25 * 86_400)
  }

  func moment(_ position: Int, since begin: Int, year: Int) -> ImpactModel.Moment {
    let first =
      begin == start
      ? startPosition : axis.ceilingPosition(of: Instant(secondsSinceEpoch: begin))
    return ImpactModel.Moment(
      days: Double(seconds(position) - begin) / 86_400,
      stepDays: Double(axis.step.meanSeconds) / 86_400,
      years: years(position, since: begin, from: first),
      calendarYears: Double(axis.date(at: position).year - year))
  }

  /// Place in the year, 0 to 1; a calendar step is one of twelve months, or of four quarters.
  func yearPhase(_ position: Int) -> Double {
    if let months { return Double(axis.date(at: position).month - 1) / 12 + Double(months) / 24 }
    let middle =
      axis.step > .day
      ? (seconds(position) + seconds(position + 1)) / 2 : seconds(position)
    return Double(middle + axis.utcOffset) / (365.25 * 86_400)
  }

  /// Place in the day, 0 to 1.
  func dayPhase(_ position: Int) -> Double {
    (Double(axis.instant(at: position).secondOfDay(utcOffset: axis.utcOffset))
      + Double(axis.step.meanSeconds) / 2) / 86_400
  }
}

extension TimeStep {
  /// How many pairs of sine and cosine over a year steps of this length can tell apart: fewer than
  /// half of the steps in a year.
  var visibleHarmonics: Int { (31_556_952 / meanSeconds - 1) / 2 }
}
