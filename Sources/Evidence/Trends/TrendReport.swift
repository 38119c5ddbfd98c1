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
      ("tables/periods.csv", Data(periods.csv.utf8)),
    ]
  }
}

extension TrendReport: Documented {
  /// What it says.
  public var document: Document {
    let first = trends[0].series
    let notes = self.notes
    return Document(
      title: Message("trend.title", ["pollutant": .text(first.pollutant.displayName)]),
      subtitles: [Message("named", ["name": .names(trends.map(\.series.station.name))])],
      alerts: notes.filter { $0.severity == .serious }.map(\.message),
      footer: Message(
        "trend.made-by", ["tool": .text("airaccord \(ToolVersion.current) trend")]),
      data: slopes
    ) {
      Section("answer", role: .answer) {
        if let region { Block.lead(region.answer) }
        if let region {
          Message(
            "trend.region-counts",
            [
              "falling": .count(region.falling), "rising": .count(region.rising),
              "stations": .count(region.stations),
            ])
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
          Message(
            "trend.figures-first",
            ["shown": .count(Self.shown), "all": .count(trends.count)])
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
    trends.flatMap { [Note]($0.diagnostics, at: $0.series.station.name) }
  }

  private var how: [Message] {
    let settings = trends[0].settings
    return [
      Message(
        "trend.how.periods",
        [
          "resolution": .message(trends[0].series.resolution.message),
          "capture": .share(settings.capture),
        ]),
      Message("trend.how.season.\(trends[0].season)"),
      Message(
        "trend.how.interval.\(settings.interval.rawValue)", ["draws": .count(settings.draws)]),
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
      Column<Row>("station") { row in
        row.name == RegionalTrend.key ? .coded(row.name, .message("trend.region")) : .text(row.name)
      }
      Column("first") { .text($0.fit.series.labels.first ?? "") }
      Column("last") { .text($0.fit.series.labels.last ?? "") }
      Column("periods", heading: "command.count") { .count($0.fit.series.validCount) }
      Column("slope", heading: "trend.per-year") { row in
        .number(row.fit.sen.perYear, .interval(row.fit.sen.lower, row.fit.sen.upper))
      }
      Column(
        "interval", heading: Message("trend.interval", ["level": .share(level)]),
        isForReadersOnly: true
      ) { row in
        .range(
          row.fit.sen.lower, row.fit.sen.upper, .interval(row.fit.sen.lower, row.fit.sen.upper))
      }
      Column("lower", heading: .band("lower", level), isForFilesOnly: true) {
        .number($0.fit.sen.lower)
      }
      Column("upper", heading: .band("upper", level), isForFilesOnly: true) {
        .number($0.fit.sen.upper)
      }
      Column("unit") { .text($0.fit.series.unit.symbol) }
      Column("p", heading: "trend.p") { .probability($0.fit.sen.pValue) }
      Column("percent", heading: "trend.percent") { row in
        .optional(row.fit.sen.percentPerYear) {
          .number($0.value, .interval($0.lower, $0.upper), unit: "%")
        }
      }
      Column("gls", heading: "trend.gls", isForFilesOnly: true) {
        .number($0.fit.linear.perYear.value)
      }
      Column("gls_lower", heading: .band("lower", level), isForFilesOnly: true) {
        .number($0.fit.linear.perYear.lower)
      }
      Column("gls_upper", heading: .band("upper", level), isForFilesOnly: true) {
        .number($0.fit.linear.perYear.upper)
      }
      Column("gls_percent", heading: "trend.gls-percent") { row in
        .optional(row.fit.linear.percentPerYear) {
          .estimate(
            $0.value, lower: $0.lower, upper: $0.upper, .interval($0.lower, $0.upper), unit: "%")
        }
      }
      Column("effective", heading: "trend.effective") {
        .number($0.fit.noise.effectivePeriods, .decimals(0))
      }
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
      Column<Row>("station") { row in
        row.name == RegionalTrend.key ? .coded(row.name, .message("trend.region")) : .text(row.name)
      }
      Column("test", heading: "trend.test") {
        .coded($0.test.name, .message(Message("trend.test.\($0.test.name)")))
      }
      Column("score", heading: "trend.score", isForFilesOnly: true) { .number($0.test.score) }
      Column("tau", heading: "trend.tau") { .number($0.test.tau, .decimals(3)) }
      Column("z", heading: "trend.z") { row in .optional(row.test.z) { .number($0, .decimals(2)) } }
      Column("p", heading: "trend.p") { row in .optional(row.test.pValue) { .probability($0) } }
    }
  }

  /// Every period, for files.
  private var periods: Table {
    typealias Row = (fit: TrendFit, place: Int)
    let rows = trends.flatMap { fit in fit.series.values.indices.map { (fit: fit, place: $0) } }
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
      Column("smooth", heading: "trend.smooth") { .number($0.fit.smooth.level.values[$0.place]) }
      Column("smooth_lower", heading: .band("lower", level)) {
        .number($0.fit.smooth.level.lower[$0.place])
      }
      Column("smooth_upper", heading: .band("upper", level)) {
        .number($0.fit.smooth.level.upper[$0.place])
      }
      Column("derivative", heading: "trend.derivative") {
        .number($0.fit.smooth.derivative.values[$0.place])
      }
      Column("derivative_lower", heading: .band("lower", level)) {
        .number($0.fit.smooth.derivative.lower[$0.place])
      }
      Column("derivative_upper", heading: .band("upper", level)) {
        .number($0.fit.smooth.derivative.upper[$0.place])
      }
    }
  }
}
