import AirQuality
import Documents
import Foundation
import NumericKernels

/// The jump of stations' means at a border or threshold of a running variable.
///
/// A station is one observation: its mean over the period after, on the outcome's scale.
struct BorderDiscontinuity {
  private static let fewest = 10

  let fit: RegressionDiscontinuity.Fit

  /// A jump with its interval.
  private struct Found {
    let name: String
    let jump: LocalPolynomialJump
    let lower: Double
    let upper: Double
    let p: Double

    init(_ name: String, _ jump: LocalPolynomialJump, level: Double) {
      self.name = name
      self.jump = jump
      let reach = Distribution.normalQuantile(0.5 + level / 2) * jump.robustError
      lower = jump.biasCorrected - reach
      upper = jump.biasCorrected + reach
      p =
        jump.robustError > 0
        ? min(1, 2 * Distribution.normalCumulative(-abs(jump.biasCorrected) / jump.robustError))
        : jump.biasCorrected == 0 ? 1 : 0
    }
  }

  init(_ settings: RegressionDiscontinuity, _ study: Study) throws(EstimationError) {
    let place = try Self.running(settings, study)
    let responses = study.responses
    func means(_ positions: Range<Int>, _ matrix: Matrix) -> [Double] {
      study.panel.stations.indices.map { station in
        let known = positions.map { matrix[$0, station] }.filter { !$0.isNaN }
        return 2 * known.count >= positions.count ? Summation.mean(known) : .nan
      }
    }
    let after = means(study.afterPositions, responses)
    let before = means(study.beforePositions, responses)
    func found(_ name: String, _ values: [Double], at cutoff: Double = 0, in keep: (Double) -> Bool)
      -> Found?
    {
      let rows = place.indices.filter {
        values[$0].isFinite && abs(place[$0]) >= settings.donut && keep(place[$0])
      }.sorted { (place[$0], $0) < (place[$1], $1) }
      func side(_ isAbove: Bool) -> CutoffSide {
        let rows = rows.filter { (place[$0] >= cutoff) == isAbove }
        return CutoffSide(x: rows.map { place[$0] - cutoff }, y: rows.map { values[$0] })
      }
      let (below, above) = (side(false), side(true))
      guard below.count >= Self.fewest, above.count >= Self.fewest else { return nil }
      let given = settings.bandwidth
      let wide =
        given > 0
        ? LocalPolynomialJump.Bandwidths(
          below: given, above: given, biasBelow: given, biasAbove: given)
        : LocalPolynomialJump.Bandwidths(
          below: below, above: above, order: settings.order, kernel: settings.kernel,
          rule: settings.rule)
      return wide.flatMap {
        LocalPolynomialJump(
          below: below, above: above, bandwidths: $0, order: settings.order,
          kernel: settings.kernel)
      }.map { Found(name, $0, level: settings.confidenceLevel) }
    }
    let sides = [false, true].map { isAbove in
      place.indices.count { (place[$0] >= 0) == isAbove && after[$0].isFinite }
    }
    guard let least = sides.min(), least >= Self.fewest else {
      throw .tooFewStations(
        found: sides.min() ?? 0, needed: Self.fewest, kind: "error.study.stations-each-side",
        method: RegressionDiscontinuity.method.name)
    }
    guard let headline = found("after", after, in: { _ in true }) else {
      throw RegressionDiscontinuity.refusal(
        "bandwidth",
        Message("error.study.window-too-short", ["steps": .fact(Decimals.two(settings.bandwidth))]))
    }
    // What must not jump: the outcome before the measure, and the stations' covariates.
    var balance = [found("outcome before the measure", before, in: { _ in true })]
    for panel in study.stationCovariates
    where panel.stations.count == study.panel.stations.count {
      balance.append(
        found(
          panel.pollutant.displayName, means(study.afterPositions, panel.matrix), in: { _ in true })
      )
    }
    let rain = Pollutant.precipitation.displayName
    let known = balance.compactMap(\.self)
    // Cutoffs on one side alone, with that side's stations.
    let cutoffs = [-1.0, 1].flatMap { sign -> [Double] in
      let own = place.filter { $0 * sign > 0 }.sorted()
      guard own.count >= 2 * Self.fewest else { return [] }
      let inner = Array(own[Self.fewest...(own.count - Self.fewest)])
      let step = max(1, inner.count * 2 / max(1, settings.placebos))
      return stride(from: 0, to: inner.count, by: step).map { inner[$0] }
    }
    let placebos = cutoffs.compactMap { cutoff in
      found("\(Decimals.significant(cutoff))", after, at: cutoff) { $0 * cutoff > 0 }
    }
    let own = abs(headline.jump.biasCorrected) / max(headline.jump.robustError, 1e-300)
    let larger = placebos.count {
      abs($0.jump.biasCorrected) / max($0.jump.robustError, 1e-300) >= own
    }
    let near = headline.jump.counts
    let density = DateBalance.binomial(near.above, of: near.below + near.above, share: 0.5)
    let scaled = ScaleEstimate(
      value: headline.jump.biasCorrected, standardError: headline.jump.robustError,
      degreesOfFreedom: nil, lower: headline.lower, upper: headline.upper,
      level: settings.confidenceLevel, method: "how.robust-bias-corrected")
    var notes: [Diagnostic] = [
      Diagnostic(
        "border-window", .note,
        [
          "below": .count(near.below), "above": .count(near.above),
          "width": .number(headline.jump.bandwidths.below),
        ])
    ]
    for row in known where row.p < 0.05 {
      notes.append(
        Diagnostic(
          row.name == rain ? "rain-jumps" : "border-jumps", .serious,
          saying: row.name == rain ? "rain-jumps" : "border-jumps",
          [
            "name": .text(row.name), "p": .probability(row.p),
            "jump": .estimate(
              row.jump.biasCorrected, lower: row.lower, upper: row.upper,
              .interval(row.lower, row.upper)),
          ]))
    }
    if density < 0.05 {
      notes.append(
        Diagnostic(
          "border-density", .warning,
          ["below": .count(near.below), "above": .count(near.above), "p": .probability(density)]))
    }
    if placebos.isEmpty {
      notes.append(Diagnostic("no-made-up-cutoffs", .warning))
    } else {
      notes.append(
        Diagnostic(
          "made-up-cutoffs", .note,
          [
            "count": .count(placebos.count),
            "rank": .probability(Double(1 + larger) / Double(1 + placebos.count)),
            "smallest": .number(1 / Double(1 + placebos.count), .decimals(3)),
            "alarms": .share(Double(placebos.count { $0.p < 0.05 }) / Double(placebos.count)),
          ]))
    }
    let treated = study.treatedIndices.count
    let size = SampleSize(
      treated: treated, donors: study.panel.stations.count - treated,
      stepsBefore: study.beforePositions.count, stepsAfter: study.afterPositions.count,
      observations: near.below + near.above)
    fit = RegressionDiscontinuity.Fit(
      effect: EffectEstimate(
        scaled, pValue: PValue(value: headline.p, method: "how.robust-bias-corrected"),
        method: RegressionDiscontinuity.method,
        estimand: "jump of the stations’ means over the period after at the cutoff",
        study: study, sample: size, diagnostics: notes + study.outcomeDiagnostics),
      summary: Summary([
        .init(
          "jump, bias-corrected", headline.jump.biasCorrected,
          standardError: headline.jump.robustError, unit: study.scaleUnit),
        .init(
          "jump, conventional", headline.jump.conventional,
          standardError: headline.jump.conventionalError, unit: study.scaleUnit),
        .init("bandwidth", headline.jump.bandwidths.below),
        .init("bandwidth of the bias", headline.jump.bandwidths.biasBelow),
        .init("stations below", Double(near.below)), .init("stations above", Double(near.above)),
        .init("p of as many stations on both sides", density),
      ]),
      tables: [
        Self.table(
          "balance-at-cutoff", "What else jumps where the measure begins", known, study),
        Self.table(
          "made-up-cutoffs", "The same jump at cutoffs where nothing was done", placebos, study),
      ])
  }

