import AirQuality
public import Documents
public import Foundation
import Studies
public import Weather

/// Normalised series of one pollutant at one or several stations, with what they show together.
public struct NormalisationReport: Encodable, Sendable {
  /// Which periods are told station by station.
  public enum Period: String, Sendable, CaseIterable {
    case month, year
    case seasonalYear = "seasonal-year"
    case changes
  }

  /// By station.
  public let series: [NormalisedSeries]
  /// Years of all stations together; `nil` when their units differ.
  public let comparison: YearComparison?
  /// Which periods are told station by station.
  let period: Period

  private enum CodingKeys: CodingKey { case series, comparison }

  /// A report of series of one pollutant.
  public init(_ series: [NormalisedSeries], by period: Period = .year) {
    self.series = series
    self.period = period
    comparison = YearComparison(series)
  }

  /// What belongs beside the page: everything as JSON, all periods and every normalised step as tables.
  ///
  /// - Throws: `EncodingError`.
  public func files() throws -> [(String, Data)] {
    [("normalised.json", try StableJSON.encode(self, pretty: false))]
      + [allPeriods, steps, attributionFile, dependenceFile].compactMap(\.self).map(\.file)
  }
}

extension NormalisationReport: Documented {
  /// What it says.
  public var document: Document {
    let pollutant = series.first?.observed.pollutant ?? Pollutant("")
    let level = series.first?.model.confidenceLevel ?? 0.95
    let answers = comparison?.answers(pollutant, level: level) ?? []
    let noted = notes
    return Document(
      title: say("weather.title", pollutant: pollutant.displayName),
      subtitles: [say("named", name: series.map(\.observed.station.name))],
      alerts: (comparison?.disagreementMessages ?? [])
        + noted.filter { $0.severity == .serious }.map(\.message),
      footer: .madeBy("normalise", "weather.made-by"), data: data(level: level)
    ) {
      Section("answer", role: .answer) {
        if answers.isEmpty { say("weather.no-change", pollutant: pollutant.displayName) }
        Block.answer(answers)
      }
      Section("figures") { charts }
      Section("weather.changes", role: period == .changes ? .main : .detail) {
        comparison?.changeTable(level: level)
      }
      Section("weather.parts", role: .detail) {
        comparison?.partsChart
        comparison?.partsTable(level: level)
      }
      Section("weather.years", role: .detail) { comparison?.yearTable(level: level) }
      Section("weather.days-section") { dayTable }
      if period != .changes {
        Section(.init("weather.periods.\(period.rawValue)")) { table(of: period, level: level) }
      }
      Section("weather.pool", role: .detail) { Block.terms(series.compactMap(\.poolTerm)) }
      Section("weather.skill") {
        BlockedSkill.table(series.map { ($0.observed.station.name, $0.skill) })
        skillChart
      }
      Section("doubts") { noted.filter { $0.severity < .serious } }
      Section("weather.settings", role: .detail) { series.first.map { Block.settings($0.model) } }
    }
  }

  private var notes: [Note] {
    series.flatMap { one in
      one.notes.map { note in
        Note(
          Severity(rawValue: note.severity.rawValue) ?? .note,
          say("weather.at", station: one.observed.station.name, note: note.message))
      }
    }
  }

  // MARK: Tables

  private typealias Row = (series: NormalisedSeries, kind: Period, period: NormalisedPeriod)

  private func rows(_ kind: Period) -> [Row] {
    series.flatMap { one in
      let periods =
        switch kind {
        case .month: one.monthly
        case .seasonalYear: one.seasonalYearly
        case .year, .changes: one.yearly
        }
      return periods.map { (one, kind, $0) }
    }
  }

  /// What `--format csv` prints.
  private func data(level: Double) -> Table? {
    period == .changes
      ? comparison?.changeTable(level: level) : table(of: period, level: level)
  }

