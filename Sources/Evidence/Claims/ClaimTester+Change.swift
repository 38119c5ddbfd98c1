import AirQuality
import Cooperation
import Estimation

extension ClaimTester {
  /// Tests a claim about a relative change on the annual means and on the daily panel.
  func relativeChange(
    _ claim: Claim, _ library: (any ProvenanceLibrary)?
  ) throws -> ClaimEvaluation {
    let pollutant = claim.record["pollutant"]
    guard pollutant == "pm25" else {
      return notTestable(
        claim,
        say(ClaimPhrases.onlyPM25, ["pollutant": Pollutant(pollutant).displayName]))
    }
    guard let value = claim.value else {
      return notTestable(claim, say(ClaimPhrases.givesNoFigure))
    }
    let names = cityNames(claim)
    let windows = windows(claim, value: value, names: names)
    guard !windows.isEmpty else {
      let missing = names.isEmpty ? claim.places : names
      return notTestable(
        claim, say(ClaimPhrases.noMeans, ["places": placeNames(missing)]))
    }
    let panel = claim.attributes ? try panel(claim, library) : PanelResult()
    let judgement = ChangeJudgement(
      claim: claim, windows: windows, panel: panel.findings, panelGap: panel.gap, tester: self)
    let isNational = windows.allSatisfy { $0.others.cities.isEmpty && $0.others.missing.isEmpty }
    let note = isNational ? try nationalNote(library) : nil
    let outside =
      isNational
      ? [say(ClaimPhrases.outsidePanel)] : []
    return evaluation(
      claim, judgement.verdict, judgement.reason, windows: windows, panel: panel.findings,
      canSay: judgement.canSay + [note].compactMap(\.self),
      cannotSay: judgement.cannotSay + outside)
  }

  /// Names of cities and aggregates in the language: the table of means is in English and Chinese.
  private func placeNames(_ names: [String]) -> String {
    list(
      names.map { name in
        let place = registry.places.first { $0.names.english == name || $0.organisation == name }
        let mean = registry.annualMeans.first { $0.city == name }
        switch language {
        case .english: return registry.organisation(name)?.names.english ?? name
        case .japanese:
          return place?.names.japanese ?? registry.organisation(name)?.names.japanese
            ?? mean?.record["name_zh"] ?? name
        case .chinese:
          return place?.names.chinese ?? registry.organisation(name)?.names.chinese
            ?? mean?.record["name_zh"] ?? name
        }
      })
  }

  /// Names in the table of annual means of what the claim speaks of.
  private func cityNames(_ claim: Claim) -> [String] {
    let means = registry.annualMeans
    var names: [String] = []
    for place in claim.places {
      let found = means.first { $0.organisation == place || $0.city == place }?.city
      names.append(found ?? registry.organisation(place)?.names.english ?? place)
    }
    return names
  }

  /// Every pair of years that the claim can mean.
  private func windows(
    _ claim: Claim, value: Double, names: [String]
  ) -> [ClaimEvaluation.Window] {
    let means = registry.annualMeans
    let (bases, ends) = ClaimYears(claim, registry).pairs
    let aggregates = Set(means.filter { $0.series == "aggregate" }.map(\.city))
    let others = Set(means.map(\.city)).subtracting(names).subtracting(aggregates)
    let isAggregate = names.allSatisfy { aggregates.contains($0) }
    return bases.flatMap { base in
      ends.filter { $0 > base }.compactMap { end -> ClaimEvaluation.Window? in
        let cities = AnnualChange(means, names: names, baseYear: base, endYear: end)
        guard let change = cities.mean, let range = cities.range, cities.missing.isEmpty else {
          return nil
        }
        let rest = AnnualChange(
          means, names: isAggregate ? [] : others.sorted(), baseYear: base, endYear: end)
        let whole = AnnualChange(means, names: ["74 cities"], baseYear: base, endYear: end)
        // Both ways of averaging are in use; the figure agrees when one of them meets it.
        let figures: [(ClaimEvaluation.Estimator, Double)] = [
          (.meanOfChanges, change), (.changeOfMean, cities.changeOfMean ?? change),
        ]
        let slack = claim.rounding + (range.upperBound - range.lowerBound) / 2
        let met = figures.filter { _, figure in
          switch claim.record["bound"] {
          case "at least": figure <= value + slack
          case "at most": figure >= value - slack
          default: abs(figure - value) <= slack
          }
        }.map(\.0)
        return ClaimEvaluation.Window(
          cities: cities, others: rest,
          aggregate: isAggregate || whole.cities.isEmpty ? nil : whole, agrees: !met.isEmpty,
          estimators: met.isEmpty ? ClaimEvaluation.Estimator.allCases : met, allowance: slack,
          repeated: cities.repeating(claim.source),
          comparison: ExchangeComparison(cities, others: rest))
      }
    }
  }
}

