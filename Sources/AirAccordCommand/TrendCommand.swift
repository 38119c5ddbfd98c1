import AirAccord
import ArgumentParser

/// The trend of a pollutant.
struct TrendCommand: Verb {
  private static let standard = Trend()

  static let configuration = CommandConfiguration.of("trend")

  @OptionGroup var selection: SingleSeriesOptions
  @Option(help: "Length of the periods: day, week, month or year.")
  var by: TrendResolution = TrendCommand.standard.resolution
  @Flag(inversion: .prefixedNo, help: "Take the season out.")
  var deseasonalise = TrendCommand.standard.deseasonalise
  @Option(
    help: """
      Where the interval comes from: autoregression draws series like this one, blocks resamples as \
      openair does, ranks draws nothing.
      """)
  var interval: Trend.Interval = TrendCommand.standard.interval
  @Option(help: "First day of a second part whose slope is compared with the first’s.")
  var split: CivilDate?
  @Option(help: "How many series are drawn.")
  var draws: Int = TrendCommand.standard.draws
  @Option(name: .customLong("level"), help: "Coverage of intervals and bands, 0 to 1.")
  var confidenceLevel: Double = TrendCommand.standard.confidenceLevel
  @Option(help: "Share of a period that must have been measured, 0 to 1.")
  var capture: Double = TrendCommand.standard.capture
  @Option(help: "Seed of everything that is drawn.")
  var seed: UInt64 = TrendCommand.standard.seed
  @OptionGroup var shown: PageOptions

  func presentation() throws -> Presentation {
    var study = TrendStudy(try selection.series())
    study.trend.resolution = by
    study.trend.deseasonalise = deseasonalise
    study.trend.interval = interval
    study.trend.split = split
    study.trend.draws = draws
    study.trend.confidenceLevel = confidenceLevel
    study.trend.capture = capture
    study.trend.seed = seed
    let found = try outcome(of: study)
    let report = TrendReport(
      found.trends, region: found.region, isNormalised: selection.normalise)
    return Presentation(
      report, report.document, page: "trend.html", files: try report.files(),
      remarks: found.remarks)
  }
}
