extension InteractiveFactors {
  /// Errors of the effect in panels drawn from the fitted model, without effect.
  ///
  /// A donor's course is its fitted course plus the whole residual course of a donor drawn with
  /// replacement, a treated unit's is what is expected of it plus the prediction errors of a
  /// donor that was left out and predicted like a treated unit. Whole courses keep the serial
  /// correlation. The number of factors is kept.
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
    var fitted = Matrix(rows: rows, columns: donors.count)
    var residuals = Matrix(rows: rows, columns: donors.count)
    for (place, donor) in donors.enumerated() {
      let course = panel.values.column(donor)
      let expected = try factors.expected(course, start: rows, rank: used)
      for row in 0..<rows {
        fitted[row, place] = expected[row]
        residuals[row, place] = course[row] - expected[row]
      }
    }
    let starts = Set(assignment.starts).sorted()
    let predicted = try parallelMap(
      count: donors.count,
      throwing: { (place) throws(KernelError) -> [[Double]] in
        var others = donors
        others.remove(at: place)
        let without = try DonorFactors(panel, donors: others, most: used)
        let course = panel.values.column(donors[place])
        var errors: [[Double]] = []
        for start in starts {
          let expected = try without.expected(course, start: start, rank: used)
          errors.append(zip(course, expected).map { $0 - $1 })
        }
        return errors
      })
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
        var stream = RandomStream(seed: seed, index: UInt64(draw))
        var values = Matrix(rows: rows, columns: size + donors.count)
        for place in 0..<size {
          let error = predicted[stream.index(below: donors.count)][
            starts.firstIndex(of: assignment.starts[place]) ?? 0]
          for row in 0..<rows { values[row, place] = paths[place][row] + error[row] }
        }
        for place in donors.indices {
          let other = stream.index(below: donors.count)
          for row in 0..<rows {
            values[row, size + place] = courses[row, place] + departures[row, other]
          }
        }
        return try method.fit(
          PreparedPanel(values, starts: assignment.starts), drawn, path: false
        ).effect
      })
  }
}
