import Documents
public import AirQuality
public import Estimation
import Foundation
import NumericKernels

/// One inspection of a site: how many machines were looked at and how many complied.
public struct Inspection: Hashable, Codable, Sendable {
  /// Where.
  public let site: String
  /// When.
  public let date: CivilDate
  /// Machines looked at.
  public let inspected: Int
  /// Of these, how many complied.
  public let compliant: Int

  /// A visit: how many machines were looked at, and how many complied.
  public init(site: String, date: CivilDate, inspected: Int, compliant: Int) {
    self.site = site
    self.date = date
    self.inspected = inspected
    self.compliant = compliant
  }
}

/// How far machines comply with a rule before and after it holds.
///
/// Machines of one site are alike, so that sites and not machines are the independent pieces of
/// evidence. It assumes that sites were chosen for inspection in the same way before and after.
///
/// - Source: Liang and Zeger (1986), doi:10.1093/biomet/73.1.13, for the clusters; Bernal, Cummins
///   and Gasparrini (2017), doi:10.1093/ije/dyw098, for the interrupted series; Newcombe (1998),
///   doi:10.1002/(SICI)1097-0258(19980430)17:8<873::AID-SIM779>3.0.CO;2-I, for machines taken as
///   independent.
public struct ComplianceAnalysis: Hashable, Codable, Sendable {
  /// First day of the rule.
  public var start: CivilDate
  /// Coverage of the intervals. Default: 0.95.
  public var confidenceLevel = 0.95

  /// An analysis of a rule that holds from a day on.
  public init(start: CivilDate) { self.start = start }

  /// Compares compliance before and after.
  ///
  /// - Throws: `OffRoadError.tooFew` with fewer than five sites; `.setting` for impossible counts;
  ///   `.numerical` when all or none comply in one of the periods.
  public func analyse(_ inspections: [Inspection]) throws(OffRoadError) -> ComplianceResult {
    for inspection in inspections
    where inspection.inspected < 0 || !(0...inspection.inspected).contains(inspection.compliant) {
      throw .setting(
        "compliant",
        problem: Message(
          "error.off-road.is-compliant-of-inspected",
          [
            "compliant": .fact(inspection.compliant), "inspected": .fact(inspection.inspected),
            "site": .fact(inspection.site),
          ]), remedy: "error.off-road.give-counts-compliant-most")
    }
    let used = inspections.filter { $0.inspected > 0 }
    var sites: [String: Int] = [:]
    for inspection in used where sites[inspection.site] == nil {
      sites[inspection.site] = sites.count
    }
    guard sites.count >= 5 else {
      throw .tooFew(what: "error.off-road.inspected-sites", found: sites.count, needed: 5)
    }
    let isAfter = used.map { $0.date >= start }
    guard isAfter.contains(true), isAfter.contains(false) else {
      throw .tooFew(what: "error.off-road.inspected-periods", found: 1, needed: 2)
    }
    do {
      let fit = try LogisticRegression(
        design: Matrix(
          columns: [Array(repeating: 1, count: used.count), isAfter.map { $0 ? 1 : 0 }]),
        successes: used.map { Double($0.compliant) }, trials: used.map { Double($0.inspected) })
      let covariance = try fit.clusterCovariance(used.map { sites[$0.site] ?? 0 })
      var remarks =
        sites.count < 20 ? [Diagnostic("few-sites", .warning, ["sites": .count(sites.count)])] : []
      var course: ComplianceResult.Interruption?
      do {
        course = try interruption(used)
      } catch KernelError.tooFewObservations {
        remarks.append(Diagnostic("compliance-few-months", .note))
      } catch {
        remarks.append(
          Diagnostic("compliance-course-fails", .warning, ["reason": .message(error.message)]))
      }
      return result(
        fit.coefficients, covariance, sites: sites.count, used, isAfter, interruption: course,
        diagnostics: remarks)
    } catch {
      throw .numerical(
        Message(
          "error.off-road.shares-compliance-cannot-compared", ["error": .message(error.message)])
      )
    }
  }

