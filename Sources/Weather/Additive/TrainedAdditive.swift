import NumericKernels

/// A fitted additive model with its averages in closed form.
///
/// A predictor that was not measured at a step counts with its function's mean over the training
/// steps, which is zero.
struct TrainedAdditive: TrainedWeatherModel {
  let fit: AdditiveFit
  let predictors: AdditivePredictors

  func predict(_ table: WeatherTable, steps: [Int]) -> [Double] {
    sums(effects(table, steps), of: fit.design.terms.indices.map { $0 })
      .map { $0 + fit.coefficients[0] }
  }

  func normalise(
    _ table: WeatherTable, steps: [Int], over sample: WeatherTable, sampleSteps: [Int],
    pools: SamplePools, threads: Int?
  ) -> [Double] {
    let weather = sums(effects(sample, sampleSteps), of: terms(weather: true))
    let time = sums(effects(table, steps), of: terms(weather: false))
    // Running sums in the order of the pools' runs.
    var running = [0.0]
    running.reserveCapacity(weather.count + 1)
    for row in pools.order { running.append(running[running.count - 1] + weather[row]) }
    let means = pools.runs.map { runs -> Double in
      let count = runs.reduce(0) { $0 + $1.count }
      guard count > 0 else { return .nan }
      return runs.reduce(0.0) { $0 + running[$1.upperBound] - running[$1.lowerBound] }
        / Double(count)
    }
    return time.indices.map { fit.coefficients[0] + time[$0] + means[pools.cell[$0]] }
  }

  func partialDependence(
    _ table: WeatherTable, steps: [Int], features: [Int], grid: [[Double]]
  ) -> [Double] {
    let all = effects(table, steps)
    let points = grid.first?.count ?? 0
    var result = [Double](repeating: fit.coefficients[0], count: points)
    for (position, term) in fit.design.terms.enumerated() {
      let held = term.covariates.map { features.firstIndex(of: $0) }
      if held.allSatisfy({ $0 == nil }) {
        let mean = Summation.mean(all[position])
        for point in 0..<points { result[point] += mean }
        continue
      }
      // A covariate that is not held has the mean of its functions over the steps.
      var parts: [Matrix] = []
      for (place, covariate) in term.covariates.enumerated() {
        if let index = held[place],
          let functions = try? fit.design.marginalFunctions(
            of: position, covariate: place, at: grid[index])
        {
          parts.append(functions)
        } else {
          let measured = steps.map { table.columns[covariate][$0] }.filter { !$0.isNaN }
          guard
            let functions = try? fit.design.marginalFunctions(
              of: position, covariate: place, at: measured)
          else { continue }
          parts.append(
            Matrix(
              columns: (0..<functions.columns).map { column in
                [Double](repeating: Summation.mean(functions.column(column)), count: points)
              }))
        }
      }
      let own = Array(fit.coefficients[fit.design.ranges[position]])
      for point in 0..<points {
        for (index, coefficient) in own.enumerated() {
          var product = coefficient
          var rest = index
          for part in parts {
            product *= part[point, rest % part.columns]
            rest /= part.columns
          }
          result[point] += product
        }
      }
    }
    return result
  }

  func importance(_ table: WeatherTable, steps: [Int]) -> [Double] {
    var shares = [Double](repeating: 0, count: table.features.count)
    for (term, effect) in zip(fit.design.terms, effects(table, steps)) {
      let variance = steps.count > 1 ? Summation.variance(effect) : 0
      for covariate in term.covariates {
        shares[covariate] += variance / Double(term.covariates.count)
      }
    }
    let total = shares.reduce(0, +)
    return total > 0 ? shares.map { $0 / total } : shares
  }

  func varianceShares(
    _ table: WeatherTable, steps: [Int], groups: [[Int]]
  ) -> (groups: [Double], interactions: Double) {
    let all = effects(table, steps)
    let total = Summation.variance(sums(all, of: Array(all.indices)))
    guard total > 0 else { return (groups.map { _ in 0 }, 0) }
    let shares = groups.map { group -> Double in
      let own = fit.design.terms.indices.filter { term in
        fit.design.terms[term].covariates.allSatisfy { group.contains($0) }
      }
      return own.isEmpty ? 0 : Summation.variance(sums(all, of: own)) / total
    }
    return (shares, 1 - shares.reduce(0, +))
  }

  private func terms(weather: Bool) -> [Int] {
    predictors.isWeather.indices.filter { predictors.isWeather[$0] == weather }
  }

  /// Each term's value at some steps of a table with the same features.
  func effects(_ table: WeatherTable, _ steps: [Int]) -> [[Double]] {
    // Any known value may stand in for a missing one, since its effect is set to zero below.
    let values = table.columns.enumerated().map { position, column in
      let fallback = fit.design.knownValues[position] ?? 0
      return steps.map { column[$0].isNaN ? fallback : column[$0] }
    }
    guard let rows = try? fit.design.rows(values),
      var effects = try? rows.effects(fit.coefficients)
    else { return fit.design.terms.map { _ in steps.map { _ in .nan } } }
    for (position, term) in fit.design.terms.enumerated() {
      for covariate in term.covariates {
        for (place, step) in steps.enumerated() where table.columns[covariate][step].isNaN {
          effects[position][place] = 0
        }
      }
    }
    return effects
  }

  private func sums(_ effects: [[Double]], of terms: [Int]) -> [Double] {
    var result = [Double](repeating: 0, count: effects.first?.count ?? 0)
    for term in terms {
      for place in result.indices { result[place] += effects[term][place] }
    }
    return result
  }
}
