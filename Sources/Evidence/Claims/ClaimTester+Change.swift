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
      return notTestable(claim, "the records hold annual means of PM2.5 only, not of \(pollutant)")
    }
    guard let value = claim.value else {
      return notTestable(claim, "it gives no figure that data could meet or miss")
    }
    let names = cityNames(claim)
    let windows = windows(claim, value: value, names: names)
    guard !windows.isEmpty else {
      let missing = names.isEmpty ? claim.places : names
      return notTestable(
        claim,
        "annual means of \(missing.joined(separator: ", ")) for the years of the claim are not in "
          + "the records")
    }
    let panel = claim.attributes ? try panel(claim, library) : PanelResult()
    let judgement = ChangeJudgement(
      claim: claim, windows: windows, panel: panel.findings, panelGap: panel.gap)
    let isNational = windows.allSatisfy { $0.others.cities.isEmpty && $0.others.missing.isEmpty }
    let note = isNational ? try nationalNote(library) : nil
    let outside =
      isNational
      ? [
        "the whole change from days: the open daily panel holds 2014 and 2015 only, which begins "
          + "after the claim’s base year"
      ] : []
    return evaluation(
      claim, judgement.verdict, judgement.reason, windows: windows, panel: panel.findings,
      canSay: judgement.canSay + [note].compactMap(\.self),
      cannotSay: judgement.cannotSay + outside)
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
    let start = registry.programme.map(\.lowerBound.beginning).min() ?? 2014
    // Without a stated base, the year before the programme and its first year are both usual.
    let bases = claim.baseYear.map { [$0] } ?? [start - 1, start]
    let ends = claim.endYear.map { [$0] } ?? lastYears(claim)
    let aggregates = Set(means.filter { $0.series == "aggregate" }.map(\.city))
    let others = Set(means.map(\.city)).subtracting(names).subtracting(aggregates)
    let isAggregate = names.allSatisfy { aggregates.contains($0) }
    return bases.flatMap { base in
      ends.compactMap { end -> ClaimEvaluation.Window? in
        let cities = AnnualChange(means, names: names, baseYear: base, endYear: end)
        guard let change = cities.mean, let range = cities.range, cities.missing.isEmpty else {
          return nil
        }
        let rest = AnnualChange(
          means, names: isAggregate ? [] : others.sorted(), baseYear: base, endYear: end)
        let whole = AnnualChange(means, names: ["74 cities"], baseYear: base, endYear: end)
        // Both ways of averaging are in use; the figure agrees when one of them meets it.
        let near = [change, cities.changeOfMean ?? change]
        let slack = claim.rounding + (range.upperBound - range.lowerBound) / 2
        let agrees =
          switch claim.record["bound"] {
          case "at least": near.contains { $0 <= value + slack }
          case "at most": near.contains { $0 >= value - slack }
          default: near.contains { abs($0 - value) <= slack }
          }
        return ClaimEvaluation.Window(
          cities: cities, others: rest,
          aggregate: isAggregate || whole.cities.isEmpty ? nil : whole, agrees: agrees,
          comparison: ExchangeComparison(cities, others: rest))
      }
    }
  }

  /// The last two calendar years that were over when the claim was made or the phase ended.
  private func lastYears(_ claim: Claim) -> [Int] {
    let last =
      PartialDate(claim.record["as_of"]).map { $0.first.year - 1 }
      ?? registry.programme.map(\.upperBound.beginning).min() ?? 2018
    return [last - 1, last]
  }
}

/// The verdict on a relative change, with its reasons.
struct ChangeJudgement {
  let claim: Claim
  let windows: [ClaimEvaluation.Window]
  let panel: [ClaimEvaluation.PanelFinding]
  let panelGap: String?

  private var agreeing: [ClaimEvaluation.Window] { windows.filter(\.agrees) }

  private func years(_ window: ClaimEvaluation.Window) -> String {
    "\(window.cities.baseYear) to \(window.cities.endYear)"
  }