  private func result(
    _ coefficients: [Double], _ covariance: Matrix, sites: Int, _ used: [Inspection],
    _ isAfter: [Bool], interruption: ComplianceResult.Interruption?, diagnostics: [Diagnostic]
  ) -> ComplianceResult {
    let quantile = Distribution.studentQuantile(
      (1 + confidenceLevel) / 2, degreesOfFreedom: Double(sites - 1))
    let label = Message("how.logistic", ["count": .count(sites)])
    func share(_ logit: Double) -> Double { 1 / (1 + exp(-logit)) }
    func interval(_ logit: Double, _ error: Double) -> ConfidenceInterval {
      ConfidenceInterval(
        lower: share(logit - quantile * error), upper: share(logit + quantile * error),
        level: confidenceLevel, method: label)
    }
    let before = coefficients[0]
    let after = coefficients[0] + coefficients[1]
    let afterVariance = covariance[0, 0] + 2 * covariance[0, 1] + covariance[1, 1]
    let (p0, p1) = (share(before), share(after))
    // d(p1 − p0) by the delta method.
    let slopes = [p1 * (1 - p1) - p0 * (1 - p0), p1 * (1 - p1)]
    var variance = 0.0
    for row in 0..<2 {
      for column in 0..<2 { variance += slopes[row] * slopes[column] * covariance[row, column] }
    }
    let error = variance.squareRoot()
    let ratioError = covariance[1, 1].squareRoot()
    let t = coefficients[1] / ratioError
    return ComplianceResult(
      before: ComplianceResult.Share(
        value: p0, interval: interval(before, covariance[0, 0].squareRoot())),
      after: ComplianceResult.Share(
        value: p1, interval: interval(after, max(afterVariance, 0).squareRoot())),
      difference: ComplianceResult.Share(
        value: p1 - p0,
        interval: ConfidenceInterval(
          lower: p1 - p0 - quantile * error, upper: p1 - p0 + quantile * error,
          level: confidenceLevel, method: Message("how.delta", ["own": .message(label)]))),
      oddsRatio: ComplianceResult.Share(
        value: exp(coefficients[1]),
        interval: ConfidenceInterval(
          lower: exp(coefficients[1] - quantile * ratioError),
          upper: exp(coefficients[1] + quantile * ratioError), level: confidenceLevel,
          method: label)),
      pValue: Distribution.twoSidedP(t: t, degreesOfFreedom: Double(sites - 1)),
      independent: newcombe(used, isAfter), sites: sites,
      inspections: used.count, machines: used.reduce(0) { $0 + $1.inspected },
      months: Self.months(used, level: confidenceLevel), start: start, interruption: interruption,
      logOdds: ComplianceResult.LogOdds(
        coefficients: coefficients,
        covariance: [covariance[0, 0], covariance[0, 1], covariance[1, 1]]),
      diagnostics: diagnostics)
  }

  /// The difference if every machine were independent of every other.
  private func newcombe(_ used: [Inspection], _ isAfter: [Bool]) -> ConfidenceInterval {
    func counts(_ after: Bool) -> (Double, Double) {
      var compliant = 0.0
      var all = 0.0
      for (inspection, flag) in zip(used, isAfter) where flag == after {
        compliant += Double(inspection.compliant)
        all += Double(inspection.inspected)
      }
      return (compliant, all)
    }
    let (x0, n0) = counts(false)
    let (x1, n1) = counts(true)
    let w0 = Self.wilson(x0, n0, level: confidenceLevel)
    let w1 = Self.wilson(x1, n1, level: confidenceLevel)
    let (p0, p1) = (x0 / n0, x1 / n1)
    func square(_ value: Double) -> Double { value * value }
    return ConfidenceInterval(
      lower: p1 - p0 - (square(p1 - w1.lower) + square(w0.upper - p0)).squareRoot(),
      upper: p1 - p0 + (square(w1.upper - p1) + square(p0 - w0.lower)).squareRoot(),
      level: confidenceLevel, method: "how.newcombe")
  }

  /// Wilson's interval of a share.
  static func wilson(
    _ successes: Double, _ trials: Double, level: Double
  ) -> (lower: Double, upper: Double) {
    let z = Distribution.normalQuantile((1 + level) / 2)
    let p = successes / trials
    let centre = p + z * z / (2 * trials)
    let reach = z * (p * (1 - p) / trials + z * z / (4 * trials * trials)).squareRoot()
    let scale = 1 + z * z / trials
    return ((centre - reach) / scale, (centre + reach) / scale)
  }

  static func months(_ used: [Inspection], level: Double) -> [ComplianceResult.Month] {
    var counts: [Int: (compliant: Double, all: Double)] = [:]
    for inspection in used {
      let month = inspection.date.year * 12 + inspection.date.month - 1
      counts[month, default: (0, 0)].compliant += Double(inspection.compliant)
      counts[month, default: (0, 0)].all += Double(inspection.inspected)
    }
    return counts.sorted { $0.key < $1.key }.compactMap { month, count in
      guard let first = CivilDate(year: month / 12, month: month % 12 + 1, day: 1) else {
        return nil
      }
      let ends = wilson(count.compliant, count.all, level: level)
      return ComplianceResult.Month(
        month: first, share: count.compliant / count.all, lower: ends.lower, upper: ends.upper,
        machines: Int(count.all))
    }
  }

