import AirQuality
import Documents
import Foundation
import NumericKernels

/// Counts with what they are counted out of, one row a step or a calendar month.
struct CountedRows {
  let counts: [Double]
  /// What a count is proportional to.
  let exposures: [Double]
  /// Steps of the study's axis that are in each row.
  let groups: [[Int]]
  /// Whether the row lies in the period after.
  let isAfter: [Bool]
  let terms: SeriesTerms
}

extension InterruptedTimeSeries {
  /// The regression of counts: a logarithmic rate with an offset.
  func counted(
    _ study: Study, as family: CountRegression.Family, isWhole: Bool
  ) throws(EstimationError) -> Fit {
    func bad(_ name: String, _ problem: Message) -> EstimationError {
      .badSetting(name, method: Self.method.identifier, problem: problem)
    }
    guard study.outcome.scale == .linear else { throw bad("family", "error.study.counts-linear") }
    guard order.isAutoregressive else {
      throw bad("order", "error.study.counts-autoregressive")
    }
    guard halfLife > 0 || !impact.hasHalfLife else {
      throw bad("halfLife", "error.study.counts-half-life")
    }
    let sample = try countSample(study)
    let rows = try countRows(study, sample)
    let names = rows.terms.names
    let design = rows.terms.matrix(Array(rows.counts.indices))
    let regression = try EstimationError.numerical { () throws(KernelError) in
      try CountRegression(
        design: design, counts: rows.counts, exposures: rows.exposures, names: names,
        family: family)
    }
    // With and without the response, over the rows after.
    let impactPlaces = Array(rows.terms.impact)
    let after = rows.isAfter.indices.filter { row in
      rows.isAfter[row]
        && (!impact.isPassing || impactPlaces.contains { rows.terms.columns[$0][row] != 0 })
    }
    let effects = after.map { row in
      impactPlaces.reduce(0) { $0 + regression.coefficients[$1] * rows.terms.columns[$1][row] }
    }
    let with = after.map { regression.fitted[$0] }
    let without = zip(with, effects).map { $0 * exp(-$1) }
    let ratio = Summation.sum(with) / Summation.sum(without)
    // The logarithm's gradient: for one change of level exactly its coefficient.
    var weights = [Double](repeating: 0, count: names.count)
    for place in names.indices {
      let column = rows.terms.columns[place]
      let isImpact = impactPlaces.contains(place)
      for (index, row) in after.enumerated() {
        weights[place] += with[index] * column[row] / Summation.sum(with)
        if !isImpact { weights[place] -= without[index] * column[row] / Summation.sum(without) }
      }
    }
    let errors = try serialErrors(regression, rows, design, weights)
    let standardError = regression.standardError(of: weights) * errors.factor
    let scaled = countScale(
      Foundation.log(ratio), standardError, errors.degreesOfFreedom, errors.how)
    let diagnostics =
      sample.diagnostics(study) + errors.diagnostics + study.outcomeDiagnostics
      + [
        Diagnostic(
          "count-dispersion", regression.dispersion > 1.5 && family == .poisson ? .warning : .note,
          saying: "count-dispersion-\(family.rawValue)",
          [
            "dispersion": .number(regression.dispersion, .decimals(2)),
            "overdispersion": .number(regression.overdispersion, .significant(2)),
          ])
      ]
    let effect = countEffect(
      study, sample, rows, after: after, scaled: scaled, diagnostics: diagnostics)
    return Fit(
      effect: effect, counterfactual: countPath(study, rows, regression),
      summary: Summary(
        names.indices.map { place in
          var unit = [Double](repeating: 0, count: names.count)
          unit[place] = 1
          return Summary.Row(
            names[place], regression.coefficients[place],
            standardError: regression.standardError(of: unit) * errors.factor,
            unit: rows.terms.isPerYear[place] ? "log points a year" : "log points")
        } + [Summary.Row("dispersion", regression.dispersion)]),
      tables: isWhole ? [countTable(study, rows, regression, errors)] : [], impact: impact,
      order: errors.order, slowRatio: errors.slowRatio)
  }

