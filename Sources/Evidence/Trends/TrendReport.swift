import Studies
import AirQuality
public import Documents
public import Estimation
public import Foundation

/// Trends of one pollutant at one or several stations, and of the region that they make.
public struct TrendReport: Encodable, Sendable {
  /// By station.
  public let trends: [TrendFit]
  /// All stations together; `nil` for one, and where their units differ.
  public let region: RegionalTrend?
  /// What was done to the series before, such as `airaccord normalise`.
  let isNormalised: Bool

  private enum CodingKeys: CodingKey { case trends, region }

  /// A report of trends of one pollutant.
  public init(_ trends: [TrendFit], region: RegionalTrend? = nil, isNormalised: Bool = false) {
    self.trends = trends
    self.region = region
    self.isNormalised = isNormalised
  }

  /// What belongs beside the page: everything as JSON, and every period as a table.
  ///
  /// - Throws: `EncodingError`.
  public func files() throws -> [(String, Data)] {
    [
      ("trend.json", try StableJSON.encode(self, pretty: false)),
      periods.file,
    ]
  }
}

extension TrendReport: Documented {
  /// What it says.
  public var document: Document {
    let first = trends[0].series
    let notes = self.notes
    return Document(
      title: say("trend.title", pollutant: first.pollutant.displayName),
      subtitles: [say("named", name: trends.map(\.series.station.name))],
      alerts: notes.filter { $0.severity == .serious }.map(\.message),
      footer: .madeBy("trend", "trend.made-by"),
      data: slopes
    ) {
      Section("answer", role: .answer) {
        if let region { Block.lead(region.answer) }
        if let region {
          say(
            "trend.region-counts", falling: region.falling, rising: region.rising,
            stations: region.stations)
        }
        if region == nil || trends.count <= Self.shown {
          trends.enumerated().map { place, fit in
            region == nil && place == 0 ? Block.lead(fit.answer) : .message(fit.answer)
          }
        }
        if trends.count <= Self.shown { trends.flatMap(\.course) }
        trends.compactMap(\.comparisonMessage)
      }
      Section("figures") {
        if let region { region.fit.courseChart(0, isRegion: true) }
        trends.prefix(Self.shown).enumerated().flatMap { $1.charts($0 + 1) }
        if trends.count > Self.shown {
          say("trend.figures-first", shown: Self.shown, all: trends.count)
        }
      }
      Section("trend.slopes") { slopes }
      Section("trend.tests") { tests }
      Section("doubts") {
        notes.filter { $0.severity < .serious }
        Message(isNormalised ? "trend.weather-out" : "trend.weather-in")
      }
      Section("trend.how", role: .detail) { how }
      Section("weather.settings", role: .detail) { Block.settings(trends[0].settings) }
    }
  }

  /// How many stations have figures and sentences of their own.
  static let shown = 6

  private var notes: [Note] {
    trends.flatMap { fit in
      fit.diagnostics.map { Note($0, at: fit.series.station.name) }
    }
  }

  private var how: [Message] {
    let settings = trends[0].settings
    return [
      say(
        "trend.how.periods", resolution: trends[0].series.resolution.message,
        capture: settings.capture.share),
      Message("trend.how.season.\(trends[0].season)"),
      say("trend.how.interval.\(settings.interval.rawValue)", draws: settings.draws),
      "trend.how.smooth", "trend.how.tests",
    ]
  }

  // MARK: Tables

