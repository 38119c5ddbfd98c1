import NumericKernels

/// From compliance to emissions: what it does when machines that do not comply become fewer.
///
/// A machine that does not comply emits a multiple of one that does, so that the emissions go with
/// c + (1 − c) k, c being the share that complies and k the multiple. It assumes that both do the
/// same work and that inspected machines stand for all.
public struct ComplianceChange: Hashable, Codable, Sendable {
  /// Emission of a machine that does not comply over that of one that does, at least 0.
  public var emissionRatio: BoundedNumber

  /// A change with the multiple.
  public init(emissionRatio: BoundedNumber) { self.emissionRatio = emissionRatio }

  /// Relative change of the machines’ emissions, one a draw; negative for less.
  ///
  /// Both shares are drawn on the scale of log odds with the site clusters’ errors; their
  /// correlation follows from the error of the difference.
  public func emissionChange(
    _ compliance: ComplianceResult, draws: Int, seed: UInt64
  ) -> [Double] {
    let before = compliance.logOdds
    let columns = (0..<3).map {
      LatinHypercube.column(draws: draws, seed: seed, dimension: UInt64(100 + $0))
    }
    return (0..<draws).map { draw in
      func student(_ column: Int) -> Double {
        Distribution.studentQuantile(
          columns[column][draw], degreesOfFreedom: Double(compliance.sites - 1))
      }
      // Cholesky’s factor of the two coefficients’ covariance.
      let first = before.covariance[0].squareRoot()
      let slope = first > 0 ? before.covariance[1] / first : 0
      let rest = max(0, before.covariance[2] - slope * slope).squareRoot()
      let (one, two) = (student(0), student(1))
      let constant = before.coefficients[0] + first * one
      let change = before.coefficients[1] + slope * one + rest * two
      let ratio = emissionRatio.value(at: columns[2][draw])
      func level(_ logit: Double) -> Double {
        let share = 1 / (1 + Logarithm.power(2.718_281_828_459_045, -logit))
        return share + (1 - share) * ratio
      }
      return level(constant + change) / level(constant) - 1
    }
  }
}