  private func table(of kind: Period, level: Double) -> Table {
    let rows = rows(kind)
    let decimals = ModelInterval.decimals(
      rows.map { kind == .month ? $0.period.interval : $0.period.levelInterval })
    return Table(
      "\(kind.rawValue)s", Message("weather.periods.\(kind.rawValue)"),
      note: kind == .month ? "weather.months-note" : "weather.years-note", rows
    ) {
      Column("station") { $0.series.observed.station.key }
      Column("pollutant", "weather.pollutant", in: .files) {
        $0.series.observed.pollutant.identifier
      }
      Column("period", in: .files) { $0.period.label }
      Column("named", "column.period", in: .pages) { $0.period.name }
      Column("observed", "weather.observed") { $0.period.observed.decimals(decimals) }
      if kind != .month { Self.levels(level, decimals) }
      Self.means(level, decimals, spreadIn: kind == .month ? .all : .files)
      Column("unit") { $0.series.observed.unit.symbol }
      Column("count", "command.count") { $0.period.count }
      Self.completeness
    }
  }

  /// A year's level with its confidence interval.
  @ListBuilder<Column<Row>> private static func levels(
    _ level: Double, _ decimals: Int
  ) -> [Column<Row>] {
    Column("level", "weather.normalised") { $0.period.level?.decimals(decimals) }
    Column.ends("level_", .band("lower", level), .band("upper", level), decimals: decimals) {
      $0.period.levelInterval
    }
  }

  /// The model's own mean with the spread between models.
  @ListBuilder<Column<Row>> private static func means(
    _ level: Double, _ decimals: Int, spreadIn readers: Column<Row>.Readers = .all
  ) -> [Column<Row>] {
    Column("model_mean", "weather.model-mean") { $0.period.normalised.decimals(decimals) }
    Column.ends(
      "model_", say("weather.spread-lower", level: level.share),
      say("weather.spread-upper", level: level.share), decimals: decimals, in: readers
    ) { $0.period.interval }
  }

  /// How much of a period was measured.
  @ListBuilder<Column<Row>> private static var completeness: [Column<Row>] {
    Column("share", "column.measured-share") { $0.period.share.share }
    Column("whole", "weather.whole", in: .files) { "\($0.period.isWhole)" }
  }

  /// Months, calendar years and years from March, for files.
  private var allPeriods: Table {
    let level = series.first?.model.confidenceLevel ?? 0.95
    let rows = [.month, .year, .seasonalYear].flatMap(rows)
    // Files have every digit.
    let decimals = ModelInterval.decimals(rows.map(\.period.interval))
    return Table("periods", "weather.periods.month", rows) {
      Column<Row>("station") { $0.series.observed.station.key }
      Column("pollutant", "weather.pollutant") { $0.series.observed.pollutant.identifier }
      Column("unit") { $0.series.observed.unit.symbol }
      Column("kind", "weather.kind") { $0.kind.rawValue }
      Column("period") { $0.period.label }
      Column("observed", "weather.observed") { $0.period.observed }
      Self.levels(level, decimals)
      Self.means(level, decimals)
      Column("count", "command.count") { $0.period.count }
      Self.completeness
    }
  }

  /// Every normalised step, for files.
  private var steps: Table {
    let rows = series.flatMap { one in
      (0..<one.normalised.count).compactMap { step in
        one.normalised[step].map { (series: one, step: step, value: $0) }
      }
    }
    return Table("series", "weather.normalised", rows) {
      Column("station") { $0.series.observed.station.key }
      Column("pollutant", "weather.pollutant") { $0.series.observed.pollutant.identifier }
      Column("unit") { $0.series.observed.unit.symbol }
      Column("time", "column.period") { .date($0.series.normalised.axis.label(at: $0.step)) }
      Column("observed", "weather.observed") { $0.series.observed[$0.step] }
      Column("normalised", "weather.normalised") { $0.value }
    }
  }
}

extension NormalisedPeriod {
  /// Its label, with a mark where it was measured in part.
  var name: Message {
    isWhole ? .verbatim(label) : say("weather.part", period: label)
  }
}

extension NormalisedSeries {
  /// What the choice of the pool does at this station; `nil` when the model was not described.
  fileprivate var poolTerm: Term? {
    poolMeans?.term(
      of: observed.station.name, model.pool, unit: observed.unit.symbol, varianceShares)
  }
}