/// The verdict on a relative change, with its reasons.
struct ChangeJudgement {
  let claim: Claim
  let windows: [ClaimEvaluation.Window]
  let panel: [ClaimEvaluation.PanelFinding]
  let panelGap: String?
  let tester: ClaimTester

  private var agreeing: [ClaimEvaluation.Window] { windows.filter(\.agrees) }

  private func years(_ window: ClaimEvaluation.Window) -> String {
    years(window.cities)
  }

  private func years(_ change: AnnualChange) -> String {
    say(ClaimPhrases.years, ["first": "\(change.baseYear)", "last": "\(change.endYear)"])
  }

  private func say(_ phrase: Phrase, _ values: [String: String] = [:]) -> String {
    tester.say(phrase, values)
  }

  private func percent(_ value: Double?) -> String {
    value.map { NumberText.fixed($0, 1) + NumberText.perCent(tester.language) } ?? "–"
  }

  /// Whether cities and others differ in any window or in the daily panel.
  private var differs: Bool {
    windows.contains { ($0.comparison?.pValue ?? 1) < 0.05 }
      || panel.contains { $0.calibrated.map { $0.lower > 0 || $0.upper < 0 } == true }
  }

  /// Whether they fell by more than others wherever they differ.
  private var fellMore: Bool {
    windows.allSatisfy { ($0.comparison.map { $0.pValue >= 0.05 || $0.difference < 0 }) ?? true }
      && panel.allSatisfy { finding in finding.calibrated.map { $0.lower <= 0 } ?? true }
  }

  private var hasComparison: Bool {
    windows.contains { $0.comparison != nil } || panel.contains { $0.calibrated != nil }
  }

  /// Whether the years decide if the figure is met: some pairs meet it and others do not, or it lies
  /// between those that are computed.
  private var isOpenByYears: Bool {
    guard windows.count > 1, agreeing.count < windows.count else { return false }
    if !agreeing.isEmpty { return true }
    let changes = windows.compactMap(\.cities.mean)
    guard let value = claim.value, let least = changes.min(), let most = changes.max() else {
      return false
    }
    return least < value && value < most
  }

  /// Whether some pairs of years tell the cities from others and some do not.
  private var comparisonDependsOnYears: Bool {
    let known = windows.compactMap(\.comparison)
    let told = known.count { $0.pValue < 0.05 }
    return told > 0 && told < known.count
      && !panel.contains { $0.calibrated.map { $0.lower > 0 || $0.upper < 0 } == true }
  }

  var verdict: ClaimEvaluation.Verdict {
    guard claim.attributes else {
      if isOpenByYears { return .dependsOnYears }
      return independent(agreeing.isEmpty ? .contradicted : .supported)
    }
    guard hasComparison else { return .notTestable }
    if !differs { return .notDistinguishable }
    if comparisonDependsOnYears { return .dependsOnYears }
    guard fellMore else { return independent(.contradicted) }
    if isOpenByYears { return .dependsOnYears }
    return independent(agreeing.isEmpty ? .contradicted : .supported)
  }

  /// The verdict, once it is asked whether what it rests on is other than the claim itself.
  private func independent(_ verdict: ClaimEvaluation.Verdict) -> ClaimEvaluation.Verdict {
    let used = verdict == .supported ? agreeing : windows
    if verdict == .supported, used.contains(where: { $0.repeated > 0 }) { return .repeatsSource }
    return used.contains { $0.cities.unverified > 0 } ? .restsOnUnverified : verdict
  }

  var reason: String {
    let figures = tester.list(
      windows.map { window in
        say(
          ClaimPhrases.changeFrom,
          ["change": percent(window.cities.mean), "years": years(window)])
      })
    let unverified = windows.reduce(0) { $0 + $1.cities.unverified }
    let inputs = windows.reduce(0) { $0 + $1.cities.inputs }
    let marked =
      unverified == 0
      ? "" : say(ClaimPhrases.unverified, ["count": "\(unverified)", "all": "\(inputs)"])
    let means = say(ClaimPhrases.meansGive, ["figures": figures, "marked": marked])
    var sentences = [figure(means)]
    if claim.attributes {
      let comparisons = windows.compactMap { window in
        window.comparison.map { found in
          say(
            ClaimPhrases.comparison,
            [
              "years": years(window), "others": percent(window.others.mean),
              "difference": NumberText.fixed(found.difference, 1),
              "p": NumberText.fixed(found.pValue, 2),
            ])
        }
      }
      if !comparisons.isEmpty {
        sentences.append(
          say(ClaimPhrases.besideOthers, ["list": comparisons.joined(separator: separator)]))
      }
      sentences += panel.map(sentence)
      sentences.append(say(differs ? ClaimPhrases.differs : ClaimPhrases.noDifference))
    }
    sentences += independence
    return sentences.joined(separator: separator)
  }

