/// The Kolmogorov-Zurbenko low-pass filter: a moving average of odd width, several times over.
///
/// A mean takes the values that are there, so gaps narrow a window and do not spread; a window
/// without any value stays missing. At the ends of the series windows are cut off.
///
/// - Source: Zurbenko (1986), The Spectral Analysis of Time Series; Rao and Zurbenko (1994),
///   doi:10.1080/10473289.1994.10467303.
package enum KolmogorovZurbenko {
  /// - Parameters:
  ///   - values: a regular series, NaN where missing.
  ///   - window: steps of the moving average, odd and positive.
  ///   - iterations: how many times it runs.
  /// - Throws: `KernelError.shape` for another window.
  package static func filter(
    _ values: [Double], window: Int, iterations: Int
  ) throws(KernelError) -> [Double] {
    guard window >= 1, window % 2 == 1, iterations >= 1 else {
      throw .shape("a Kolmogorov-Zurbenko filter of window \(window) and \(iterations) iterations")
    }
    let half = window / 2
    var current = values
    for _ in 0..<iterations {
      // Sums since the last mean, so that rounding does not grow with the series.
      let centre = Summation.mean(current.filter { !$0.isNaN })
      var sums = [0.0]
      var counts = [0]
      sums.reserveCapacity(current.count + 1)
      counts.reserveCapacity(current.count + 1)
      for value in current {
        sums.append(sums[sums.count - 1] + (value.isNaN ? 0 : value - centre))
        counts.append(counts[counts.count - 1] + (value.isNaN ? 0 : 1))
      }
      for place in current.indices {
        let from = max(0, place - half)
        let until = min(current.count, place + half + 1)
        let count = counts[until] - counts[from]
        current[place] = count > 0 ? centre + (sums[until] - sums[from]) / Double(count) : .nan
      }
    }
    return current
  }
}
