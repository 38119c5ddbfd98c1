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
      periods.file,
      profiles.file,
    ]
  }

  private var level: Double { series[0].settings.confidenceLevel }
}

extension BreakReport: Documented {
  /// What it says.
  public var document: Document {
    let notes = self.notes
    return Document(
      title: say("break.title", pollutant: series[0].series.pollutant.displayName),
      subtitles: [say("named", name: series.map(\.series.station.name))]
        + (series[0].settings.measureStart.map {
          [say("break.measure", date: $0)]
        } ?? []),
      alerts: notes.filter { $0.severity == .serious }.map(\.message),
      footer: .madeBy("breaks", "break.made-by"),
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
          say("trend.figures-first", shown: TrendReport.shown, all: series.count)
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
    series.flatMap { fit in
      fit.diagnostics.map { Note($0, at: fit.series.station.name) }
    }
  }

  private var how: [Message] {
    let settings = series[0].settings
    return [
      say(
        "trend.how.periods", resolution: series[0].series.resolution.message,
        capture: settings.capture.share),
      Message("trend.how.season.\(series[0].season)"),
      say("break.how.number", draws: settings.draws, level: settings.significance.share),
      "break.how.interval",
    ]
  }

  // MARK: Tables

  private var breaks: Table {
    typealias Row = (fit: ChangePointFit, one: ChangePointFit.Break)
    let rows = series.flatMap { fit in fit.breaks.map { (fit: fit, one: $0) } }
    return Table("breaks", "break.breaks", note: "break.breaks-note", rows) {
      Column<Row>("station") { $0.fit.series.station.key }
      Column("last_before", "break.last-before") { $0.one.lastBefore }
      Column("date_interval", say("trend.interval", level: level.share), in: .pages) {
        .message(say("weather.span", from: $0.one.earliest, to: $0.one.latest))
      }
      Column("earliest", .band("lower", level), in: .files) { $0.one.earliest }
      Column("latest", .band("upper", level), in: .files) { $0.one.latest }
      Column("independent_earliest", "break.independent-lower", in: .files) {
        $0.one.independentInterval?.first
      }
      Column("independent_latest", "break.independent-upper", in: .files) {
        $0.one.independentInterval?.last
      }
      Column("before", "break.before") { .number($0.one.before, $0.one.digits) }
      Column("after", "break.after") { .number($0.one.after, $0.one.digits) }
      Column("step", "break.step") { .number($0.one.step, $0.one.digits) }
      Column("step_lower", .band("lower", level), in: .files) { $0.one.lower }
      Column("step_upper", .band("upper", level), in: .files) { $0.one.upper }
      Column("step_interval", "break.step-interval", in: .pages) {
        .range($0.one.lower, $0.one.upper, $0.one.digits)
      }
      Column("unit") { $0.fit.series.unit.symbol }
      Column("relation", "break.relation", isOptional: true) { row in
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
      Column<Row>("station") { $0.station }
      Column("first") { $0.stretch.first }
      Column("last") { $0.stretch.last }
      Column("kind", "break.kind") {
        $0.stretch.isTransition
          ? .coded("transition", .message("break.transition"))
          : .coded("steady", .message("break.steady"))
      }
      Column("from", "break.from") { .number($0.stretch.from, .size) }
      Column("to", "break.to") { .number($0.stretch.to, .size) }
      Column("unit") { $0.unit }
    }
  }

  private var partitions: Table {
    typealias Row = (station: String, one: ChangePointFit.Partition)
    let rows: [Row] = series.flatMap { fit in
      fit.partitions.map { (fit.series.station.key, $0) }
    }
    return Table("numbers", "break.numbers", note: "break.numbers-note", rows) {
      Column<Row>("station") { $0.station }
      Column("breaks", "break.number") { $0.one.breaks }
      Column("last_periods", "break.last-before") { $0.one.lastPeriods }
      Column("rss", "break.rss") { .number($0.one.squaredResiduals, .significant(6)) }
      Column("bic", "break.bic") { $0.one.bayesianCriterion.decimals(1) }
      Column("p", "break.p") { $0.one.pValue?.probability }
    }
  }

  /// Every period, for files.
  private var periods: Table {
    typealias Row = (fit: ChangePointFit, place: Int)
    let rows = series.flatMap { fit in fit.series.values.indices.map { (fit: fit, place: $0) } }
    return Table("periods", "trend.periods", rows) {
      Column<Row>("station") { $0.fit.series.station.key }
      Column("pollutant", "weather.pollutant") { $0.fit.series.pollutant.identifier }
      Column("unit") { $0.fit.series.unit.symbol }
      Column("period") { $0.fit.series.labels[$0.place] }
      Column("observed", "weather.observed") { $0.fit.series.values[$0.place] }
      Column("deseasonalised", "trend.adjusted") { $0.fit.adjusted[$0.place] }
      Column("level", "break.level") { $0.fit.level(at: $0.place) }
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
      Column<Row>("station") { $0.station }
      Column("last_before", "break.last-before") { $0.break }
      Column("candidate", "column.period") { $0.point.lastBefore }
      Column("excess", "break.profile-axis") { $0.point.excess }
    }
  }
}
