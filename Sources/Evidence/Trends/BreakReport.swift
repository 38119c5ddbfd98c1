import Studies
import AirQuality
public import Documents
public import Estimation
public import Foundation

/// Breaks of one pollutant at one or several stations.
public struct BreakReport: Encodable, Sendable {
  /// By station.
  public let series: [ChangePointFit]
  /// Whether weather was taken out before.
  let isNormalised: Bool

  private enum CodingKeys: CodingKey { case series }

  /// A report of breaks of one pollutant.
  public init(_ series: [ChangePointFit], isNormalised: Bool = false) {
    self.series = series
    self.isNormalised = isNormalised
  }

  /// What belongs beside the page: everything as JSON, periods and profiles as tables.
  ///
  /// - Throws: `EncodingError`.
  public func files() throws -> [(String, Data)] {
    [
      ("breaks.json", try StableJSON.encode(self, pretty: false)),
      ("tables/periods.csv", Data(periods.csv.utf8)),
      ("tables/profiles.csv", Data(profiles.csv.utf8)),
    ]
  }

  private var level: Double { series[0].settings.confidenceLevel }
}

extension BreakReport: Documented {
  /// What it says.
  public var document: Document {
    let notes = self.notes
    return Document(
      title: Message(
        "break.title", ["pollutant": .text(series[0].series.pollutant.displayName)]),
      subtitles: [Message("named", ["name": .names(series.map(\.series.station.name))])]
        + (series[0].settings.measureStart.map {
          [Message("break.measure", ["date": .date("\($0)")])]
        } ?? []),
      alerts: notes.filter { $0.severity == .serious }.map(\.message),
      footer: Message("break.made-by", ["tool": .text("airaccord \(ToolVersion.current) breaks")]),
      data: breaks
    ) {
      Section("answer", role: .answer) {
        series.enumerated().flatMap { place, fit in
          fit.answers.enumerated().map {
            place == 0 && $0 == 0 ? Block.lead($1) : .message($1)
          }
        }
      }
      Section("figures") {
        series.prefix(TrendReport.shown).enumerated().flatMap { $1.charts($0 + 1) }
        if series.count > TrendReport.shown {
          Message(
            "trend.figures-first",
            ["shown": .count(TrendReport.shown), "all": .count(series.count)])
        }
      }
      Section("break.breaks") { breaks }
      Section("break.stretches") { stretches }
      Section("break.numbers", role: .detail) { partitions }
      Section("doubts") {
        notes.filter { $0.severity < .serious }
        Message("break.no-cause")
        Message(isNormalised ? "trend.weather-out" : "trend.weather-in")
      }
      Section("trend.how", role: .detail) { how }
      Section("weather.settings", role: .detail) { Block.settings(series[0].settings) }
    }
  }

  private var notes: [Note] {
    series.flatMap { [Note]($0.diagnostics, at: $0.series.station.name) }
  }

  private var how: [Message] {
    let settings = series[0].settings
    return [
      Message(
        "trend.how.periods",
        [
          "resolution": .message(series[0].series.resolution.message),
          "capture": .share(settings.capture),
        ]),
      Message("trend.how.season.\(series[0].season)"),
      Message(
        "break.how.number",
        ["draws": .count(settings.draws), "level": .share(settings.significance)]),
      "break.how.interval",
    ]
  }

  // MARK: Tables

  private var breaks: Table {
    typealias Row = (fit: ChangePointFit, one: ChangePointFit.Break)
    let rows = series.flatMap { fit in fit.breaks.map { (fit: fit, one: $0) } }
    return Table("breaks", "break.breaks", note: "break.breaks-note", rows) {
      Column<Row>("station") { .text($0.fit.series.station.key) }
      Column("last_before", heading: "break.last-before") { .text($0.one.lastBefore) }
      Column(
        "date_interval", heading: Message("trend.interval", ["level": .share(level)]),
        isForReadersOnly: true
      ) { row in
        .message(
          Message("weather.span", ["from": .text(row.one.earliest), "to": .text(row.one.latest)]))
      }
      Column("earliest", heading: .band("lower", level), isForFilesOnly: true) {
        .text($0.one.earliest)
      }
      Column("latest", heading: .band("upper", level), isForFilesOnly: true) {
        .text($0.one.latest)
      }
      Column("independent_earliest", heading: "break.independent-lower", isForFilesOnly: true) {
        row in .optional(row.one.independentInterval?.first) { .text($0) }
      }
      Column("independent_latest", heading: "break.independent-upper", isForFilesOnly: true) {
        row in .optional(row.one.independentInterval?.last) { .text($0) }
      }
      Column("before", heading: "break.before") { .number($0.one.before, $0.one.digits) }
      Column("after", heading: "break.after") { .number($0.one.after, $0.one.digits) }
      Column("step", heading: "break.step") { .number($0.one.step, $0.one.digits) }
      Column("step_lower", heading: .band("lower", level), isForFilesOnly: true) {
        .number($0.one.lower)
      }
      Column("step_upper", heading: .band("upper", level), isForFilesOnly: true) {
        .number($0.one.upper)
      }
      Column("step_interval", heading: "break.step-interval", isForReadersOnly: true) {
        .range($0.one.lower, $0.one.upper, $0.one.digits)
      }
      Column("unit") { .text($0.fit.series.unit.symbol) }
      Column("relation", heading: "break.relation", isOptional: true) { row in
        .optional(row.one.relation) {
          .coded($0.rawValue, .message(Message("break.relation.\($0.rawValue)")))
        }
      }
    }
  }

