import AirQuality
import Documents
import NumericKernels
import PanelKernels

/// Weekdays and season as columns, where the period before can show them.
struct StructuralCalendar {
  /// A shorter period before has no season that could be told from its level.
  static let yearDays = 365

  let names: [String]
  /// One a name, each of the axis's length.
  let columns: [[Double]]
  let diagnostics: [Diagnostic]

  /// - Parameter known: steps of the period before that were measured.
  init(_ settings: StructuralTimeSeries, _ study: Study, known: [Int]) {
    let axis = study.panel.axis
    var names: [String] = []
    var columns: [[Double]] = []
    var diagnostics: [Diagnostic] = []
    let isPlain = settings.priors == .causalImpact
    if settings.weekdays, axis.step == .day, !isPlain {
      let days = (0..<axis.count).map { axis.date(at: $0).weekday }
      var counts = [Int](repeating: 0, count: 8)
      for step in known { counts[days[step]] += 1 }
      if counts.dropFirst().allSatisfy({ $0 >= 3 }) {
        let labels = ["Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
        for (place, label) in labels.enumerated() {
          names.append(label)
          columns.append(days.map { $0 == place + 2 ? 1 : 0 })
        }
      } else {
        diagnostics.append(Diagnostic("weekdays-left-out", .warning))
      }
    }
    let harmonics = min(settings.seasonHarmonics, axis.step.visibleHarmonics)
    if harmonics > 0, !isPlain {
      if study.before.dayCount >= Self.yearDays {
        let phases = (0..<axis.count).map { step -> Double in
          let begin = axis.instant(at: step).secondsSinceEpoch
          let end = axis.instant(at: step + 1).secondsSinceEpoch
          return (Double(begin + end) / 2 + Double(axis.utcOffset)) / (365.25 * 86_400)
        }
        let waves = Harmonics.columns(
          phases: phases.map { $0 - $0.rounded(.down) }, count: harmonics)
        for harmonic in 1...harmonics {
          names += ["season cosine \(harmonic)", "season sine \(harmonic)"]
        }
        columns += waves
      } else if study.donorIndices.isEmpty {
        diagnostics.append(
          Diagnostic(
            "short-before", .serious, saying: "short-before-weather",
            ["days": .count(study.before.dayCount)]))
        diagnostics += SeasonOverlap(study).diagnostics
      } else {
        diagnostics.append(
          Diagnostic("season-from-donors", .note, ["days": .count(study.before.dayCount)]))
      }
    }
    self.names = names
    self.columns = columns
    self.diagnostics = diagnostics
  }

  /// What level, weekday and season say of every step, where they say all of the period before to the
  /// last digit; else `nil`.
  ///
  /// A posterior has no place for a series without noise.
  func exact(_ response: [Double], _ known: [Int]) throws(EstimationError) -> [Double]? {
    let all = [[Double](repeating: 1, count: response.count)] + columns
    let values = known.map { response[$0] }
    guard
      let fit = try? LeastSquares.fit(
        design: Matrix(columns: all.map { column in known.map { column[$0] } }), response: values,
        names: ["level"] + names)
    else { return nil }
    let largest = values.reduce(0) { max($0, abs($1)) }
    guard fit.residuals.allSatisfy({ abs($0) <= 1e-11 * largest }) else { return nil }
    return response.indices.map { step in
      var sum = 0.0
      for (place, column) in all.enumerated() { sum += fit.coefficients[place] * column[step] }
      return sum
    }
  }
}

/// Donors and covariates as columns without gaps.
struct Explanatory {
  let donors: [Station]
  let names: [String]
  /// One a name, each of the axis's length.
  let columns: [[Double]]
  /// Whether a step has at least one donor and every covariate.
  let isSeen: [Bool]
  let diagnostics: [Diagnostic]

