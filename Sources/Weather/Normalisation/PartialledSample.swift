import AirQuality
import NumericKernels

/// The days of the periods whose levels are compared, and the arithmetic of the partialled levels.
struct PartialledSample {
  let table: WeatherTable
  /// Rows' positions in the table, period by period.
  let steps: [Int]
  /// A row's weight; the weights add up to 1.
  let shares: [Double]
  /// A row's weight as the trainer takes it.
  let weights: [Double]
  let response: [Double]
  /// Place in the year of each row.
  let places: [Int]
  private let period: [Int]
  private let count: Int
  /// Share of the weight in each period.
  private let periodShares: [Double]

  init(table: WeatherTable, periods: [[Int]], weights: [Double], response: [Double]) {
    self.table = table
    steps = periods.flatMap(\.self)
    count = periods.count
    period = periods.indices.flatMap { number in periods[number].map { _ in number } }
    self.weights = steps.map { weights[$0] }
    let total = Summation.sum(self.weights)
    shares = self.weights.map { $0 / total }
    self.response = response
    let days = table.calendarDays
    places = steps.map { days[$0] }
    var sums = [Double](repeating: 0, count: periods.count)
    for (row, own) in period.enumerated() { sums[own] += shares[row] }
    periodShares = sums
  }

  var isMeasured: [Bool] {
    var measured = [Bool](repeating: false, count: 366)
    for place in places { measured[place] = true }
    return measured
  }

  /// 1 in a period, 0 elsewhere.
  func mark(_ number: Int) -> [Double] { period.map { $0 == number ? 1 : 0 } }

  private func mean(_ values: [Double]) -> Double {
    Summation.sum(zip(values, shares).map { $0 * $1 })
  }

  /// Each period's mean as it was measured.
  var rawLevels: [Double] {
    (0..<count).map { number in
      mean(zip(mark(number), response).map { $0 * $1 }) / periodShares[number]
    }
  }

  /// The response without the periods' levels, but with their mean.
  func response(without levels: [Double]) -> [Double] {
    let centre = Summation.sum(zip(periodShares, levels).map { $0 * $1 })
    return response.indices.map { response[$0] - levels[period[$0]] + centre }
  }

  /// The marks without what season and weather say of them, one column a period but the first, each
  /// with mean zero.
  ///
  /// - Parameter expected: what was predicted of each period's mark, or of the second's alone where
  ///   there are two.
  func contrasts(_ expected: [[Double]]) -> [[Double]] {
    let clamped = expected.map { $0.map { min(max($0, 0), 1) } }
    let marks = count == 2 ? [1] : Array(1..<count)
    return marks.map { number in
      let own = clamped[count == 2 ? 0 : number]
      let raw = steps.indices.map { row -> Double in
        let sum = count == 2 ? 1 : Summation.sum(clamped.map { $0[row] })
        return (period[row] == number ? 1 : 0) - (sum > 0 ? own[row] / sum : 0)
      }
      let centre = mean(raw)
      return raw.map { $0 - centre }
    }
  }

  /// The share of each period's contrast with the others that season and weather do not give away.
  func overlaps(_ contrasts: [[Double]]) -> [Double] {
    let first = steps.indices.map { row in -Summation.sum(contrasts.map { $0[row] }) }
    return ([first] + contrasts).enumerated().map { number, contrast in
      mean(zip(contrast, mark(number)).map { $0 * $1 })
        / (periodShares[number] * (1 - periodShares[number]))
    }
  }

  private func inverse(_ contrasts: [[Double]]) throws(KernelError) -> Matrix {
    try LinearAlgebra.inverse(
      Matrix(
        columns: (1..<count).map { number in
          let mark = mark(number)
          return contrasts.map { contrast in mean(zip(contrast, mark).map { $0 * $1 }) }
        }))
  }

  /// Changes against the first period that the contrasts give.
  private func changes(_ contrasts: [[Double]], _ rest: [Double]) throws(KernelError) -> [Double] {
    let right = contrasts.map { contrast in mean(zip(contrast, rest).map { $0 * $1 }) }
    let inverse = try inverse(contrasts)
    return [0]
      + contrasts.indices.map { row in
        Summation.sum(right.indices.map { inverse[row, $0] * right[$0] })
      }
  }

