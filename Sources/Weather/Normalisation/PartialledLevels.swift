import AirQuality
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
/// - Source: Chernozhukov et al. (2018), doi:10.1111/ectj.12097, definition 3.3.
package struct PartialledLevels: Hashable, Sendable {
  /// One deal of dates to folds.
  package struct Deal: Hashable, Sendable {
    /// One a period, on the model's scale.
    package var levels: [Double]
    /// Errors of each level by place in the year, `periods × 366`, as sums.
    package var scores: [[Double]]
    /// Correlation of the noise of one day with that of the next, 0 to 1.
    package var persistence: Double
  }

  package let deals: [Deal]
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

  /// A period's level.
  package func level(_ period: Int, level: Double) -> Result {
    contrast({ $0[period] }, { deal, place in deal.scores[period][place] }, level)
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
    let ratio = contrast(
      { log($0[later] / $0[earlier]) },
      { deal, place in
        deal.scores[later][place] / deal.levels[later]
          - deal.scores[earlier][place] / deal.levels[earlier]
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

  private func contrast(
    _ value: ([Double]) -> Double, _ score: (Deal, Int) -> Double, _ level: Double
  ) -> Result {
    let centre = value(levels)
    let order = isMeasured.indices.map { (firstPlace + $0) % isMeasured.count }
      .filter { isMeasured[$0] }
    let persistence = persistence
    var variances: [Double] = []
    var freedom = 1
    for deal in deals {
      let own = CosineVariance(
        ofSum: order.map { score(deal, $0) }, cosines: cosines(order.count),
        persistence: persistence)
      let distance = value(deal.levels) - centre
      variances.append(own.variance + distance * distance)
      freedom = own.degreesOfFreedom
    }
    let error = Summation.median(variances).squareRoot()
    let reach =
      freedom > 0
      ? error
        * Distribution.studentQuantile(
          0.5 + level / 2, degreesOfFreedom: Double(freedom)) : .nan
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
    return with(
      deals.map { deal in
        Deal(
          levels: deal.levels.map { exp($0) },
          scores: zip(deal.levels, deal.scores).map { level, scores in
            scores.map { exp(level) * $0 }
          }, persistence: deal.persistence)
      })
  }

  /// Some of the periods.
  package func periods(_ chosen: [Int]) -> PartialledLevels {
    with(
      deals.map { deal in
        Deal(
          levels: chosen.map { deal.levels[$0] }, scores: chosen.map { deal.scores[$0] },
          persistence: deal.persistence)
      })
  }

  private func with(_ deals: [Deal]) -> PartialledLevels {
    PartialledLevels(
      deals: deals, overlap: overlap, isMeasured: isMeasured, firstPlace: firstPlace)
  }

  init(deals: [Deal], overlap: Double, isMeasured: [Bool], firstPlace: Int) {
    self.deals = deals
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
    return PartialledLevels(
      deals: deals, overlap: stations.map(\.overlap).min() ?? 0,
      isMeasured: first.isMeasured.indices.map { place in
        stations.contains { $0.isMeasured[place] }
      },
      firstPlace: first.firstPlace)
  }
}
