public import Documents

/// Holds series against the limits of one authority, year by year.
///
/// Each year is judged by the standard in force on its last day, or every year by one standard
/// that is held fixed, so that a trend does not show a change of the law.
public struct StandardsEvaluation: Hashable, Codable, Sendable {
  /// Which limits a year is held against.
  public enum Selection: Hashable, Codable, Sendable {
    /// Those in force on the last day of the year.
    case inForce
    /// Those of one standard, whatever the year.
    case fixed(String)
  }

  /// Whose limits.
  public var authority: AirQualityStandard.Authority
  /// Which of them. Default: in force.
  public var selection = Selection.inForce
  /// Only this level, for example `grade 2`. Default: every level.
  public var level: String?
  /// Where the stations stand. Default: not known, which leaves a standard that came by regions
  /// open.
  public var place: StandardPlace?
  /// Whether limits that were proposed but may not hold yet are evaluated too. Default: false.
  public var includesPending = false

  /// An evaluation with the defaults.
  public init(authority: AirQualityStandard.Authority) { self.authority = authority }

  /// Years that can be evaluated, design values of the years before included; others are passed
  /// over.
  public static let years = 1_000...9_000

  /// What came out.
  public struct Report: Hashable, Codable, Sendable {
    /// In the order of the series, then years, then limits of the table.
    public let findings: [ComplianceFinding]
    /// About the selection of limits.
    public let remarks: [Message]

    /// Every rule used, each once, in the order of first use.
    public var rules: [AppliedRule] { StandardsEvaluation.unique(findings.flatMap(\.rules)) }
    /// Every caution, each once.
    public var cautions: [Message] { StandardsEvaluation.unique(findings.flatMap(\.cautions)) }
  }

  /// The limits that a year is held against.
  public func limits(for period: EvaluationPeriod) -> [AirQualityStandard] {
    let catalogue = StandardCatalogue.embedded
    var limits: [AirQualityStandard]
    switch selection {
    case .inForce: limits = catalogue.limits(of: authority, on: period.last, at: place)
    case .fixed(let name):
      limits = catalogue.limits(of: authority, named: name).filter { !$0.isPending }
    }
    if includesPending {
      limits += catalogue.limits.filter { $0.authority == authority && $0.isPending }
    }
    return limits.filter { limit in level.map { limit.isLevel($0) } ?? true }
  }

  /// Evaluates series over years.
  ///
  /// - Parameters:
  ///   - series: hourly, shorter than hourly or daily; those of pollutants without a limit are
  ///     passed over.
  ///   - years: calendar years, or the years in which Japan's fiscal years begin; `nil` takes
  ///     those that each series touches.
  /// - Returns: findings; a limit that a series cannot answer is there with its reason.
  public func report(
    _ series: [MonitoringSeries], years: ClosedRange<Int>? = nil
  ) -> Report {
    var findings: [ComplianceFinding] = []
    var remarks: [Message] = selectionRemarks
    for one in series where one.axis.count > 0 {
      for year in years ?? touched(one.axis) where Self.years.contains(year) {
        let period = EvaluationPeriod(year: year, authority: authority)
        let limits = limits(for: period)
        let own = limits.filter { $0.pollutant == one.pollutant }
        let notes = SelectionNotes(self, period, one.pollutant, limits)
        for remark in notes.remarks where !remarks.contains(remark) { remarks.append(remark) }
        findings += evaluate(one, own, period)
      }
    }
    return Report(findings: findings, remarks: remarks)
  }

  private func evaluate(
    _ series: MonitoringSeries, _ limits: [AirQualityStandard], _ period: EvaluationPeriod
  ) -> [ComplianceFinding] {
    // Daily statistics are the same for all limits in one unit and state.
    var prepared: [(limit: AirQualityStandard, book: any Rulebook, cautions: [Message])] = []
    return limits.map { limit in
      let known = prepared.first {
        $0.limit.unit == limit.unit && $0.limit.referenceState == limit.referenceState
          && $0.limit.name == limit.name
      }
      if let known {
        return finding(series, limit, period, known.book.outcome(limit, period), known.cautions)
      }
      do throws(UnitError) {
        let (converted, cautions) = try series.inTerms(of: limit)
        guard let grid = DayGrid(converted) else {
          return finding(
            series, limit, period,
            .impossible(
              limit.statistic.rawValue,
              say(
                "standard.neither-hours-nor-days", averaging: "\(series.averaging)",
                step: "\(series.axis.step)")
            ), [])
        }
        let book = rulebook(grid, series.pollutant, limit.name)
        prepared.append((limit, book, cautions))
        return finding(series, limit, period, book.outcome(limit, period), cautions)
      } catch {
        return finding(
          series, limit, period, .impossible(limit.statistic.rawValue, error.problem), [])
      }
    }
  }

  private func rulebook(
    _ grid: DayGrid, _ pollutant: Pollutant, _ standard: String
  ) -> any Rulebook {
    switch authority {
    case .china: ChinaRulebook(grid, pollutant: pollutant, standard: standard)
    case .japan: JapanRulebook(grid, pollutant: pollutant, standard: standard)
    case .who: WorldHealthRulebook(grid, pollutant: pollutant, standard: standard)
    case .eu, .uk: EuropeanRulebook(grid, pollutant: pollutant, standard: standard)
    case .us: UnitedStatesRulebook(grid, pollutant: pollutant, standard: standard)
    }
  }

  private func finding(
    _ series: MonitoringSeries, _ limit: AirQualityStandard, _ period: EvaluationPeriod,
    _ outcome: StatisticOutcome, _ cautions: [Message]
  ) -> ComplianceFinding {
    var cautions = cautions
    if limit.isDecidedByProvinces {
      cautions.append(
        say(
          "standard.decided-by-provinces", pollutant: series.pollutant.displayName,
          name: limit.name))
    }
    if limit.isPending {
      cautions.append("standard.proposed")
    }
    return ComplianceFinding(
      station: series.station.key, pollutant: series.pollutant, standard: limit,
      statistic: outcome.statistic, period: period, value: outcome.value,
      roundedValue: outcome.roundedValue, exceedances: outcome.exceedances,
      exceedanceUnit: outcome.exceedanceUnit,
      validity: ComplianceFinding.Validity(
        validCount: outcome.validCount, requiredCount: outcome.requiredCount,
        counted: outcome.counted, isValid: outcome.shortfalls.isEmpty && outcome.value != nil,
        shortfalls: outcome.shortfalls),
      verdict: outcome.verdict, rules: Self.unique(outcome.rules),
      remarks: outcome.remarks, cautions: cautions)
  }

  fileprivate static func unique<Value: Hashable>(_ values: [Value]) -> [Value] {
    var seen: Set<Value> = []
    return values.filter { seen.insert($0).inserted }
  }

  /// Years of the authority that an axis touches.
  private func touched(_ axis: TimeAxis) -> ClosedRange<Int> {
    func year(_ date: CivilDate) -> Int {
      authority == .japan && date.month < 4 ? date.year - 1 : date.year
    }
    return year(axis.date(at: 0))...year(axis.date(at: axis.count - 1))
  }

  private var selectionRemarks: [Message] {
    guard case .fixed(let name) = selection else { return [] }
    return [say("standard.held-fixed", name: name)]
  }
}