  private var slopes: Table {
    typealias Row = (name: String, fit: TrendFit)
    let rows: [Row] =
      trends.map { ($0.series.station.key, $0) }
      + (region.map { [(RegionalTrend.key, $0.fit)] } ?? [])
    return Table("slopes", "trend.slopes", note: "trend.slopes-note", rows) {
      Column<Row>("station") {
        $0.name == RegionalTrend.key ? .coded($0.name, .message("trend.region")) : .text($0.name)
      }
      Column("first") { $0.fit.series.labels.first ?? "" }
      Column("last") { $0.fit.series.labels.last ?? "" }
      Column("periods", "command.count") { $0.fit.series.validCount }
      Column("slope", "trend.per-year") { $0.fit.sen.perYear.within($0.fit.sen) }
      Column("interval", say("trend.interval", level: level.share), in: .pages) {
        $0.fit.sen.range()
      }
      Column("lower", .band("lower", level), in: .files) { $0.fit.sen.lower }
      Column("upper", .band("upper", level), in: .files) { $0.fit.sen.upper }
      Column("unit") { $0.fit.series.unit.symbol }
      Column("p", "trend.p") { $0.fit.sen.pValue.probability }
      Column("percent", "trend.percent") { row in
        .optional(row.fit.sen.percentPerYear) {
          .number($0.value, .interval($0.lower, $0.upper), unit: "%")
        }
      }
      Column("gls", "trend.gls", in: .files) { $0.fit.linear.perYear.value }
      Column("gls_lower", .band("lower", level), in: .files) { $0.fit.linear.perYear.lower }
      Column("gls_upper", .band("upper", level), in: .files) { $0.fit.linear.perYear.upper }
      Column("gls_percent", "trend.gls-percent") { row in
        .optional(row.fit.linear.percentPerYear) {
          .estimate(
            $0.value, lower: $0.lower, upper: $0.upper, .interval($0.lower, $0.upper), unit: "%")
        }
      }
      Column("effective", "trend.effective") { $0.fit.noise.effectivePeriods.decimals(0) }
    }
  }

  private var level: Double { trends[0].settings.confidenceLevel }

  private var tests: Table {
    typealias Row = (name: String, test: TrendFit.Test)
    var rows: [Row] = trends.flatMap { fit in fit.tests.map { (fit.series.station.key, $0) } }
    if let region {
      rows += ([region.independent] + [region.correlated].compactMap(\.self)).map {
        (RegionalTrend.key, $0)
      }
    }
    return Table("tests", "trend.tests", note: "trend.tests-note", rows) {
      Column<Row>("station") {
        $0.name == RegionalTrend.key ? .coded($0.name, .message("trend.region")) : .text($0.name)
      }
      Column("test", "trend.test") {
        .coded($0.test.name, .message(Message("trend.test.\($0.test.name)")))
      }
      Column("score", "trend.score", in: .files) { $0.test.score }
      Column("tau", "trend.tau") { $0.test.tau.decimals(3) }
      Column("z", "trend.z") { $0.test.z?.decimals(2) }
      Column("p", "trend.p") { $0.test.pValue?.probability }
    }
  }

  /// Every period, for files.
  private var periods: Table {
    typealias Row = (fit: TrendFit, place: Int)
    let rows = trends.flatMap { fit in fit.series.values.indices.map { (fit: fit, place: $0) } }
    return Table("periods", "trend.periods", rows) {
      Column<Row>("station") { $0.fit.series.station.key }
      Column("pollutant", "weather.pollutant") { $0.fit.series.pollutant.identifier }
      Column("unit") { $0.fit.series.unit.symbol }
      Column("period") { $0.fit.series.labels[$0.place] }
      Column("observed", "weather.observed") { $0.fit.series.values[$0.place] }
      Column("deseasonalised", "trend.adjusted") { $0.fit.adjusted[$0.place] }
      Column("smooth", "trend.smooth") { $0.fit.smooth.level.values[$0.place] }
      Column("smooth_lower", .band("lower", level)) { $0.fit.smooth.level.lower[$0.place] }
      Column("smooth_upper", .band("upper", level)) { $0.fit.smooth.level.upper[$0.place] }
      Column("derivative", "trend.derivative") { $0.fit.smooth.derivative.values[$0.place] }
      Column("derivative_lower", .band("lower", level)) { $0.fit.smooth.derivative.lower[$0.place] }
      Column("derivative_upper", .band("upper", level)) { $0.fit.smooth.derivative.upper[$0.place] }
    }
  }
}