  /// By what the figure was compared, with which allowance, and what of it is the claim's own.
  private var independence: [String] {
    let allowances = windows.map(\.allowance)
    let used = agreeing.isEmpty ? windows : agreeing
    let estimators = ClaimEvaluation.Estimator.allCases.filter { estimator in
      used.contains { $0.estimators.contains(estimator) }
    }
    var sentences = [
      say(
        ClaimVerdictPhrases.compared,
        [
          "estimators": tester.list(estimators.map { say(ClaimVerdictPhrases.name($0)) }),
          "own": NumberText.fixed(claim.rounding, 2),
          "allowance": NumberText.fixed(allowances.max() ?? 0, 1),
        ])
    ]
    let repeated = windows.map(\.repeated).max() ?? 0
    if repeated > 0 {
      sentences.append(
        say(
          ClaimVerdictPhrases.repeated,
          ["count": "\(repeated)", "all": "\(windows.map(\.cities.inputs).max() ?? 0)"]))
    }
    return sentences
  }

  /// Between sentences that stand in one line.
  private var separator: String {
    switch tester.language {
    case .english: "; "
    case .japanese: "。"
    case .chinese: "；"
    }
  }

  /// Whether the claimed figure is met, and by which years.
  private func figure(_ means: String) -> String {
    let claimed = ["means": means, "claimed": claim.valueText]
    func depending(_ text: String) -> String {
      windows.count > 1 ? say(ClaimPhrases.dependsOnYears, ["rest": text]) : text
    }
    guard !agreeing.isEmpty else {
      let changes = windows.compactMap(\.cities.mean)
      let isBetween =
        (changes.min() ?? 0) < (claim.value ?? 0) && (claim.value ?? 0) < (changes.max() ?? 0)
      return depending(
        say(ClaimPhrases.metByNone, claimed) + (isBetween ? say(ClaimPhrases.between) : ""))
    }
    guard windows.count > 1 else { return means }
    let which = ["which": tester.list(agreeing.map { years($0) })]
    let phrase = agreeing.count == 1 ? ClaimPhrases.metOnlyBy : ClaimPhrases.metBy
    return depending(say(phrase, claimed.merging(which) { first, _ in first }))
  }

  private func sentence(_ finding: ClaimEvaluation.PanelFinding) -> String {
    let interval =
      finding.calibrated.map {
        say(
          ClaimPhrases.interval,
          ["lower": NumberText.fixed($0.lower, 1), "upper": NumberText.fixed($0.upper, 1)])
      } ?? ""
    return say(
      ClaimPhrases.inPanel,
      [
        "period": finding.period, "change": percent(finding.change),
        "others": finding.comparedWith, "othersChange": percent(finding.othersChange),
        "difference": NumberText.fixed(finding.effect.estimate, 1),
        "unit": "\(finding.effect.unit)", "interval": interval,
      ])
  }

  var canSay: [String] {
    var lines = windows.map { window in
      say(
        ClaimPhrases.meanOfChanges,
        [
          "years": years(window), "change": percent(window.cities.mean),
          "ofMean": percent(window.cities.changeOfMean), "count": "\(window.cities.unverified)",
          "all": "\(window.cities.inputs)",
        ])
    }
    if let aggregate = windows.compactMap(\.aggregate).first {
      lines.append(
        say(
          ClaimPhrases.aggregate,
          ["change": percent(aggregate.mean), "years": years(aggregate)]))
    }
    if claim.attributes, !differs, hasComparison { lines.append(say(ClaimPhrases.shared)) }
    return lines
  }

  var cannotSay: [String] {
    var lines: [String] = []
    if windows.count > 1 { lines.append(say(ClaimPhrases.oneFigure)) }
    if windows.contains(where: { $0.repeated > 0 }) { lines.append(say(ClaimVerdictPhrases.own)) }
    if windows.contains(where: { $0.cities.unverified > 0 }) {
      lines.append(say(ClaimPhrases.citing))
    }
    if windows.contains(where: \.cities.crossesReferenceState) {
      lines.append(say(ClaimPhrases.referenceState))
    }
    if claim.attributes {
      lines += [ClaimPhrases.cause, ClaimPhrases.noOutsiders, ClaimPhrases.weather].map { say($0) }
    }
    if let panelGap { lines.append(say(ClaimPhrases.panelGap, ["gap": panelGap])) }
    return lines
  }
}
