public import AirQuality
import Cooperation
public import Documents
import Foundation
import NumericKernels

/// The study repeated where the measure can have done nothing: on dates of the period before, in the same
/// season of earlier years, and on an outcome that it cannot touch.
///
/// Every made-up date is a forecast: the design sees nothing later than the period before, learns from
/// what lies before the date, and is asked about as many days after it as the study has, or as half of
/// the period before. How often it then calls an effect significant is its false-positive rate in this
/// very series.
///
/// The rank of the study's effect among those of the dates is a p-value without a model. Dates whose
/// periods after overlap say nearly the same, so that they count as as many as periods fit side by side;
/// the smallest p-value that so few can give is told with it.
///
/// - Source: placebo tests in time, Abadie, Diamond and Hainmueller (2015), doi:10.1111/ajps.12116;
///   negative control outcomes, Lipsitch, Tchetgen Tchetgen and Cohen (2010),
///   doi:10.1097/EDE.0b013e3181d61eeb (both from memory).
public struct Placebo: Hashable, Codable, Sendable {
  /// Made-up dates, at most, spread evenly over the period before. Default: 20.
  public var dates = 20
  /// An outcome that the measure cannot touch; `nil` for none.
  public var outcome: Pollutant?

  /// Share of made-up dates called significant beyond which a design is not recommended for a series.
  public static let tolerated = 0.08

  /// All settings at their defaults.
  public init() {}

  /// Repeats a design.
  ///
  /// - Parameters:
  ///   - effect: what the design found in the study.
  ///   - study: as it was answered.
  ///   - other: the same study of the outcome that the measure cannot touch; `nil` for none.
  ///   - failure: why there is none although one was named.
  ///   - estimate: the design.
  /// - Returns: `nil` where neither a date nor another outcome could be asked.
  public func repeated(
    _ effect: EffectEstimate, on study: Study, untouched other: Study? = nil,
    failure: Message? = nil, threads: Int? = nil,
    progress: (@Sendable (_ done: Int, _ total: Int) -> Void)? = nil,
    _ estimate: @escaping @Sendable (Study) throws(EstimationError) -> EffectEstimate
  ) -> PlaceboFindings? {
    let asked = Self.dates(of: study, atMost: dates)
    let found = parallelMap(count: asked.count, threads: threads, progress: progress) { place in
      Result { () throws(EstimationError) in try estimate(asked[place].study(study)) }
    }
    var rows: [PlaceboFindings.Row] = []
    for (date, effect) in zip(asked, found) {
      guard case .success(let effect) = effect else { continue }
      rows.append(.init(kind: date.kind, date: date.start, outcome: nil, effect: effect))
    }
    let failures = [Unestimated](found.divided().failures)
    var failure = failure
    if let other {
      do throws(EstimationError) {
        rows.append(
          .init(
            kind: .outcome, date: nil, outcome: other.outcome.pollutant,
            effect: try estimate(other)))
      } catch {
        failure = error.reason
      }
    }
    guard !rows.isEmpty else { return nil }
    let inTime = rows.filter { $0.date != nil }
    let length = asked.first?.days ?? 1
    let span =
      (asked.last?.start.daysSinceEpoch ?? 0) - (asked.first?.start.daysSinceEpoch ?? 0)
    let independent = asked.isEmpty ? 0 : 1 + span / max(1, length)
    return PlaceboFindings(
      rows: rows, failures: failures, independent: independent,
      rank: inTime.isEmpty
        ? nil : Self.rank(of: effect, among: inTime, independent: Double(independent)),
      falseAlarms: inTime.isEmpty
        ? nil
        : Double(inTime.count { ($0.pValue ?? 1) <= 0.05 + 1e-12 }) / Double(inTime.count),
      outcomeFailure: failure)
  }

  /// Effects over their errors, where they have any.
  private static func rank(
    of effect: EffectEstimate, among rows: [PlaceboFindings.Row], independent: Double
  ) -> PValue {
    let hasErrors = ([effect.coefficient.standardError] + rows.map(\.standardError)).allSatisfy {
      $0 > 0
    }
    let own =
      abs(effect.coefficient.value) / (hasErrors ? effect.coefficient.standardError : 1)
    let larger = rows.count { abs($0.coefficient) / (hasErrors ? $0.standardError : 1) >= own }
    return PValue(
      value: (1 + independent * Double(larger) / Double(rows.count)) / (1 + independent),
      method: "how.ranks-of-dates", smallestPossible: 1 / (1 + independent))
  }

  /// A date at which nothing was done.
  struct MadeUpDate {
    let kind: PlaceboFindings.Kind
    let start: CivilDate
    /// Of the period after it.
    let days: Int

    /// The study with this date, blind to everything later than its period before.
    func study(_ study: Study) throws(EstimationError) -> Study {
      let last = CivilDate(daysSinceEpoch: start.daysSinceEpoch + days - 1)
      guard
        let before = DatePeriod(
          study.before.first, through: CivilDate(daysSinceEpoch: start.daysSinceEpoch - 1)),
        let after = DatePeriod(start, through: last)
      else { throw .tooFewObservations(found: 0, needed: 1, period: "\(start)") }
      let panel = study.panel
      var matrix = panel.matrix
      for station in 0..<matrix.columns {
        for row in study.beforePositions.upperBound..<matrix.rows { matrix[row, station] = .nan }
      }
      return try Study(
        title: study.title, measure: Measure(name: "made up", start: start),
        outcome: study.outcome,
        panel: Panel(
          stations: panel.stations, pollutant: panel.pollutant, unit: panel.unit,
          axis: panel.axis, matrix: matrix),
        treatments: study.treatments.map {
          $0.isTreated ? .since(Instant(start, utcOffset: panel.axis.utcOffset)) : .never
        },
        before: before, after: after, covariates: study.covariates,
        stationCovariates: study.stationCovariates, predictors: study.predictors)
    }
  }

  /// Dates with half of the period before ahead of them and a whole period after, evenly spread; and the
  /// day and month of the measure in earlier years.
  static func dates(of study: Study, atMost count: Int) -> [MadeUpDate] {
    let before = study.before
    let days = min(study.after.dayCount, before.dayCount / 2)
    let first = before.first.daysSinceEpoch
    let earliest = first + before.dayCount / 2
    let latest = before.last.daysSinceEpoch - days + 1
    guard count > 0, latest >= earliest, days >= 2 else { return [] }
    let step = max(1, (latest - earliest + count - 1) / max(1, count - 1))
    var found = stride(from: earliest, through: latest, by: step).map {
      MadeUpDate(kind: .date, start: CivilDate(daysSinceEpoch: $0), days: days)
    }
    let start = study.measure.start
    for year in stride(from: start.year - 1, to: before.first.year - 1, by: -1) {
      guard let date = CivilDate(year: year, month: start.month, day: start.day),
        (earliest...latest).contains(date.daysSinceEpoch)
      else { continue }
      found.removeAll { $0.start == date }
      found.append(MadeUpDate(kind: .season, start: date, days: days))
    }
    return found.sorted { $0.start < $1.start }
  }
}
