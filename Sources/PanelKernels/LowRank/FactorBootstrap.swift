package import NumericKernels

extension InteractiveFactors {
  /// Errors of the effect in panels drawn from the fitted model, without effect.
  ///
  /// A donor's course is its fitted course plus the whole residual course of a donor drawn with
  /// replacement. A treated unit's is what is expected of it plus a prediction error: the course of
  /// a donor drawn at random, minus what the factors of other donors, drawn with replacement from
  /// the rest, expect of it from its rows before the start. Whole courses keep the serial
  /// correlation. The number of factors is kept.
  ///
  /// Two additions for few donors: residuals are widened by the degrees of freedom that the fit
  /// took, and each draw's error is divided by the root of a χ² over its degrees of freedom
  /// (donors − 1 − factors), because the size of errors is itself known from that many donors
  /// only: of normal errors that makes Student's distribution.
  ///
  /// - Parameter fit: of this method to the same panel.
  /// - Returns: one error a draw, in the unit of the outcome.
  /// - Source: Xu (2017), doi:10.1017/pan.2016.2, algorithm 2.
  package func parametricErrors(
    of fit: Counterfactual, _ panel: PreparedPanel, _ assignment: PanelAssignment, draws: Int,
    seed: UInt64
  ) throws(KernelError) -> [Double] {
    let method = frozen(after: fit, panel, assignment)
    let used = method.rank ?? 0
    let donors = assignment.donors
    let rows = panel.values.rows
    let factors = try DonorFactors(panel, donors: donors, most: used)
    // Fitted courses of the donors: with every row before their start they are regressions.
    // Residuals are smaller than errors by the degrees of freedom that levels, common courses and
    // factors take: (donors − 1 − r)(rows − 1 − r) of donors × rows are left.
    let left = Double((donors.count - 1 - used) * (rows - 1 - used))
    let widening = left > 0 ? (Double(donors.count * rows) / left).squareRoot() : 1
    var fitted = Matrix(rows: rows, columns: donors.count)
    var residuals = Matrix(rows: rows, columns: donors.count)
    for (place, donor) in donors.enumerated() {
      let course = panel.values.column(donor)
      let expected = try factors.expected(course, start: rows, rank: used)
      for row in 0..<rows {
        fitted[row, place] = expected[row]
        residuals[row, place] = widening * (course[row] - expected[row])
      }
    }
    let starts = Set(assignment.starts).sorted()
    let predicted = try predictionErrors(
      panel, donors: donors, starts: starts, rank: used, draws: draws, seed: seed)
    let freedom = Double(max(1, donors.count - 1 - used))
    var expected: [[Double]] = []
    for (place, unit) in assignment.treated.enumerated() {
      expected.append(
        try factors.expected(
          panel.values.column(unit), start: assignment.starts[place], rank: used))
    }
    let paths = expected
    let courses = fitted
    let departures = residuals
    let size = assignment.treated.count
    let drawn = PanelAssignment(
      treated: Array(0..<size), starts: assignment.starts,
      donors: Array(size..<size + donors.count))
    return try parallelMap(
      count: draws,
      throwing: { (draw) throws(KernelError) -> Double in
        // Streams up to `draws` made the prediction errors.
        var stream = RandomStream(seed: seed, index: UInt64(draws + draw))
        var values = Matrix(rows: rows, columns: size + donors.count)
        for place in 0..<size {
          let error = predicted[stream.index(below: predicted.count)][
            starts.firstIndex(of: assignment.starts[place]) ?? 0]
          for row in 0..<rows { values[row, place] = paths[place][row] + error[row] }
        }
        for place in donors.indices {
          let other = stream.index(below: donors.count)
          for row in 0..<rows {
            values[row, size + place] = courses[row, place] + departures[row, other]
          }
        }
        let error = try method.fit(
          PreparedPanel(values, starts: assignment.starts), drawn, path: false
        ).effect
        let square = Distribution.chiSquaredQuantile(
          stream.uniform(), degreesOfFreedom: freedom)
        return error * (freedom / square).squareRoot()
      })
  }

  /// Courses of donors minus what other donors expect of them, one a draw and start.
  private func predictionErrors(
    _ panel: PreparedPanel, donors: [Int], starts: [Int], rank: Int, draws: Int, seed: UInt64
  ) throws(KernelError) -> [[[Double]]] {
    try parallelMap(
      count: draws,
      throwing: { (draw) throws(KernelError) -> [[Double]] in
        var stream = RandomStream(seed: seed, index: UInt64(draw))
        var rest = donors
        let left = rest.remove(at: stream.index(below: rest.count))
        var others: [Int] = []
        // Two different donors at least, or there is nothing to learn factors from.
        while Set(others).count < min(2, rest.count) {
          others = donors.map { _ in rest[stream.index(below: rest.count)] }
        }
        let without = try DonorFactors(panel, donors: others, most: rank)
        let course = panel.values.column(left)
        var errors: [[Double]] = []
        for start in starts {
          let expected = try without.expected(course, start: start, rank: rank)
          errors.append(zip(course, expected).map { $0 - $1 })
        }
        return errors
      })
  }
}
