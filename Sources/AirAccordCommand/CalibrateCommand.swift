import ArgumentParser
import Estimation
import Evidence
import Studies

/// Holds estimates from elsewhere against estimates that should be zero.
struct CalibrateCommand: Verb {
  private static let standard = EstimateCalibration(file: "")

  static let configuration = CommandConfiguration(
    commandName: "calibrate",
    abstract: "Calibrate estimates from elsewhere on estimates that are known to be of nothing.",
    discussion: """
      The table has a name, an estimate and its standard error in each row, and a column that says \
      which rows are negative controls: places, dates or substances of which it is known that there is \
      no effect, estimated in the same way. From 20 of them the method’s own error is learnt; every \
      other row gets a p-value and an interval that know it. Estimates stand on the scale on which \
      errors add up, such as logarithms of ratios. Studies of “airaccord evaluate” are calibrated \
      without being asked.

      Examples:
        airaccord calibrate estimates.csv
        airaccord calibrate sccs.csv --name drugName --estimate logRr --standard-error seLogRr \\
          --controls groundTruth=0 --null normal
      """)

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

  func validate() throws {
    guard level > 0, level < 1 else {
      throw ValidationError("--level is \(level); give a share between 0 and 1, such as 0.95")
    }
  }

  func presentation() throws -> Presentation {
    var job = EstimateCalibration(file: file)
    job.name = name
    job.estimate = estimate
    job.standardError = standardError
    job.controls = controls
    job.null = null
    job.level = level
    let found = try outcome(of: job)
    return try Presentation(found, found.document, page: "calibration.html", json: "calibration")
  }
}
