import NumericKernels

/// Which predictors are held at which values, so that every model of a series is asked the same.
struct DependencePlan: Sendable {
  /// Features held together, and their grid: one array a feature, all of one length.
  struct Question: Sendable {
    let features: [Int]
    let grid: [[Double]]
  }

  /// One a curve, most important predictor first.
  let curves: [Question]
  /// Two predictors; `nil` with fewer than two of weather.
  let surface: Question?
  /// Values of the surface's predictors.
  let surfaceValues: [[Double]]
  /// Steps over which bootstrap models average: the spread needs no more.
  private let fewSteps: [Int]

  private static let mostSteps = 1_500

  /// - Parameter ranked: the predictors, most important first.
  init(_ ranked: [NormalisedSeries.Importance], _ table: WeatherTable, steps: [Int]) {
    func values(_ position: Int, points: Int) -> [Double] {
      let measured = steps.map { table.columns[position][$0] }.filter { !$0.isNaN }.sorted()
      guard !measured.isEmpty else { return [] }
      var grid: [Double] = []
      for point in 0..<points {
        let value = measured[point * (measured.count - 1) / (points - 1)]
        if value != grid.last { grid.append(value) }
      }
      return grid
    }
    let important = ranked.filter { $0.share > 0 }.compactMap { entry in
      table.features.firstIndex { $0.name == entry.feature }
    }
    curves = important.prefix(6).compactMap { position in
      let grid = values(position, points: 60)
      return grid.isEmpty ? nil : Question(features: [position], grid: [grid])
    }
    let wind = ["wind-east", "wind-north"].compactMap { name in
      table.features.firstIndex { $0.name == name }
    }
    let weather = important.filter {
      table.features[$0].role == .weather && table.features[$0].shape != .category
    }
    let pair = wind.count == 2 ? wind : Array(weather.prefix(2))
    let axes = pair.map { values($0, points: 13) }
    if pair.count == 2, axes.allSatisfy({ $0.count > 1 }) {
      surface = Question(
        features: pair,
        grid: [
          axes[0].flatMap { value in axes[1].map { _ in value } },
          axes[0].flatMap { _ in axes[1] },
        ])
    } else {
      surface = nil
    }
    surfaceValues = axes
    let stride = max(1, (steps.count + Self.mostSteps - 1) / Self.mostSteps)
    fewSteps = steps.enumerated().filter { $0.offset % stride == 0 }.map(\.element)
  }

  /// What a bootstrap model answers: the curves, then the surface.
  func answers(_ model: any TrainedWeatherModel, _ table: WeatherTable) -> [[Double]] {
    (curves + [surface].compactMap(\.self)).map {
      model.partialDependence(table, steps: fewSteps, features: $0.features, grid: $0.grid)
    }
  }
}

extension WeatherModel {
  /// The plan's curves with the spread of the bootstrap models.
  ///
  /// - Parameter models: what each bootstrap model answers.
  func curves(
    _ plan: DependencePlan, _ model: any TrainedWeatherModel, _ table: WeatherTable,
    _ steps: [Int], models: [[[Double]]]
  ) -> [PartialDependenceCurve] {
    plan.curves.enumerated().map { place, question in
      let expected = model.partialDependence(
        table, steps: steps, features: question.features, grid: question.grid)
      return PartialDependenceCurve(
        feature: table.features[question.features[0]], values: question.grid[0],
        expected: expected,
        spread: expected.indices.compactMap { point in
          spread(expected[point], models.map { $0[place][point] })
        })
    }
  }

  /// The plan's surface.
  func surface(
    _ plan: DependencePlan, _ model: any TrainedWeatherModel, _ table: WeatherTable,
    _ steps: [Int], models: [[[Double]]]
  ) -> PartialDependenceSurface? {
    guard let question = plan.surface else { return nil }
    let expected = model.partialDependence(
      table, steps: steps, features: question.features, grid: question.grid)
    var counts = [Int](repeating: 0, count: expected.count)
    let columns = question.features.map { table.columns[$0] }
    for step in steps where columns.allSatisfy({ !$0[step].isNaN }) {
      let places = zip(columns, plan.surfaceValues).map { column, values in
        values.indices.min { abs(values[$0] - column[step]) < abs(values[$1] - column[step]) } ?? 0
      }
      counts[places[0] * plan.surfaceValues[1].count + places[1]] += 1
    }
    return PartialDependenceSurface(
      features: question.features.map { table.features[$0] },
      firstValues: plan.surfaceValues[0], secondValues: plan.surfaceValues[1],
      cells: expected.indices.map { cell in
        PartialDependenceSurface.Cell(
          first: question.grid[0][cell], second: question.grid[1][cell],
          expected: expected[cell],
          spread: spread(expected[cell], models.compactMap { $0.last?[cell] }),
          count: counts[cell])
      })
  }

  private func spread(_ expected: Double, _ models: [Double]) -> ModelInterval? {
    ModelInterval(estimate: expected, replicates: models, level: confidenceLevel, isLog: false)
  }
}
