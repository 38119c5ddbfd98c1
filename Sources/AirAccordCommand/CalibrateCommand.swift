import AirAccord
import ArgumentParser

/// Holds estimates from elsewhere against estimates that should be zero.
struct CalibrateCommand: Verb {
  private static let standard = EstimateCalibration(file: "")

  static let configuration = CommandConfiguration.of("calibrate")

  @Argument(help: "The table, CSV with a line of names.")
  var file: String
  @Option(help: "Column of the names.")
  var name: String = CalibrateCommand.standard.name
  @Option(help: "Column of the estimates.")
  var estimate: String = CalibrateCommand.standard.estimate
  @Option(help: "Column of their standard errors.")
  var standardError: String = CalibrateCommand.standard.standardError
  @Option(help: "Which rows are negative controls, as column=value.")
  var controls: String = CalibrateCommand.standard.controls
  @Option(
    help: """
      How unusual an estimate is: quantiles by the order of the controls, heavy-tails by Student’s \
      distribution fitted to them, normal as other packages do.
      """)
  var null: Calibration.Null = CalibrateCommand.standard.null
  @Option(name: .customLong("level"), help: "Coverage of the intervals, between 0 and 1.")
  var level: Double = CalibrateCommand.standard.level
  @OptionGroup var shown: PageOptions

  func presentation() throws -> Presentation {
    var job = EstimateCalibration(file: file)
    job.name = name
    job.estimate = estimate
    job.standardError = standardError
    job.controls = controls
    job.null = null
    job.level = level
    let found = try outcome(of: job)
    return Presentation(found, found.document, page: "calibration.html", json: "calibration")
  }
}
