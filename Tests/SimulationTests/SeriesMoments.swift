import Foundation

/// Moments of plain arrays in which NaN is missing.
enum SeriesMoments {
  static func mean(_ values: [Double]) -> Double {
    let valid = values.filter { !$0.isNaN }
    return valid.reduce(0, +) / Double(valid.count)
  }

  static func deviation(_ values: [Double]) -> Double {
    let valid = values.filter { !$0.isNaN }
    let centre = mean(valid)
    let squares = valid.reduce(0) { $0 + ($1 - centre) * ($1 - centre) }
    return (squares / Double(valid.count - 1)).squareRoot()
  }

  /// Over the positions at which both have a value.
  static func correlation(_ left: [Double], _ right: [Double]) -> Double {
    let pairs = zip(left, right).filter { !$0.isNaN && !$1.isNaN }
    let centres = (mean(pairs.map(\.0)), mean(pairs.map(\.1)))
    var sums = (product: 0.0, left: 0.0, right: 0.0)
    for (left, right) in pairs {
      sums.product += (left - centres.0) * (right - centres.1)
      sums.left += (left - centres.0) * (left - centres.0)
      sums.right += (right - centres.1) * (right - centres.1)
    }
    return sums.product / (sums.left * sums.right).squareRoot()
  }

  static func autocorrelation(_ values: [Double], lag: Int = 1) -> Double {
    correlation(Array(values.dropLast(lag)), Array(values.dropFirst(lag)))
  }
}
