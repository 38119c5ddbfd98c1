package import AirQuality
import Foundation
import NumericKernels

/// Levels of several periods in their common weather and season, and the scores from which errors
/// come: what `WeatherModel.partialledLevels` finds.
///
/// All changes are differences of these levels, so consecutive changes add up to the change from the
/// first period to the last.
///
/// Scores are summed by place in the year before their variance is taken. The model of season and
/// weather learns the slow noise that the periods' days of one date have in common, so the residuals
/// of one date are negatively correlated between periods, and errors from a period's own residuals
/// come out too small.
///
/// The estimate depends on how dates were dealt to folds. So it is made with several deals: levels
/// are medians over the deals, and the variance of a contrast is the median of its variance within a
/// deal plus its squared distance from the median.
///
/// The season learns most of the slow noise in the sum of all periods, of whose common level the error
/// consists. How the periods differ, date by date, no season learns; so the variance of the common level
/// comes from there.
///
/// - Source: Chernozhukov et al. (2018), doi:10.1111/ectj.12097, definition 3.3.
package struct PartialledLevels: Hashable, Sendable {
  /// One deal of dates to folds.
  package struct Deal: Hashable, Sendable {
    /// One a period, on the model's scale.
    package var levels: [Double]
    /// Errors of what each level departs from the common level, by place in the year,
    /// `periods × 366`, as sums.
    package var scores: [[Double]]
    /// Correlation of the noise of one day with that of the next, 0 to 1.
    package var persistence: Double
  }

  package let deals: [Deal]
  /// For each level, sums by place in the year of each period's noise, by the period's first day: what
  /// the error of the common level consists of. Means over the deals.
  package let noise: [[CivilDate: [Double]]]
  /// Least share, over the periods, of a period's contrast with the others that season and weather do
  /// not give away, 0 to 1.
  package let overlap: Double
  /// Whether a place in the year was measured.
  let isMeasured: [Bool]
  /// Place in the year on which the earliest period starts: there the circle is cut.
  let firstPlace: Int

  /// An estimate and its interval.
  package struct Result: Hashable, Sendable {
    package let value: Double
    package let interval: ModelInterval?
  }

  /// One a period: medians over the deals.
  package var levels: [Double] {
    deals[0].levels.indices.map { period in
      Summation.median(deals.map { $0.levels[period] })
    }
  }

  /// A period's level: the common level and what the period departs from it, whose errors are
  /// uncorrelated.
  ///
  /// The common level is the same in every deal, and noise averaged over the deals holds the least of
  /// the weather that the models miss, which a mean over all days does not miss. The variance of the
  /// deals' mean comes on top.
  package func level(_ period: Int, level: Double) -> Result {
    let common = commonVariance(period)
    let departures = variance { place in
      Summation.mean(deals.map { $0.scores[period][place] })
    }
    let spread =
      deals.count > 1
      ? Summation.variance(deals.map { $0.levels[period] }) / Double(deals.count) : 0
    let own = departures.variance + spread
    let total = common.variance + own
    // Satterthwaite (1946), doi:10.2307/3002019.
    let freedom =
      total * total
      / (common.variance * common.variance / common.freedom
        + own * own / Double(departures.degreesOfFreedom))
    return result(levels[period], variance: total, freedom: freedom, level)
  }

  /// Later minus earlier.
  package func difference(_ earlier: Int, _ later: Int, level: Double) -> Result {
    contrast(
      { $0[later] - $0[earlier] },
      { deal, place in deal.scores[later][place] - deal.scores[earlier][place] }, level)
  }

  /// The change in per cent of the earlier level, for levels on the natural scale: no interval where a
  /// level is not positive.
  package func percent(_ earlier: Int, _ later: Int, level: Double) -> Result {
    let common = (earlier: common(earlier), later: common(later))
    let ratio = contrast(
      { log($0[later] / $0[earlier]) },
      { deal, place in
        (common.later[place] + deal.scores[later][place]) / deal.levels[later]
          - (common.earlier[place] + deal.scores[earlier][place]) / deal.levels[earlier]
      }, level)
    let levels = levels
    return Result(
      value: 100 * (levels[later] / levels[earlier] - 1),
      interval: ratio.interval.map {
        ModelInterval(
          lower: 100 * (exp($0.lower) - 1), upper: 100 * (exp($0.upper) - 1), level: level,
          standardError: 100 * $0.standardError, models: nil)
      })
  }

  /// Correlation of the noise of one day with that of the next: the median over the deals.
  package var persistence: Double { Summation.median(deals.map(\.persistence)) }

  /// Cosines for the variance of a sum over `count` days: fewer where the noise is slow, since the
  /// spectrum then is flat only near zero. With a correlation φ of neighbours its half-width is about
  /// (1 − φ) / (1 + φ) of the band; four fifths of it are used, since φ is estimated too low.
  private func cosines(_ count: Int) -> Int {
    let flat = 0.4 * Double(count) * (1 - persistence) / (1 + persistence)
    let usual = max(4, Int(0.4 * Logarithm.power(Double(count), 2.0 / 3)))
    return min(usual, max(4, Int(flat)))
  }

  /// Errors of the common level by place in the year, as they are in a period's level.
  private func common(_ period: Int) -> [Double] {
    let starts = noise[period].keys.sorted()
    return isMeasured.indices.map { place in
      Summation.sum(starts.map { noise[period][$0]?[place] ?? 0 })
    }
  }

  /// The variance of the common level, as it is in a period's level, from how the periods' noise differs
  /// date by date: what they have in common the model of season has learned.
  private func commonVariance(_ period: Int) -> (variance: Double, freedom: Double) {
    let common = common(period)
    let periods = noise[period].sorted { $0.key < $1.key }.map(\.value)
    let count = Double(periods.count)
    let own = periods.map { noise in variance { noise[$0] - common[$0] / count } }
    return (
      Summation.sum(own.map(\.variance)) * count / (count - 1),
      (count - 1) * Double(own.first?.degreesOfFreedom ?? 0)
    )
  }

  /// The variance of a sum of scores over the places in the year.
  private func variance(ofSum score: (Int) -> Double) -> CosineVariance {
    let order = isMeasured.indices.map { (firstPlace + $0) % isMeasured.count }
      .filter { isMeasured[$0] }
    return CosineVariance(
      ofSum: order.map(score), cosines: cosines(order.count), persistence: persistence)
  }

  private func contrast(
    _ value: ([Double]) -> Double, _ score: (Deal, Int) -> Double, _ level: Double
  ) -> Result {
    let centre = value(levels)
    var variances: [Double] = []
    var freedom = 1
    for deal in deals {
      let own = variance { score(deal, $0) }
      let distance = value(deal.levels) - centre
      variances.append(own.variance + distance * distance)
      freedom = own.degreesOfFreedom
    }
    return result(
      centre, variance: Summation.median(variances), freedom: Double(freedom), level)
  }

  private func result(
    _ centre: Double, variance: Double, freedom: Double, _ level: Double
  ) -> Result {
    let error = variance.squareRoot()
    let reach =
      freedom > 0
      ? error * Distribution.studentQuantile(0.5 + level / 2, degreesOfFreedom: freedom) : .nan
    guard centre.isFinite, reach.isFinite else { return Result(value: centre, interval: nil) }
    return Result(
      value: centre,
      interval: ModelInterval(
        lower: centre - reach, upper: centre + reach, level: level, standardError: error,
        models: nil))
  }

  /// Levels as concentrations: geometric means where the model's scale was the logarithm.
  package func natural(_ scale: WeatherModel.Scale) -> PartialledLevels {
    guard scale == .log else { return self }
    let factors = levels.map { exp($0) }
    return with(
      deals.map { deal in
        Deal(
          levels: deal.levels.map { exp($0) },
          scores: zip(deal.levels, deal.scores).map { level, scores in
            scores.map { exp(level) * $0 }
          }, persistence: deal.persistence)
      },
      zip(factors, noise).map { factor, noise in noise.mapValues { $0.map { factor * $0 } } })
  }

  /// Some of the periods.
  package func periods(_ chosen: [Int]) -> PartialledLevels {
    with(
      deals.map { deal in
        Deal(
          levels: chosen.map { deal.levels[$0] }, scores: chosen.map { deal.scores[$0] },
          persistence: deal.persistence)
      }, chosen.map { noise[$0] })
  }

  private func with(_ deals: [Deal], _ noise: [[CivilDate: [Double]]]) -> PartialledLevels {
    PartialledLevels(
      deals: deals, noise: noise, overlap: overlap, isMeasured: isMeasured, firstPlace: firstPlace)
  }

  /// Each period's noise, by its first day and for each level.
  static func noise(_ noise: [[Double]], of starts: [CivilDate]) -> [[CivilDate: [Double]]] {
    let byStart = Dictionary(zip(starts, noise), uniquingKeysWith: { first, _ in first })
    return starts.map { _ in byStart }
  }

  init(
    deals: [Deal], noise: [[CivilDate: [Double]]], overlap: Double, isMeasured: [Bool],
    firstPlace: Int
  ) {
    self.deals = deals
    self.noise = noise
    self.overlap = overlap
    self.isMeasured = isMeasured
    self.firstPlace = firstPlace
  }

  /// The mean over stations with the same periods. Stations share their weather, so scores are averaged
  /// date by date, and deal by deal, before their variance is taken.
  package static func mean(_ stations: [PartialledLevels]) -> PartialledLevels? {
    guard let first = stations.first else { return nil }
    func mean(_ value: (PartialledLevels) -> Double) -> Double {
      Summation.mean(stations.map(value))
    }
    let count = stations.map(\.deals.count).min() ?? 0
    let deals = (0..<count).map { (deal: Int) -> Deal in
      let own = first.deals[deal]
      let levels = own.levels.indices.map { (period: Int) -> Double in
        mean { $0.deals[deal].levels[period] }
      }
      let scores = own.scores.indices.map { (period: Int) -> [Double] in
        first.isMeasured.indices.map { (place: Int) -> Double in
          mean { $0.deals[deal].scores[period][place] }
        }
      }
      return Deal(
        levels: levels, scores: scores,
        persistence: stations.map { $0.deals[deal].persistence }.max() ?? 0)
    }
    let noise = first.noise.indices.map { (level: Int) -> [CivilDate: [Double]] in
      let starts = Set(stations.flatMap { $0.noise[level].keys })
      return Dictionary(
        uniqueKeysWithValues: starts.map { start in
          (
            start,
            first.isMeasured.indices.map { place in
              mean { $0.noise[level][start]?[place] ?? 0 }
            }
          )
        })
    }
    return PartialledLevels(
      deals: deals, noise: noise, overlap: stations.map(\.overlap).min() ?? 0,
      isMeasured: first.isMeasured.indices.map { place in
        stations.contains { $0.isMeasured[place] }
      },
      firstPlace: first.firstPlace)
  }
}