  private static func table(
    _ name: String, _ caption: String, _ rows: [Found], _ study: Study
  ) -> FitTable {
    FitTable(
      name: name, caption: caption,
      columns: [
        .init("quantity", unit: ""), .init("jump", unit: ""), .init("lower", unit: ""),
        .init("upper", unit: ""), .init("p"),
      ],
      rows: rows.map {
        [
          .text($0.name), .number($0.jump.biasCorrected), .number($0.lower), .number($0.upper),
          .number($0.p),
        ]
      })
  }

  /// The running variable less the cutoff, one a station, so that the treated lie at or above 0.
  private static func running(
    _ settings: RegressionDiscontinuity, _ study: Study
  ) throws(EstimationError) -> [Double] {
    let stations = study.panel.stations
    let raw: [Double?]
    switch settings.running {
    case .time: preconditionFailure("dates have their own way")
    case .latitude: raw = stations.map { $0.coordinate?.latitude }
    case .longitude: raw = stations.map { $0.coordinate?.longitude }
    case .predictor:
      var values: [String: Double] = [:]
      for predictor in study.predictors?.list ?? [] where values.isEmpty {
        if case .constant(let name) = predictor.source {
          values = study.predictors?.constants[name] ?? [:]
        }
      }
      raw = stations.map { values[$0.key] }
    }
    let place = raw.compactMap { $0.map { $0 - settings.cutoff } }
    guard place.count == stations.count else {
      throw RegressionDiscontinuity.refusal(
        "running",
        Message(
          "error.study.stations-without-place",
          ["count": .fact(stations.count - place.count), "name": .fact(settings.running.rawValue)]))
    }
    let treated = study.treatedIndices.map { place[$0] }
    let others = study.donorIndices.map { place[$0] }
    // Above or below, whichever side the measure is on.
    for sign in [1.0, -1] {
      if treated.allSatisfy({ sign * $0 >= 0 }), others.allSatisfy({ sign * $0 < 0 }) {
        return place.map { sign * $0 }
      }
    }
    throw RegressionDiscontinuity.refusal("cutoff", "error.study.treated-on-both-sides")
  }
}
