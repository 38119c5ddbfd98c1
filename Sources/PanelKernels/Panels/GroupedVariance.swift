package import NumericKernels

/// Covariance of estimates from the influence of units, when few units start together.
///
/// Summed squares of a group of n units that vary about the group's own mean are too small by
/// (n − 1)/n and vary like n − 1 degrees of freedom; each group is put right by itself, and the
/// degrees of freedom of a sum are those of Welch and Satterthwaite. Where the influences vary
/// about a mean of more than the group (controls of several groups, one mean of all treated), the
/// sum holds the group's mean too and has lost next to nothing; the larger of the two counts. A group of fewer than `smallest` units tells too little about its own
/// variance: it borrows that of the units that are never treated, which assumes that both vary
/// alike.
///
/// - Source: Welch (1947), doi:10.1093/biomet/34.1-2.28; Satterthwaite (1946),
///   doi:10.2307/3002019; borrowing as in Conley and Taber (2011), doi:10.1162/REST_a_00049.
package struct GroupedVariance: Sendable {
  /// `estimates × estimates`, in squared units.
  package let covariance: Matrix
  /// One an estimate.
  package let degreesOfFreedom: [Double]
  /// Groups that borrowed.
  package let borrowing: Int

  /// Groups below this size borrow, when there are at least as many units never treated.
  package static let smallest = 5

  /// - Parameters:
  ///   - influence: `units × estimates`: how much each unit moves each estimate; summed squares
  ///     are the uncorrected variances.
  ///   - starts: first treated row of each unit.
  ///   - never: the start that stands for never.
  ///   - included: units that count.
  ///   - share: share of an estimate's treated cells that lie in a group, 0 to 1.
  package init(
    influence: Matrix, starts: [Int], never: Int, included: [Bool],
    share: (_ estimate: Int, _ group: Int) -> Double
  ) {
    let estimates = influence.columns
    var members: [Int: [Int]] = [:]
    for unit in starts.indices where included[unit] {
      members[starts[unit], default: []].append(unit)
    }
    let donors = members[never]?.count ?? 0
    func spread(_ units: [Int]) -> Matrix {
      let own = influence.rows(units)
      var gram = LinearAlgebra.gram(own)
      let count = Double(units.count)
      guard units.count > 1 else { return gram }
      let scale = (0..<estimates).map { estimate -> Double in
        let squares = gram[estimate, estimate]
        guard squares > 0 else { return 1 }
        let sum = Summation.sum(own.column(estimate))
        let within = (squares - sum * sum / count) * count / (count - 1)
        return max(1, within / squares).squareRoot()
      }
      for column in 0..<estimates {
        for row in 0..<estimates { gram[row, column] *= scale[row] * scale[column] }
      }
      return gram
    }
    let donorSpread = members[never].map(spread)
    var total = Matrix(rows: estimates, columns: estimates)
    var squares = [Double](repeating: 0, count: estimates)
    var borrowing = 0
    // What the donors contribute, once for themselves and once for every group that borrows.
    var lent = [Double](repeating: 0, count: estimates)
    for (group, units) in members.sorted(by: { $0.key < $1.key }) {
      let borrows =
        group != never && units.count < Self.smallest && donors >= Self.smallest
      var own: Matrix
      if borrows, let donorSpread {
        borrowing += 1
        own = donorSpread
        let shares = (0..<estimates).map { share($0, group) }
        for column in 0..<estimates {
          for row in 0..<estimates {
            own[row, column] *= Double(donors) / Double(units.count) * shares[row] * shares[column]
          }
        }
      } else {
        own = spread(units)
      }
      for index in total.storage.indices { total.storage[index] += own.storage[index] }
      for estimate in 0..<estimates {
        let variance = own[estimate, estimate]
        if borrows || group == never {
          lent[estimate] += variance
        } else if units.count > 1 {
          squares[estimate] += variance * variance / Double(units.count - 1)
        }
      }
    }
    self.borrowing = borrowing
    covariance = total
    degreesOfFreedom = (0..<estimates).map { estimate in
      let variance = total[estimate, estimate]
      let shared =
        donors > 1 ? lent[estimate] * lent[estimate] / Double(donors - 1) : 0
      let denominator = squares[estimate] + shared
      return denominator > 0 ? max(1, variance * variance / denominator) : 1
    }
  }

  /// Square root of the variance of one estimate.
  package func standardError(_ estimate: Int) -> Double {
    max(covariance[estimate, estimate], 0).squareRoot()
  }
}