  /// - Throws: `EstimationError.gaps` for a donor that misses more than the outcome allows.
  init(_ study: Study) throws(EstimationError) {
    let weather = Explanatory(weatherOf: study)
    var isSeen = weather.isSeen
    var names: [String] = []
    var columns: [[Double]] = []
    var diagnostics: [Diagnostic] = []
    donors = study.donorStations
    if !donors.isEmpty {
      let panel = study.responses.columns(study.donorIndices)
      try Self.requireFewGaps(panel, study)
      let rows = (0..<panel.rows).filter { row in
        (0..<panel.columns).contains { !panel[row, $0].isNaN }
      }
      let hasDonor = Set(rows)
      for row in isSeen.indices where !hasDonor.contains(row) { isSeen[row] = false }
      let filling = try EstimationError.numerical { () throws(KernelError) in
        try GapFilling(panel.rows(rows), starts: [Int?](repeating: nil, count: panel.columns))
      }
      for (place, donor) in donors.enumerated() {
        let values = filling.values.column(place)
        var column = [Double](repeating: Summation.mean(values), count: panel.rows)
        for (kept, row) in rows.enumerated() { column[row] = values[kept] }
        columns.append(column)
        names.append(donor.key)
      }
      if filling.filled > 0 {
        let share = Double(filling.filled) / Double(rows.count * panel.columns)
        diagnostics.append(
          Diagnostic(
            "gaps-filled", share > 0.05 ? .warning : .note,
            ["count": .count(filling.filled), "percent": .share(share, decimals: 2)]))
      }
    }
    self.names = names + weather.names
    self.columns = columns + weather.columns
    self.isSeen = isSeen
    self.diagnostics = diagnostics
  }

  /// The study's covariates alone.
  init(weatherOf study: Study) {
    var isSeen = [Bool](repeating: true, count: study.panel.axis.count)
    var names: [String] = []
    var columns: [[Double]] = []
    for covariate in study.covariates {
      for (name, column) in Self.columns(of: covariate) {
        let known = column.indices.filter { column[$0].isFinite }
        let mean = known.isEmpty ? 0 : Summation.mean(known.map { column[$0] })
        for step in column.indices where !column[step].isFinite { isSeen[step] = false }
        names.append(name)
        columns.append(column.map { $0.isFinite ? $0 : mean })
      }
    }
    self.names = names
    self.columns = columns
    self.isSeen = isSeen
    donors = []
    diagnostics = []
  }

  private static func requireFewGaps(_ panel: Matrix, _ study: Study) throws(EstimationError) {
    let limit = study.outcome.largestGap
    for (place, station) in study.donorStations.enumerated() {
      for (positions, period) in [
        (study.beforePositions, study.before), (study.afterPositions, study.after),
      ] where !positions.isEmpty {
        let missing = positions.count { panel[$0, place].isNaN }
        let share = Double(missing) / Double(positions.count)
        guard share <= limit else {
          throw .gaps(
            station: station.key, percent: Int((100 * share).rounded(.down)),
            period: period.description, isTreated: false, limit: limit)
        }
      }
    }
  }

  /// The stations' mean of a covariate; of wind direction its two components, since degrees have
  /// neither a mean nor a slope.
  static func columns(of panel: Panel) -> [(String, [Double])] {
    func averaged(_ change: (Double) -> Double) -> [Double] {
      let matrix = Matrix(
        columns: (0..<panel.matrix.columns).map { panel.matrix.column($0).map(change) })
      return StationAverage(matrix, stations: Array(0..<matrix.columns)).values
    }
    let name = panel.pollutant.displayName
    guard panel.pollutant == .windDirection else { return [(name, averaged { $0 })] }
    // cos x = sin (x + 90°), and the harmonics have both.
    func component(_ place: Int) -> [Double] {
      averaged { $0.isNaN ? .nan : Harmonics.columns(phases: [$0 / 360], count: 1)[place][0] }
    }
    return [("\(name), east", component(1)), ("\(name), north", component(0))]
  }
}
