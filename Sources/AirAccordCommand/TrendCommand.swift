import AirQuality
import ArgumentParser
import Documents
import Estimation
import Evidence
import Foundation

/// The trend of a pollutant.
struct TrendCommand: ParsableCommand {
  private static let standard = Trend()

  static let configuration = CommandConfiguration(
    commandName: "trend",
    abstract: "Say how a pollutant changed over the years, and when it rose and fell.",
    discussion: """
      Per station: Sen’s slope with an interval that knows how days and months depend on each \
      other, the Mann-Kendall tests, a linear trend in per cent a year, and a smooth course whose \
      band says when it fell. The season is taken out first. Several stations also get one trend \
      together. Weather stays in the trend unless it is taken out with --normalise.

      Examples:
        airaccord trend --archive air.sqlite --station marylebone --pollutant nox
        airaccord trend --archive air.sqlite --pollutant pm25 --normalise --output trend
        airaccord trend --archive air.sqlite --pollutant no2 --split 2013-09-10 --format csv
      """)

  @OptionGroup var selection: SingleSeriesOptions

  @Option(name: .long, help: "Length of the periods: day, week, month or year.")
  var by: TrendResolution = TrendCommand.standard.resolution

  @Flag(name: .long, inversion: .prefixedNo, help: "Take the season out.")
  var deseasonalise = TrendCommand.standard.deseasonalise

  @Option(
    name: .long,
    help: """
      Where the interval comes from: autoregression draws series like this one, blocks resamples as \
      openair does, ranks draws nothing.
      """)
  var interval: Trend.Interval = TrendCommand.standard.interval

  @Option(name: .long, help: "First day of a second part whose slope is compared with the first’s.")
  var split: CivilDate?

  @Option(name: .long, help: "How many series are drawn.")
  var draws: Int = TrendCommand.standard.draws

  @Option(name: .customLong("level"), help: "Coverage of intervals and bands, 0 to 1.")
  var confidenceLevel: Double = TrendCommand.standard.confidenceLevel

  @Option(name: .long, help: "Share of a period that must have been measured, 0 to 1.")
  var capture: Double = TrendCommand.standard.capture

  @Option(name: .long, help: "Seed of everything that is drawn.")
  var seed: UInt64 = TrendCommand.standard.seed

  @Option(
    name: .customLong("output"),
    help: "Also write a page with figures and all values as tables into this folder.")
  var folder: String?

  @OptionGroup var speech: LanguageOption
  @OptionGroup var replacement: ReplaceOption
  @OptionGroup var output: FormatOption

  func validate() throws {
    guard (0...1).contains(capture) else {
      throw ValidationError("--capture is \(capture); give a share from 0 to 1")
    }
    guard confidenceLevel > 0, confidenceLevel < 1 else {
      throw ValidationError(
        "--level is \(confidenceLevel); give a share between 0 and 1, such as 0.95")
    }
    guard (99...99_999).contains(draws) else {
      throw ValidationError("--draws is \(draws); give 99 to 99999")
    }
  }

  func run() throws {
    try explainingErrors {
      try replacement.check(folder)
      var trend = Trend()
      trend.resolution = by
      trend.deseasonalise = deseasonalise
      trend.interval = interval
      trend.split = split
      trend.draws = draws
      trend.confidenceLevel = confidenceLevel
      trend.capture = capture
      trend.seed = seed
      let settings = trend
      let trends = try selection.each(speech.language) {
        series, window, threads throws(EstimationError) in
        try settings.estimate(series, window: window, threads: threads)
      }
      let report = TrendReport(
        trends, region: try RegionalTrend(trends, threads: selection.threads),
        isNormalised: selection.normalise)
      try replacement.write(into: folder, in: speech.language) {
        try PageOutput(language: speech.language).write(
          report.document, page: "trend.html", files: try report.files(), to: $0, replacing: $1)
      }
      try output.print(report, language: speech.language)
    }
  }
}
