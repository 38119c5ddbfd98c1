import AirAccord
import ArgumentParser

/// When a pollutant's level broke.
struct BreaksCommand: Verb {
  private static let standard = ChangePoint()

  static let configuration = CommandConfiguration.of("breaks")

  @OptionGroup var selection: SingleSeriesOptions
  @Option(help: "Length of the periods: day, week, month or year.")
  var by: TrendResolution = BreaksCommand.standard.resolution
  @Flag(inversion: .prefixedNo, help: "Take the season out.")
  var deseasonalise = BreaksCommand.standard.deseasonalise
  @Option(help: "First day of a measure against which the breaks are held.")
  var measureStart: CivilDate?
  @Option(help: "How many breaks; default: as many as the test finds.")
  var breaks: Int?
  @Option(help: "Largest number of breaks.")
  var maximumBreaks: Int = BreaksCommand.standard.maximumBreaks
  @Option(help: "Share of the periods that a stretch between breaks has at least.")
  var smallestSegment: Double = BreaksCommand.standard.smallestSegment
  @Option(help: "Level of the tests of one break more, 0 to 1.")
  var significance: Double = BreaksCommand.standard.significance
  @Option(help: "How many series are drawn for each test.")
  var draws: Int = BreaksCommand.standard.draws
  @Option(name: .customLong("level"), help: "Coverage of intervals, 0 to 1.")
  var confidenceLevel: Double = BreaksCommand.standard.confidenceLevel
  @Option(help: "Share of a period that must have been measured, 0 to 1.")
  var capture: Double = BreaksCommand.standard.capture
  @Option(help: "Seed of everything that is drawn.")
  var seed: UInt64 = BreaksCommand.standard.seed
  @OptionGroup var shown: PageOptions

  func presentation() throws -> Presentation {
    var study = BreakStudy(try selection.series())
    study.finder.resolution = by
    study.finder.deseasonalise = deseasonalise
    study.finder.measureStart = measureStart
    study.finder.breaks = breaks
    study.finder.maximumBreaks = maximumBreaks
    study.finder.smallestSegment = smallestSegment
    study.finder.significance = significance
    study.finder.draws = draws
    study.finder.confidenceLevel = confidenceLevel
    study.finder.capture = capture
    study.finder.seed = seed
    let found = try outcome(of: study)
    let report = BreakReport(found.breaks, isNormalised: selection.normalise)
    return Presentation(
      report, report.document, page: "breaks.html", files: try report.files(),
      remarks: found.remarks)
  }
}