  // MARK: Rows

  /// The sums over the treated stations with the columns.
  private func countSample(_ study: Study) throws(EstimationError) -> InterruptedSample {
    let treated = study.treatedIndices
    let values = (0..<study.panel.axis.count).map { step in
      treated.reduce(0.0) { $0 + study.panel.matrix[step, $1] }
    }
    if limit == 0, let step = values.firstIndex(where: { $0 < 0 }) {
      throw .badSetting(
        "family", method: Self.method.identifier,
        problem: Message(
          "error.study.counts-negative",
          ["value": .fact(values[step]), "date": .fact(study.panel.axis.date(at: step))]))
    }
    var donors: [Double] = []
    if !study.donorIndices.isEmpty, donorsMean {
      // Rates are multiplied: so is what donors say of them, where they are above zero.
      let mean = study.donorAverage
      let isPositive = mean.allSatisfy { $0.isNaN || $0 > 0 }
      donors = isPositive ? mean.map { Foundation.log($0) } : mean
    }
    return try InterruptedSample(self, study, values: values, donorMean: donors)
  }

  private func countRows(
    _ study: Study, _ sample: InterruptedSample
  ) throws(EstimationError) -> CountedRows {
    let isAfter = Set(sample.after)
    let exposure = try exposures(study)
    func complete(_ step: Int) -> Bool { exposure.map { $0[step] > 0 } ?? true }
    let steps = sample.rows.filter(complete)
    guard limit > 0 else {
      let groups = steps.map { [$0] }
      return CountedRows(
        counts: steps.map { sample.response[$0] },
        exposures: steps.map { exposure?[$0] ?? Double(study.treatedIndices.count) },
        groups: groups, isAfter: steps.map { isAfter.contains($0) },
        terms: sample.terms.grouped(groups))
    }
    guard study.panel.axis.step <= .day else {
      throw .badSetting(
        "limit", method: Self.method.identifier, problem: "error.study.limit-days")
    }
    // Calendar months, those in which the measure began in two.
    var groups: [[Int]] = []
    var label: [Int]?
    for step in steps {
      let date = study.panel.axis.date(at: step)
      let own = [date.year, date.month, isAfter.contains(step) ? 1 : 0]
      if own != label { groups.append([]) }
      label = own
      groups[groups.count - 1].append(step)
    }
    let treated = study.treatedIndices
    var counts: [Double] = []
    var measured: [Double] = []
    for group in groups {
      var above = 0.0
      var all = 0.0
      for step in group {
        for station in treated where !study.panel.matrix[step, station].isNaN {
          all += 1
          if study.panel.matrix[step, station] > limit { above += 1 }
        }
      }
      counts.append(above)
      measured.append(all)
    }
    return CountedRows(
      counts: counts, exposures: measured, groups: groups,
      isAfter: groups.map { isAfter.contains($0[0]) }, terms: sample.terms.grouped(groups))
  }

  /// The exposure's sum over its stations; `nil` without one.
  private func exposures(_ study: Study) throws(EstimationError) -> [Double]? {
    guard !exposure.isEmpty else { return nil }
    guard let panel = study.covariates.first(where: { $0.pollutant.identifier == exposure }) else {
      throw .badSetting(
        "exposure", method: Self.method.identifier,
        problem: Message(
          "error.study.exposure-no-covariate",
          [
            "exposure": .fact(exposure),
            "names": .names(study.covariates.map(\.pollutant.identifier)),
          ]))
    }
    return (0..<panel.matrix.rows).map { row in
      (0..<panel.matrix.columns).reduce(0) { $0 + panel.matrix[row, $1] }
    }
  }

  // MARK: Errors

  struct CountErrors {
    /// By which standard errors of independent counts grow.
    let factor: Double
    let degreesOfFreedom: Double?
    let how: Message
    let order: String
    let slowRatio: Double?
    let diagnostics: [Diagnostic]
  }