  /// Stretches of one level and of transition, as AQEval’s break segments have them.
  private var stretches: Table {
    typealias Row = (station: String, unit: String, stretch: ChangePointFit.Stretch)
    let rows: [Row] = series.flatMap { fit in
      fit.stretches.map { (fit.series.station.key, fit.series.unit.symbol, $0) }
    }
    return Table("stretches", "break.stretches", note: "break.stretches-note", rows) {
      Column<Row>("station") { .text($0.station) }
      Column("first") { .text($0.stretch.first) }
      Column("last") { .text($0.stretch.last) }
      Column("kind", heading: "break.kind") {
        $0.stretch.isTransition
          ? .coded("transition", .message("break.transition"))
          : .coded("steady", .message("break.steady"))
      }
      Column("from", heading: "break.from") { .number($0.stretch.from, .size) }
      Column("to", heading: "break.to") { .number($0.stretch.to, .size) }
      Column("unit") { .text($0.unit) }
    }
  }

  private var partitions: Table {
    typealias Row = (station: String, one: ChangePointFit.Partition)
    let rows: [Row] = series.flatMap { fit in
      fit.partitions.map { (fit.series.station.key, $0) }
    }
    return Table("numbers", "break.numbers", note: "break.numbers-note", rows) {
      Column<Row>("station") { .text($0.station) }
      Column("breaks", heading: "break.number") { .count($0.one.breaks) }
      Column("last_periods", heading: "break.last-before") { .names($0.one.lastPeriods) }
      Column("rss", heading: "break.rss") { .number($0.one.squaredResiduals, .significant(6)) }
      Column("bic", heading: "break.bic") { .number($0.one.bayesianCriterion, .decimals(1)) }
      Column("p", heading: "break.p") { row in .optional(row.one.pValue) { .probability($0) } }
    }
  }

  /// Every period, for files.
  private var periods: Table {
    typealias Row = (fit: ChangePointFit, place: Int)
    let rows = series.flatMap { fit in fit.series.values.indices.map { (fit: fit, place: $0) } }
    return Table("periods", "trend.periods", rows) {
      Column<Row>("station") { .text($0.fit.series.station.key) }
      Column("pollutant", heading: "weather.pollutant") {
        .text($0.fit.series.pollutant.identifier)
      }
      Column("unit") { .text($0.fit.series.unit.symbol) }
      Column("period") { .text($0.fit.series.labels[$0.place]) }
      Column("observed", heading: "weather.observed") { row in
        .optional(row.fit.series.values[row.place]) { .number($0) }
      }
      Column("deseasonalised", heading: "trend.adjusted") { row in
        .optional(row.fit.adjusted[row.place]) { .number($0) }
      }
      Column("level", heading: "break.level") { row in
        .optional(row.fit.level(at: row.place)) { .number($0) }
      }
    }
  }

  /// Every candidate date, for files.
  private var profiles: Table {
    typealias Row = (station: String, break: String, point: ChangePointFit.ProfilePoint)
    let rows: [Row] = series.flatMap { fit in
      fit.breaks.flatMap { one in
        one.profile.map { (fit.series.station.key, one.lastBefore, $0) }
      }
    }
    return Table("profiles", "break.profile-axis", rows) {
      Column<Row>("station") { .text($0.station) }
      Column("last_before", heading: "break.last-before") { .text($0.break) }
      Column("candidate", heading: "column.period") { .text($0.point.lastBefore) }
      Column("excess", heading: "break.profile-axis") { .number($0.point.excess) }
    }
  }
}