  /// Levels in the common weather and season of all periods.
  func levels(_ contrasts: [[Double]], _ rest: [Double]) throws(KernelError) -> [Double] {
    let changes = try changes(contrasts, rest)
    let centre = Summation.sum(zip(periodShares, changes).map { $0 * $1 })
    let level = mean(response)
    return changes.map { level + $0 - centre }
  }

  /// Correlation of one day's slow noise with the next day's, from how fast the autocovariances within a
  /// period fall from the third lag to the tenth: what the model misses of weather adds to the first
  /// ones and hardly to these. Where there is no slow part to see, the correlation of neighbours. Both are
  /// corrected for the bias that estimated levels give them (Kendall 1954,
  /// doi:10.1093/biomet/41.3-4.403). With slow noise of 0.9 beside missed weather the correlation of
  /// neighbours says 0.86, the fall 0.88 (3,000 draws).
  private func persistence(_ noise: [Double]) -> Double {
    let rows = Dictionary(uniqueKeysWithValues: zip(steps, steps.indices))
    let covariances = (0...10).map { lag -> Double in
      let products = steps.indices.compactMap { row -> Double? in
        guard let later = rows[steps[row] + lag], period[later] == period[row] else { return nil }
        return noise[row] * noise[later]
      }
      return products.isEmpty ? 0 : Summation.mean(products)
    }
    guard covariances[0] > 0 else { return 0 }
    var found = covariances[1] / covariances[0]
    // Twice what chance gives a covariance of noise without memory.
    let chance = 2 / Double(steps.count).squareRoot()
    if covariances[3] > chance * covariances[0] {
      let slow = covariances[3...]
      let products = zip(slow, slow.dropFirst()).map { $0 * $1 }
      let squares = slow.dropLast().map { $0 * $0 }
      found = max(found, Summation.sum(products) / Summation.sum(squares))
    }
    let days = Double(steps.count) / Double(count)
    return min(max(found + (1 + 3 * found) / days, 0), 0.98)
  }

  /// What is left of each row without the levels, times its share.
  private func noise(_ rest: [Double], _ levels: [Double]) -> [Double] {
    let centre = Summation.sum(zip(periodShares, levels).map { $0 * $1 })
    let restLevel = mean(rest)
    return steps.indices.map { row in
      (rest[row] - (restLevel + levels[period[row]] - centre)) * shares[row]
    }
  }

  /// Sums of each period's noise by place in the year: means over the deals.
  func noise(_ rests: [[Double]], _ levels: [[Double]]) -> [[Double]] {
    let byDeal = zip(rests, levels).map { noise($0, $1) }
    var sums = [[Double]](repeating: [Double](repeating: 0, count: 366), count: count)
    for row in steps.indices {
      sums[period[row]][places[row]] += Summation.mean(byDeal.map { $0[row] })
    }
    return sums
  }

  /// Levels with the errors of what they depart from the common level, by place in the year.
  func deal(
    _ contrasts: [[Double]], _ rest: [Double], _ levels: [Double]
  ) throws(KernelError) -> PartialledLevels.Deal {
    let inverse = try inverse(contrasts)
    let noises = noise(rest, levels)
    var scores = [[Double]](
      repeating: [Double](repeating: 0, count: 366), count: count)
    for row in steps.indices {
      let noise = noises[row]
      // The row's part in the error of each change against the first period.
      let ofChanges =
        [0]
        + contrasts.indices.map { number in
          Summation.sum(contrasts.indices.map { inverse[number, $0] * contrasts[$0][row] }) * noise
        }
      let ofCentre = Summation.sum(zip(periodShares, ofChanges).map { $0 * $1 })
      for number in 0..<count {
        scores[number][places[row]] += ofChanges[number] - ofCentre
      }
    }
    return PartialledLevels.Deal(
      levels: levels, scores: scores,
      persistence: persistence(zip(noises, shares).map { $0 / $1 }))
  }
}