  /// How much serial dependence adds, from the working regression behind the counts.
  ///
  /// The last iteration of the counts is a weighted regression; with autoregressive errors and the
  /// check of slow movements it has a variance, held against that of independent errors. `independent`
  /// without slow waves is the model's own error and the normal distribution, as other software has it.
  private func serialErrors(
    _ regression: CountRegression, _ rows: CountedRows, _ design: Matrix, _ weights: [Double]
  ) throws(EstimationError) -> CountErrors {
    guard order != .independent || slowWaves > 0 else {
      return CountErrors(
        factor: 1, degreesOfFreedom: nil, how: "how.count-model", order: "independent",
        slowRatio: nil, diagnostics: [Diagnostic("error-order", .note, ["order": .text("–")])])
    }
    let alpha = regression.overdispersion
    let roots = regression.fitted.map { ($0 / (1 + alpha * $0)).squareRoot() }
    var weighted = design
    for column in 0..<design.columns {
      for row in 0..<design.rows { weighted[row, column] *= roots[row] }
    }
    let response = zip(
      try EstimationError.numerical { () throws(KernelError) in
        try LinearAlgebra.multiply(weighted, regression.coefficients)
      }, regression.residuals
    ).map { $0 + $1 }
    return try EstimationError.numerical { () throws(KernelError) in
      let used: ARMARegression.Likelihood = likelihood == .full ? .full : .restricted
      let fit = try ARMARegression.best(
        design: weighted, response: response, names: rows.terms.names,
        orders: order.orders(stepsAYear: 1), likelihood: used)
      let independent = try ARMARegression(
        design: weighted, response: response, names: rows.terms.names,
        order: ProcessOrder(autoregressive: 0, movingAverage: 0), likelihood: used)
      let slow =
        slowWaves > 0 ? try SlowMovements(fit, design: weighted, waves: slowWaves) : nil
      let contrast = fit.contrast(weights)
      let plain = independent.contrast(weights).variance
      let serial = plain > 0 ? max(1, contrast.variance / plain) : 1
      let widening = max(1, slow?.ratio ?? 1)
      let freedom = slow.map { max(1, min(contrast.degreesOfFreedom, Double($0.count))) }
      return CountErrors(
        factor: (serial * widening).squareRoot(),
        degreesOfFreedom: freedom ?? contrast.degreesOfFreedom,
        how: Message(
          "how.count-serial",
          [
            "order": .text(fit.order.name),
            "factor": .text(Decimals.two((serial * widening).squareRoot())),
            "freedom": .count(Int((freedom ?? contrast.degreesOfFreedom).rounded(.down))),
          ]),
        order: fit.order.name, slowRatio: slow?.ratio,
        diagnostics: [
          Diagnostic(
            "error-order", .note, saying: order == .automatic ? "error-order-chosen" : nil,
            ["order": .text(fit.order.name)])
        ])
    }
  }

  // MARK: Words

  private func countScale(
    _ value: Double, _ standardError: Double, _ freedom: Double?, _ how: Message
  ) -> ScaleEstimate {
    if let freedom {
      return ScaleEstimate(
        value: value, standardError: standardError, degreesOfFreedom: freedom,
        level: confidenceLevel, method: how)
    }
    let reach = Distribution.normalQuantile(0.5 + confidenceLevel / 2) * standardError
    return ScaleEstimate(
      value: value, standardError: standardError, degreesOfFreedom: nil, lower: value - reach,
      upper: value + reach, level: confidenceLevel, method: how)
  }

