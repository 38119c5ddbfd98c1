import AirQuality
import Documents
import NumericKernels

/// What a structural model learns from: the treated average step by step, and the columns that explain
/// it.
struct StructuralSample {
  /// The treated average on the outcome's scale, less what weekday and season alone explain where they
  /// explain all; one a step of the axis, NaN outside both periods and where it was not measured.
  let response: [Double]
  /// `steps × columns`: weekdays and season, which always count, then donors and covariates.
  let design: Matrix
  /// Names of the columns.
  let names: [String]
  /// How many of the first always count.
  let forced: Int
  /// Steps up to the end of the period before.
  let learnt: Int
  /// Steps of the period after.
  let after: Range<Int>
  /// What was taken from the response beforehand, one a step.
  let exact: [Double]?
  let donors: [Station]
  let diagnostics: [Diagnostic]

  init(_ settings: StructuralTimeSeries, _ study: Study) throws(EstimationError) {
    try settings.check(study)
    _ = try TreatedSample(study, minimum: 12)
    let (before, after) = (study.beforePositions, study.afterPositions)
    let average = study.treatedAverage
    var response = average.indices.map {
      before.contains($0) || after.contains($0) ? average[$0] : .nan
    }
    let calendar = StructuralCalendar(
      settings, study, known: before.filter { response[$0].isFinite })
    var diagnostics = calendar.diagnostics
    let others = try Explanatory(study)
    var unseen = 0
    for step in response.indices where !others.isSeen[step] && response[step].isFinite {
      response[step] = .nan
      unseen += 1
    }
    diagnostics += others.diagnostics
    if unseen > 0 {
      diagnostics.append(Diagnostic("explanatory-missing", .warning, ["count": .count(unseen)]))
    }
    let known = before.filter { response[$0].isFinite }
    for (found, period) in [
      (known.count, study.before), (after.count { response[$0].isFinite }, study.after),
    ] where found < 12 {
      throw .tooFewObservations(found: found, needed: 12, period: period.description)
    }
    exact = try calendar.exact(response, known)
    if let exact {
      for step in response.indices {
        let rest = response[step] - exact[step]
        response[step] = step < before.upperBound && rest.isFinite ? 0 : rest
      }
    }
    self.response = response
    names = calendar.names + others.names
    design = Matrix(
      rows: response.count, columns: names.count,
      storage: (calendar.columns + others.columns).flatMap(\.self))
    forced = calendar.names.count
    learnt = before.upperBound
    self.after = after
    donors = others.donors
    self.diagnostics = diagnostics + study.missingNotes
  }

  func size(_ study: Study) -> SampleSize {
    let before = (0..<learnt).count { response[$0].isFinite }
    let later = after.count { response[$0].isFinite }
    return SampleSize(
      treated: study.treatedIndices.count, donors: donors.count, stepsBefore: before,
      stepsAfter: later, observations: before + later)
  }

  /// The posterior of the model with the study's periods.
  func posterior(_ settings: StructuralTimeSeries) throws(EstimationError) -> StructuralPosterior {
    try posterior(settings, learnt: learnt, after: after)
  }

  /// The posterior where another step ends the period that is learnt from.
  func posterior(
    _ settings: StructuralTimeSeries, learnt: Int, after: Range<Int>
  ) throws(EstimationError) -> StructuralPosterior {
    try EstimationError.numerical { () throws(KernelError) in
      try StructuralPosterior(
        response: response, design: design, forced: forced, learnt: learnt, after: after,
        states: settings.states, priors: settings.beliefs, draws: settings.draws,
        level: settings.confidenceLevel, seed: settings.seed, offset: exact)
    }
  }

  /// What was measured, on the outcome's scale.
  func observed(_ step: Int) -> Double { response[step] + (exact?[step] ?? 0) }
}

extension StructuralTimeSeries {
  /// The states of the model.
  var states: StructuralStates {
    priors == .causalImpact
      ? StructuralStates(hasSlope: false, season: 0)
      : StructuralStates(hasSlope: slope, season: 0, hasSpells: spells)
  }

  /// What is believed before the data.
  var beliefs: StructuralPriors {
    var beliefs = priors == .causalImpact ? StructuralPriors.causalImpact : .weak
    beliefs.modelSize = modelSize
    return beliefs
  }

  fileprivate func check(_ study: Study) throws(EstimationError) {
    try EstimationError.requireLevel(confidenceLevel, method: Self.method)
    func require(_ holds: Bool, _ name: String, _ problem: Message) throws(EstimationError) {
      guard holds else {
        throw .badSetting(name, method: Self.method.identifier, problem: problem)
      }
    }
    let step = study.panel.axis.step
    try require(step >= .day, "outcome.average", "error.study.knows-days-not-hours")
    try require(
      draws >= 20, "draws", Message("error.study.draws-show-no-posterior", ["draws": .fact(draws)]))
    try require(
      modelSize > 0, "modelSize",
      Message("error.study.is-not-above-zero", ["value": .fact(modelSize)]))
    try require(seasonHarmonics >= 0, "seasonHarmonics", "error.study.count-cannot-negative")
    let isDefault = seasonHarmonics == Self().seasonHarmonics
    try require(
      isDefault || seasonHarmonics <= step.visibleHarmonics, "seasonHarmonics",
      Message(
        "error.study.steps-show-most",
        ["step": .fact(step.inWords), "visibleHarmonics": .fact(step.visibleHarmonics)]))
    try require(
      isDefault || study.before.dayCount >= StructuralCalendar.yearDays, "seasonHarmonics",
      Message(
        "error.study.season-needs-year-before", ["days": .fact(study.before.dayCount)]))
    try require(
      step == .day || weekdays, "weekdays",
      Message("error.study.changes-nothing-steps", ["step": .fact(step.inWords)]))
    try require(
      !study.donorIndices.isEmpty || !study.covariates.isEmpty || modelSize == Self().modelSize,
      "modelSize", "error.study.nothing-to-choose-from")
  }
}

extension Study {
  /// Told when steps of the two periods were not measured: the model predicts over them.
  fileprivate var missingNotes: [Diagnostic] {
    let average = treatedAverage
    let all = Array(beforePositions) + Array(afterPositions)
    let missing = all.count { average[$0].isNaN }
    guard missing > 0 else { return [] }
    return [
      Diagnostic(
        "steps-missing", .note,
        [
          "count": .count(missing),
          "share": .share(Double(missing) / Double(all.count), decimals: 1),
        ]
      )
    ]
  }
}