  private func percent(_ value: Double?) -> String {
    value.map { "\(NumberText.fixed($0, 1)) %" } ?? "–"
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

  var verdict: ClaimEvaluation.Verdict {
    guard claim.attributes else { return agreeing.isEmpty ? .contradicted : .supported }
    guard hasComparison else { return .notTestable }
    if !differs { return .notDistinguishable }
    return fellMore && !agreeing.isEmpty ? .supported : .contradicted
  }

  var reason: String {
    let figures = windows.map { window in
      "\(percent(window.cities.mean)) from \(years(window))"
    }.joined(separator: ", ")
    let unverified = windows.reduce(0) { $0 + $1.cities.unverified }
    let inputs = windows.reduce(0) { $0 + $1.cities.inputs }
    let marked =
      unverified == 0 ? "" : " (\(unverified) of \(inputs) values are unverified)"
    var sentences: [String] = []
    if agreeing.isEmpty {
      let changes = windows.compactMap(\.cities.mean)
      let isBetween =
        (changes.min() ?? 0) < (claim.value ?? 0) && (claim.value ?? 0) < (changes.max() ?? 0)
      sentences.append(
        (windows.count > 1 ? "the years decide the figure: " : "")
          + "the annual means give \(figures)\(marked); \(claim.valueText) % is met by none"
          + (isBetween ? ", though it lies between them" : ""))
    } else if windows.count == 1 {
      sentences.append("the annual means give \(figures)\(marked)")
    } else {
      let which = agreeing.map(years).joined(separator: " and ")
      sentences.append(
        "the years decide the figure: the annual means give \(figures)\(marked); "
          + "\(claim.valueText) % is met by \(which) \(agreeing.count == 1 ? "only" : "")"
          .trimmedEnd)
    }
    if claim.attributes {
      let comparisons = windows.compactMap { window in
        window.comparison.map {
          "\(years(window)): others \(percent(window.others.mean)), difference "
            + "\(NumberText.fixed($0.difference, 1)) points, p \(NumberText.fixed($0.pValue, 2))"
        }
      }
      if !comparisons.isEmpty {
        sentences.append("beside other cities (\(comparisons.joined(separator: "; ")))")
      }
      for finding in panel {
        let interval =
          finding.calibrated.map {
            " (calibrated 95 % interval \(NumberText.fixed($0.lower, 1)) to "
              + "\(NumberText.fixed($0.upper, 1)) %)"
          } ?? ""
        sentences.append(
          "in the daily panel of \(finding.period) the cities changed by "
            + "\(percent(finding.change)), \(finding.comparedWith) by "
            + "\(percent(finding.othersChange)); the difference is "
            + "\(NumberText.fixed(finding.effect.estimate, 1)) \(finding.effect.unit)\(interval)")
      }
      sentences.append(
        differs
          ? "the cities differ from others" : "no difference from other cities can be told")
    }
    return sentences.joined(separator: "; ")
  }

  var canSay: [String] {
    var lines: [String] = []
    for window in windows {
      lines.append(
        "from \(years(window)) the mean of the cities’ changes is \(percent(window.cities.mean)) "
          + "(the change of their mean \(percent(window.cities.changeOfMean))); "
          + "\(window.cities.unverified) of \(window.cities.inputs) values are unverified")
    }
    if let aggregate = windows.compactMap(\.aggregate).first {
      lines.append(
        "the 74 cities together changed by \(percent(aggregate.mean)) from "
          + "\(aggregate.baseYear) to \(aggregate.endYear)")
    }
    if claim.attributes, !differs, hasComparison {
      lines.append("that the cities shared in a fall that other cities saw as well")
    }
    return lines
  }

  var cannotSay: [String] {
    var lines: [String] = []
    if windows.count > 1 {
      lines.append("one figure: the claim names no base year, and the figure hangs on it")
    }
    if windows.contains(where: { $0.cities.unverified > 0 }) {
      lines.append("any figure to be cited before the unverified annual means are replaced")
    }
    if windows.contains(where: \.cities.crossesReferenceState) {
      lines.append(
        "how much of the change is air: values from 2019 on refer to another temperature")
    }
    if claim.attributes {
      lines.append(
        "that the cooperation caused any of it: national plans covered all of these cities, and "
          + "trainings are no measure with a date")
      lines.append(
        "anything against cities wholly outside the programme from the annual table: the other "
          + "cities in it are partners of others or lie in a partner province")
      lines.append("how much the weather did: annual means are not adjusted for it")
    }
    if let panelGap { lines.append("anything from the daily panel: \(panelGap)") }
    return lines
  }
}

extension String {
  fileprivate var trimmedEnd: String { last == " " ? String(dropLast()) : self }
}