  /// Segmented logistic regression of the months on time, a step and a change of slope.
  private func interruption(
    _ used: [Inspection]
  ) throws(KernelError) -> ComplianceResult.Interruption {
    var counts: [Int: (compliant: Double, all: Double)] = [:]
    for inspection in used {
      let month = inspection.date.year * 12 + inspection.date.month - 1
      counts[month, default: (0, 0)].compliant += Double(inspection.compliant)
      counts[month, default: (0, 0)].all += Double(inspection.inspected)
    }
    let months = counts.keys.sorted()
    // The first month of the rule counts as after when the rule holds from its first day.
    let turn = start.year * 12 + start.month - (start.day == 1 ? 1 : 0)
    let after = months.map { $0 >= turn ? 1.0 : 0 }
    guard after.count(where: { $0 == 0 }) >= 6, after.count(where: { $0 == 1 }) >= 6 else {
      throw .tooFewObservations(rows: months.count, columns: 12)
    }
    let time = months.map { Double($0 - turn) / 12 }
    let design = Matrix(
      columns: [
        Array(repeating: 1, count: months.count), time, after, zip(after, time).map { $0 * $1 },
      ])
    let fit = try LogisticRegression(
      design: design, successes: months.map { counts[$0]?.compliant ?? 0 },
      trials: months.map { counts[$0]?.all ?? 0 })
    let covariance = try fit.serialCovariance(lags: .automatic)
    let freedom = Double(months.count - 4)
    let quantile = Distribution.studentQuantile(
      (1 + confidenceLevel) / 2, degreesOfFreedom: freedom)
    func ratio(_ index: Int) -> ComplianceResult.Share {
      let error = covariance[index, index].squareRoot()
      return ComplianceResult.Share(
        value: exp(fit.coefficients[index]),
        interval: ConfidenceInterval(
          lower: exp(fit.coefficients[index] - quantile * error),
          upper: exp(fit.coefficients[index] + quantile * error), level: confidenceLevel,
          method: "how.segmented-logistic"))
    }
    let error = covariance[2, 2].squareRoot()
    return ComplianceResult.Interruption(
      level: ratio(2), slope: ratio(3),
      pValue: Distribution.twoSidedP(t: fit.coefficients[2] / error, degreesOfFreedom: freedom),
      dispersion: fit.dispersion, fitted: fit.fitted,
      withoutRule: time.map { t in
        1 / (1 + exp(-(fit.coefficients[0] + fit.coefficients[1] * t)))
      })
  }
}

/// What inspections say about compliance.
public struct ComplianceResult: Hashable, Codable, Sendable {
  /// A share, a difference of shares or a ratio of odds.
  public struct Share: Hashable, Codable, Sendable {
    /// The number.
    public let value: Double
    /// Its interval.
    public let interval: ConfidenceInterval
  }

  /// Log odds before and their change, with the site clusters’ covariance.
  public struct LogOdds: Hashable, Codable, Sendable {
    /// Before, and after minus before.
    public let coefficients: [Double]
    /// Variance of the first, covariance, variance of the second.
    public let covariance: [Double]
  }

  /// One month of inspections.
  public struct Month: Hashable, Codable, Sendable {
    /// Its first day.
    public let month: CivilDate
    /// Share that complied.
    public let share: Double
    /// Lower end of Wilson’s interval.
    public let lower: Double
    /// Upper end.
    public let upper: Double
    /// Machines looked at.
    public let machines: Int
  }

  /// The interrupted series of months.
  public struct Interruption: Hashable, Codable, Sendable {
    /// Odds of compliance right after the start over those without the rule.
    public let level: Share
    /// By what the odds’ yearly growth changed, a ratio.
    public let slope: Share
    /// Of no step.
    public let pValue: Double
    /// Above 1: months scatter more than independent machines would.
    public let dispersion: Double
    /// Fitted shares, one a month of `months`.
    public let fitted: [Double]
    /// Shares that the course before the rule leads one to expect, one a month.
    public let withoutRule: [Double]
  }

  /// Share before.
  public let before: Share
  /// Share after.
  public let after: Share
  /// After minus before.
  public let difference: Share
  /// Odds after over odds before.
  public let oddsRatio: Share
  /// Of no change, by site clusters.
  public let pValue: Double
  /// Of the difference, if machines were independent.
  public let independent: ConfidenceInterval
  /// Sites.
  public let sites: Int
  /// Inspections with at least one machine.
  public let inspections: Int
  /// Machines looked at.
  public let machines: Int
  /// Month by month.
  public let months: [Month]
  /// First day of the rule.
  public let start: CivilDate
  /// `nil` with fewer than six months on either side, and where no fit was found; a diagnostic says which.
  public let interruption: Interruption?
  /// The regression behind the shares.
  public let logOdds: LogOdds
  /// What the reader should know.
  public let diagnostics: [Diagnostic]
}
