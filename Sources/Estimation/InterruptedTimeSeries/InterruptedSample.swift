import AirQuality
import Cooperation
import Documents
import NumericKernels

/// The treated average of a study with the columns that are to explain it.
struct InterruptedSample {
  /// What became of the donors' mean.
  enum Donors {
    case absent, notWanted, taken, sayNothing
  }

  /// On the study's axis and the outcome's scale; NaN where not used.
  let response: [Double]
  let terms: SeriesTerms
  /// Steps used, ascending.
  let rows: [Int]
  /// Steps used in the period after.
  let after: [Int]
  let donors: Donors
  /// Steps of the period after that the transition leaves out.
  let leftOut: Int
  /// Whether the season would have needed a longer period before.
  let isShort: Bool
  private let settings: InterruptedTimeSeries

  /// - Parameter values: one a step of the axis, NaN where missing.
  init(
    _ settings: InterruptedTimeSeries, _ study: Study, values: [Double], donorMean: [Double]
  ) throws(EstimationError) {
    self.settings = settings
    let axis = study.panel.axis
    let stepsAYear = (365.0 * 86_400 / Double(axis.step.meanSeconds)).rounded(.down)
    isShort =
      Double(study.beforePositions.count) < stepsAYear && settings.seasonHarmonics > 0
      && axis.step.visibleHarmonics > 0
    if isShort, settings.seasonHarmonics != InterruptedTimeSeries().seasonHarmonics {
      throw .badSetting(
        "seasonHarmonics", method: InterruptedTimeSeries.method.identifier,
        problem: Message(
          "error.study.season-needs-year", ["days": .count(study.before.dayCount)]))
    }
    var terms = try SeriesTerms(settings, study, season: !isShort)
    let begin = study.measure.begin(utcOffset: axis.utcOffset)
      .advanced(bySeconds: settings.transition * 86_400)
    let wholeAfter = study.afterPositions
    let kept = wholeAfter.filter { axis.instant(at: $0) >= begin }
    leftOut = wholeAfter.count - kept.count
    let candidates = (Array(study.beforePositions) + kept).filter {
      !values[$0].isNaN && terms.isComplete($0)
    }
    if study.donorIndices.isEmpty {
      donors = .absent
    } else if !settings.donorsMean {
      donors = .notWanted
    } else {
      donors = terms.addDonors(donorMean, rows: candidates) ? .taken : .sayNothing
    }
    if isShort, donors != .taken, donors != .sayNothing, study.covariates.isEmpty {
      throw .seasonUntold(days: study.before.dayCount)
    }
    rows = candidates.filter { terms.isComplete($0) }
    after = rows.filter { wholeAfter.contains($0) }
    for (found, period) in [(rows.count - after.count, study.before), (after.count, study.after)]
    where found < 12 {
      throw .tooFewObservations(found: found, needed: 12, period: period.description)
    }
    let used = Set(rows)
    response = values.indices.map { used.contains($0) ? values[$0] : .nan }
    let known = rows
    let silent = terms.impact.filter { place in
      known.allSatisfy { terms.columns[place][$0] == 0 }
    }
    guard silent.isEmpty else {
      throw .badSetting(
        "impact", method: InterruptedTimeSeries.method.identifier,
        problem: Message(
          "error.study.no-step-responds", ["impact": .fact(settings.impact.rawValue)]))
    }
    self.terms = terms
  }

  func size(_ study: Study) -> SampleSize {
    SampleSize(
      treated: study.treatedIndices.count,
      donors: donors == .taken ? study.donorIndices.count : 0,
      stepsBefore: rows.count - after.count, stepsAfter: after.count, observations: rows.count)
  }

  /// Steps over which the effect is a mean: those on which a passing response acts, else all after.
  var acting: [Int] {
    guard settings.impact.isPassing else { return after }
    return after.filter { step in terms.impact.contains { terms.columns[$0][step] != 0 } }
  }

  /// Weights of the coefficients in the mean response over steps.
  func weights(over steps: [Int]) -> [Double] {
    terms.names.indices.map { place in
      terms.impact.contains(place)
        ? Summation.mean(steps.map { terms.columns[place][$0] }) : 0
    }
  }

  /// What the reader should know about what was put into the regression.
  func diagnostics(_ study: Study) -> [Diagnostic] {
    var found = [impactDiagnostic(study)]
    let step = study.panel.axis.step
    if terms.harmonics < settings.seasonHarmonics {
      found.append(
        Diagnostic(
          "season-harmonics", .note, saying: terms.harmonics == 0 ? "season-harmonics-none" : nil,
          [
            "step": .fact(step.inWords), "used": .count(terms.harmonics),
            "asked": .count(settings.seasonHarmonics),
          ]))
    }
    if isShort {
      found.append(
        Diagnostic(
          "short-before", .serious, saying: "short-before-beside",
          ["days": .count(study.before.dayCount)]))
    }
    switch donors {
    case .absent, .notWanted: break
    case .taken:
      found.append(
        Diagnostic("donors-mean", .note, ["count": .count(study.donorIndices.count)]))
    case .sayNothing: found.append(Diagnostic("donors-mean-idle", .note))
    }
    if leftOut > 0 {
      found.append(
        Diagnostic(
          "transition", .note, ["days": .count(settings.transition), "steps": .count(leftOut)]))
    }
    if !settings.further.isEmpty {
      found.append(
        Diagnostic("further-measures", .note, ["measures": .names(settings.further)]))
    }
    return found
  }

  private func impactDiagnostic(_ study: Study) -> Diagnostic {
    Diagnostic(
      "stated-impact", .note,
      [
        "impact": .message(
          Message(
            "its-impact.\(settings.impact.rawValue)",
            [
              "duration": .count(settings.duration), "halfLife": .count(settings.halfLife),
            ])),
        "start": .date(study.measure.startText),
      ])
  }
}
