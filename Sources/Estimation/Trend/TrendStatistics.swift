import NumericKernels

/// The statistics of trends and breaks for plain numbers, for programs that bring their own series.
///
/// Values are in time order, one a step, without gaps.
public enum TrendStatistics {
  /// The Mann-Kendall test with Sen’s slope a step, in O(n log n).
  public static func mannKendall(
    _ values: [Double]
  ) -> (score: Double, variance: Double, z: Double, pValue: Double, slope: Double) {
    let test = MannKendall.original(values)
    let slope = PairwiseSlopes(times: values.indices.map(Double.init), values: values).median
    return (test.score, test.variance, test.z, test.pValue, slope)
  }

  /// Sen’s slope a step with the interval of residuals drawn in blocks.
  ///
  /// - Parameters:
  ///   - block: length of a block in steps; √n when `nil`.
  ///   - threads: the result does not depend on it.
  public static func senSlope(
    _ values: [Double], draws: Int = 999, block: Int? = nil, level: Double = 0.95,
    seed: UInt64 = 1, threads: Int? = nil
  ) -> (slope: Double, lower: Double, upper: Double) {
    let times = values.indices.map(Double.init)
    let slope = PairwiseSlopes(times: times, values: values).median
    let residuals = values.indices.map { values[$0] - slope * times[$0] }
    let length = block ?? max(2, Int(Double(values.count).squareRoot().rounded()))
    let drawn = SlopeDraws(times: times).slopes(count: draws, seed: seed, threads: threads) {
      stream in
      BlockBootstrap.movingBlock(length: length)
        .indices(count: residuals.count, using: &stream).map { residuals[$0] }
    }
    let tail = (1 - level) / 2
    return (
      slope, slope - Summation.quantile(drawn, probability: 1 - tail),
      slope - Summation.quantile(drawn, probability: tail)
    )
  }

  /// The cuts into levels that pay for their penalty, the optimum of PELT with squared residuals.
  ///
  /// - Parameter penalty: a break, in the squared unit of the values.
  /// - Returns: how many steps lie before each break.
  public static func cuts(_ values: [Double], penalty: Double, length: Int = 2) -> [Int] {
    PenalisedSegments.levels(values, penalty: penalty, length: length)
  }

  /// The best breaks of every number up to a largest, with intervals of their dates for independent
  /// errors.
  ///
  /// - Parameters:
  ///   - most: largest number of breaks.
  ///   - length: least number of steps in a segment.
  /// - Returns: one a number of breaks from none: steps before each break, the squared residuals, and
  ///   for each break the earliest and the latest; `nil` where its distribution has no such quantile.
  public static func breaks(
    _ values: [Double], most: Int, length: Int, level: Double = 0.95
  ) -> [(breaks: [Int], squaredResiduals: Double, intervals: [ClosedRange<Int>?])] {
    LeastSquaresBreaks.levels(values, most: most, length: length).map { fit in
      (
        fit.breaks, fit.squaredResiduals,
        BreakDateDistribution.intervals(values, breaks: fit.breaks, level: level)
      )
    }
  }
}
