import AirQuality
import Cooperation

/// The calendar years that a claim compares: those that it names, and where it names none, all that
/// it can mean.
struct ClaimYears {
  private let claim: Claim
  private let registry: Registry

  init(_ claim: Claim, _ registry: Registry) {
    self.claim = claim
    self.registry = registry
  }

  /// Base years and end years; every pair is tried.
  var pairs: (bases: [Int], ends: [Int]) {
    (claim.baseYear.map { [$0] } ?? bases, claim.endYear.map { [$0] } ?? ends)
  }

  /// Fiscal years that the stated period names, in its own words: `about FY2014-FY2018`.
  private var stated: ClosedRange<Int>? {
    let text = claim.record["period_stated"]
    let years = text.split { !$0.isLetter && !$0.isNumber }.compactMap { word -> Int? in
      FiscalYear(String(word))?.beginning
    }
    guard let first = years.min(), let last = years.max() else { return nil }
    return first...last
  }

  /// The year before the stated period, or before the programme, and its first year: both are usual.
  private var bases: [Int] {
    let start =
      stated?.lowerBound ?? registry.programme.map(\.lowerBound.beginning).min() ?? 2014
    return [start - 1, start]
  }

  /// The last two calendar years that were over when the claim was made; where nobody says when,
  /// those with which the stated period or the first phase ends; of a claim that names its base
  /// year alone, every year behind it that has values up to then.
  private var ends: [Int] {
    let last =
      PartialDate(claim.record["as_of"]).map { $0.first.year - 1 }
      ?? stated?.upperBound ?? registry.programme.map(\.upperBound.beginning).min() ?? 2018
    guard let base = claim.baseYear, claim.record["as_of"].isEmpty, stated == nil else {
      return [last - 1, last]
    }
    return Array(Set(registry.annualMeans.map(\.year).filter { $0 > base && $0 <= last })).sorted()
  }
}