  /// Counts are taken as given, and what would have been without the measure is uncertain.
  private func countEffect(
    _ study: Study, _ sample: InterruptedSample, _ rows: CountedRows, after: [Int],
    scaled: ScaleEstimate, diagnostics: [Diagnostic]
  ) -> EffectEstimate {
    let counted = Summation.sum(after.map { rows.counts[$0] })
    let steps =
      limit > 0
      ? Summation.sum(after.map { rows.exposures[$0] }) / 100
      : Double(after.count * study.treatedIndices.count)
    func difference(_ logarithm: Double) -> Double { -counted * expm1(-logarithm) / steps }
    func percent(_ logarithm: Double) -> Double { 100 * expm1(logarithm) }
    func interval(_ transform: (Double) -> Double) -> ConfidenceInterval {
      ConfidenceInterval(
        lower: transform(scaled.lower), upper: transform(scaled.upper), level: confidenceLevel,
        method: scaled.intervalMethod)
    }
    let p: Double?
    if scaled.standardError > 0 {
      let t = scaled.value / scaled.standardError
      p =
        scaled.degreesOfFreedom.map { Distribution.twoSidedP(t: t, degreesOfFreedom: $0) }
        ?? 2 * Distribution.normalCumulative(-abs(t))
    } else {
      p = nil
    }
    return EffectEstimate(
      estimate: difference(scaled.value), interval: interval(difference),
      pValue: p.map { PValue(value: $0, method: scaled.intervalMethod) },
      unit: limit > 0 ? "percentage points" : study.differenceUnit,
      estimand: limit > 0
        ? "change of the share of steps above the limit, period after"
        : "change of the count a step, period after",
      method: Self.method,
      coefficient: Coefficient(
        value: difference(scaled.value),
        standardError: counted * exp(-scaled.value) * scaled.standardError / steps,
        degreesOfFreedom: scaled.degreesOfFreedom),
      relative: RelativeEffect(percent: percent(scaled.value), interval: interval(percent)),
      before: study.before, after: study.after,
      sample: SampleSize(
        treated: study.treatedIndices.count,
        donors: sample.donors == .taken ? study.donorIndices.count : 0,
        stepsBefore: rows.isAfter.count { !$0 }, stepsAfter: rows.isAfter.count { $0 },
        observations: rows.counts.count),
      diagnostics: study.notes + diagnostics)
  }

  /// Expected counts without the measure, a station's; of exceedances there is no path of the series.
  private func countPath(
    _ study: Study, _ rows: CountedRows, _ regression: CountRegression
  ) -> MonitoringSeries? {
    guard limit == 0 else { return nil }
    var path = [Double](repeating: .nan, count: study.panel.axis.count)
    for row in rows.groups.indices {
      path[rows.groups[row][0]] =
        withoutMeasure(row, rows, regression) / Double(study.treatedIndices.count)
    }
    return study.path(named: "without the measure", path)
  }

  private func withoutMeasure(
    _ row: Int, _ rows: CountedRows, _ regression: CountRegression
  ) -> Double {
    let effect = rows.terms.impact.reduce(0) {
      $0 + regression.coefficients[$1] * rows.terms.columns[$1][row]
    }
    return regression.fitted[row] * exp(-effect)
  }

  private func countTable(
    _ study: Study, _ rows: CountedRows, _ regression: CountRegression, _ errors: CountErrors
  ) -> FitTable {
    let quantile =
      errors.degreesOfFreedom.map {
        Distribution.studentQuantile(0.5 + confidenceLevel / 2, degreesOfFreedom: $0)
      } ?? Distribution.normalQuantile(0.5 + confidenceLevel / 2)
    return FitTable(
      name: "its-counts", caption: "Counts, what is expected without the measure, and its band",
      columns: [
        .init("date", unit: ""), .init("treated"), .init("expected"), .init("lower"),
        .init("upper"), .init("exposure"),
      ],
      rows: rows.counts.indices.map { row in
        let expected = withoutMeasure(row, rows, regression)
        let weights = rows.terms.names.indices.map { place in
          rows.terms.impact.contains(place) ? 0 : rows.terms.columns[place][row]
        }
        let reach = exp(quantile * errors.factor * regression.standardError(of: weights))
        return [
          .text("\(study.panel.axis.date(at: rows.groups[row][0]))"), .number(rows.counts[row]),
          .number(expected), .number(expected / reach), .number(expected * reach),
          .number(rows.exposures[row]),
        ]
      },
      drawing: .lines(x: "date", values: ["treated", "expected", "lower", "upper"]))
  }
}
