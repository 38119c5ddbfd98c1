import Documents
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
        Message("claims.only-pm25", ["pollutant": .text(Pollutant(pollutant).displayName)]))
    }
    guard let value = claim.value else {
      return notTestable(claim, Message("claims.gives-no-figure"))
    }
    let names = cityNames(claim)
    let windows = windows(claim, value: value, names: names)
    guard !windows.isEmpty else {
      let missing = names.isEmpty ? claim.places : names
      return notTestable(
        claim, Message("claims.no-means", ["places": placeNames(missing)]))
    }
    let panel = claim.attributes ? try panel(claim, library) : PanelResult()
    let judgement = ChangeJudgement(
      claim: claim, windows: windows, panel: panel.findings, panelGap: panel.gap)
    let isNational = windows.allSatisfy { $0.others.cities.isEmpty && $0.others.missing.isEmpty }
    let note = isNational ? try nationalNote(library) : nil
    let outside =
      isNational
      ? [Message("claims.outside-panel")] : []
    return evaluation(
      claim, judgement.verdict, judgement.reason, windows: windows, panel: panel.findings,
      canSay: judgement.canSay + [note].compactMap(\.self),
      cannotSay: judgement.cannotSay + outside)
  }

  /// Names of cities and aggregates: the table of means is in English and Chinese.
  private func placeNames(_ names: [String]) -> Value {
    .list(
      names.map { name in
        let place = registry.places.first { $0.names.english == name || $0.organisation == name }
        let body = registry.organisation(name)?.names
        let chinese = registry.annualMeans.first { $0.city == name }?.record["name_zh"]
        return .translated(
          body?.english ?? name,
          japanese: place?.names.japanese ?? body?.japanese ?? chinese,
          chinese: place?.names.chinese ?? body?.chinese ?? chinese)
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
  let panelGap: Message?

  private var agreeing: [ClaimEvaluation.Window] { windows.filter(\.agrees) }

  private func years(_ window: ClaimEvaluation.Window) -> Value {
    years(window.cities)
  }

  private func years(_ change: AnnualChange) -> Value {
    .message(
      Message(
        "claims.years",
        ["first": .date("\(change.baseYear)"), "last": .date("\(change.endYear)")]))
  }

  private func percent(_ value: Double?) -> Value {
    .optional(value) { .number($0, .decimals(1), unit: "%") }
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

  var reason: Message {
    var parts = [figure]
    if claim.attributes {
      let comparisons = windows.compactMap { window in
        window.comparison.map { found in
          Message(
            "claims.comparison",
            [
              "years": years(window), "others": percent(window.others.mean),
              "difference": .number(found.difference, .decimals(1), unit: "percentage points"),
              "p": .probability(found.pValue),
            ])
        }
      }
      if !comparisons.isEmpty {
        parts.append(
          Message("claims.beside-others", ["list": .message(Self.joined(comparisons))]))
      }
      parts += panel.map(sentence)
      parts.append(differs ? "claims.differs" : "claims.no-difference")
    }
    parts += independence
    return Self.joined(parts)
  }

  /// By what the figure was compared, with which allowance, and what of it is the claim's own.
  private var independence: [Message] {
    let used = agreeing.isEmpty ? windows : agreeing
    let estimators = ClaimEvaluation.Estimator.allCases.filter { estimator in
      used.contains { $0.estimators.contains(estimator) }
    }
    var parts = [
      Message(
        "claims.compared",
        [
          "estimators": .list(estimators.map { .message($0.message) }),
          "own": .number(claim.rounding, .decimals(2)),
          "allowance": .number(windows.map(\.allowance).max() ?? 0, .decimals(1)),
        ])
    ]
    let repeated = windows.map(\.repeated).max() ?? 0
    if repeated > 0 {
      parts.append(
        Message(
          "claims.repeated",
          [
            "count": .count(repeated), "all": .count(windows.map(\.cities.inputs).max() ?? 0),
          ]))
    }
    return parts
  }

  /// Parts that stand in one line.
  private static func joined(_ parts: [Message]) -> Message {
    parts.dropFirst().reduce(parts[0]) {
      Message("claims.and", ["first": .message($0), "second": .message($1)])
    }
  }

  /// What the annual means give, and how many of them no stored source backs.
  private var means: Message {
    let figures = Value.list(
      windows.map { window in
        .message(
          Message(
            "claims.change-from",
            ["change": percent(window.cities.mean), "years": years(window)]))
      })
    let unverified = windows.reduce(0) { $0 + $1.cities.unverified }
    let inputs = windows.reduce(0) { $0 + $1.cities.inputs }
    return unverified == 0
      ? Message("claims.means-give", ["figures": figures])
      : Message(
        "claims.means-give-unverified",
        ["figures": figures, "count": .count(unverified), "all": .count(inputs)])
  }

  /// Whether the claimed figure is met, and by which years.
  private var figure: Message {
    var facts: [String: Value] = ["means": .message(means), "claimed": claim.figure]
    func depending(_ message: Message) -> Message {
      windows.count > 1
        ? Message("claims.depends-on-years", ["rest": .message(message)]) : message
    }
    guard !agreeing.isEmpty else {
      let changes = windows.compactMap(\.cities.mean)
      let isBetween =
        (changes.min() ?? 0) < (claim.value ?? 0) && (claim.value ?? 0) < (changes.max() ?? 0)
      return depending(Message(isBetween ? "claims.met-between" : "claims.met-by-none", facts))
    }
    guard windows.count > 1 else { return means }
    facts["which"] = .list(agreeing.map { years($0) })
    return depending(
      Message(agreeing.count == 1 ? "claims.met-only-by" : "claims.met-by", facts))
  }

  private func sentence(_ finding: ClaimEvaluation.PanelFinding) -> Message {
    var facts: [String: Value] = [
      "period": .text(finding.period), "change": percent(finding.change),
      "others": .message(finding.comparedWith), "othersChange": percent(finding.othersChange),
      "difference": .number(finding.effect.estimate, .decimals(1), unit: finding.effect.unit),
    ]
    guard let interval = finding.calibrated else { return Message("claims.in-panel", facts) }
    facts["level"] = .share(interval.level)
    facts["interval"] = .range(
      interval.lower, interval.upper, .decimals(1), unit: finding.effect.unit)
    return Message("claims.in-panel-calibrated", facts)
  }

  var canSay: [Message] {
    var lines = windows.map { window in
      Message(
        "claims.mean-of-changes",
        [
          "years": years(window), "change": percent(window.cities.mean),
          "ofMean": percent(window.cities.changeOfMean),
          "count": .count(window.cities.unverified), "all": .count(window.cities.inputs),
        ])
    }
    if let aggregate = windows.compactMap(\.aggregate).first {
      lines.append(
        Message(
          "claims.aggregate", ["change": percent(aggregate.mean), "years": years(aggregate)]))
    }
    if claim.attributes, !differs, hasComparison { lines.append("claims.shared") }
    return lines
  }

  var cannotSay: [Message] {
    var lines: [Message] = []
    if windows.count > 1 { lines.append("claims.one-figure") }
    if windows.contains(where: { $0.repeated > 0 }) { lines.append("claims.own") }
    if windows.contains(where: { $0.cities.unverified > 0 }) { lines.append("claims.citing") }
    if windows.contains(where: \.cities.crossesReferenceState) {
      lines.append("claims.reference-state")
    }
    if claim.attributes { lines += ["claims.cause", "claims.no-outsiders", "claims.weather"] }
    if let panelGap { lines.append(Message("claims.panel-gap", ["gap": .message(panelGap)])) }
    return lines
  }
}
