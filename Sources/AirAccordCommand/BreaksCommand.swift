import AirQuality
import ArgumentParser
import Documents
import Estimation
import Evidence
import Foundation

/// When a pollutant's level broke.
struct BreaksCommand: ParsableCommand {
  private static let standard = ChangePoint()

  static let configuration = CommandConfiguration(
    commandName: "breaks",
    abstract: "Say when a pollutant’s level broke, and hold the dates against that of a measure.",
    discussion: """
      Per station: as many breaks of the level as the series supports, each with an interval for its \
      date and for the step. The number and the intervals know how months depend on each other. With \
      --measure-start the page says whether the series broke before the measure, around its start or \
      after it, and whether it broke among the periods before. The season is taken out first. Weather \
      stays in the series unless it is taken out with --normalise.

      Examples:
        airaccord breaks --archive air.sqlite --station marylebone --pollutant no2
        airaccord breaks --archive air.sqlite --pollutant no2 --measure-start 2019-04-08 \
          --output breaks
        airaccord breaks --archive air.sqlite --station dongsi --pollutant pm25 --by week --breaks 2
      """)

  @OptionGroup var selection: SingleSeriesOptions

  @Option(name: .long, help: "Length of the periods: day, week, month or year.")
  var by: TrendResolution = BreaksCommand.standard.resolution

  @Flag(name: .long, inversion: .prefixedNo, help: "Take the season out.")
  var deseasonalise = BreaksCommand.standard.deseasonalise

  @Option(name: .long, help: "First day of a measure against which the breaks are held.")
  var measureStart: CivilDate?

  @Option(name: .long, help: "How many breaks; default: as many as the test finds.")
  var breaks: Int?

  @Option(name: .long, help: "Largest number of breaks.")
  var maximumBreaks: Int = BreaksCommand.standard.maximumBreaks

  @Option(name: .long, help: "Share of the periods that a stretch between breaks has at least.")
  var smallestSegment: Double = BreaksCommand.standard.smallestSegment

  @Option(name: .long, help: "Level of the tests of one break more, 0 to 1.")
  var significance: Double = BreaksCommand.standard.significance

  @Option(name: .long, help: "How many series are drawn for each test.")
  var draws: Int = BreaksCommand.standard.draws

  @Option(name: .customLong("level"), help: "Coverage of intervals, 0 to 1.")
  var confidenceLevel: Double = BreaksCommand.standard.confidenceLevel

  @Option(name: .long, help: "Share of a period that must have been measured, 0 to 1.")
  var capture: Double = BreaksCommand.standard.capture

  @Option(name: .long, help: "Seed of everything that is drawn.")
  var seed: UInt64 = BreaksCommand.standard.seed

  @Option(
    name: .customLong("output"),
    help: "Also write a page with figures and all values as tables into this folder.")
  var folder: String?

  @OptionGroup var speech: LanguageOption
  @OptionGroup var replacement: ReplaceOption
  @OptionGroup var output: FormatOption

  func validate() throws {
    for (name, value) in [("capture", capture)] where !(0...1).contains(value) {
      throw ValidationError("--\(name) is \(value); give a share from 0 to 1")
    }
    for (name, value) in [("level", confidenceLevel), ("significance", significance)]
    where !(value > 0 && value < 1) {
      throw ValidationError("--\(name) is \(value); give a share between 0 and 1")
    }
    guard smallestSegment > 0, smallestSegment < 0.5 else {
      throw ValidationError(
        "--smallest-segment is \(smallestSegment); give a share above 0 and below 0.5")
    }
    guard (99...99_999).contains(draws) else {
      throw ValidationError("--draws is \(draws); give 99 to 99999")
    }
    guard (1...12).contains(maximumBreaks) else {
      throw ValidationError("--maximum-breaks is \(maximumBreaks); give 1 to 12")
    }
    if let breaks, !(0...maximumBreaks).contains(breaks) {
      throw ValidationError("--breaks is \(breaks); give 0 to \(maximumBreaks)")
    }
  }

  func run() throws {
    try explainingErrors {
      try replacement.check(folder)
      var finder = ChangePoint()
      finder.resolution = by
      finder.deseasonalise = deseasonalise
      finder.measureStart = measureStart
      finder.breaks = breaks
      finder.maximumBreaks = maximumBreaks
      finder.smallestSegment = smallestSegment
      finder.significance = significance
      finder.draws = draws
      finder.confidenceLevel = confidenceLevel
      finder.capture = capture
      finder.seed = seed
      let settings = finder
      let found = try selection.each(speech.language) {
        series, window, threads throws(EstimationError) in
        try settings.estimate(series, window: window, threads: threads)
      }
      let report = BreakReport(found, isNormalised: selection.normalise)
      try replacement.write(into: folder, in: speech.language) {
        try PageOutput(language: speech.language).write(
          report.document, page: "breaks.html", files: try report.files(), to: $0, replacing: $1)
      }
      try output.print(report, language: speech.language)
    }
  }
}
