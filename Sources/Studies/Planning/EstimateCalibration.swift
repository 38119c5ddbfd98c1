import Documents
import Cooperation
import AirQuality
public import Estimation
import Foundation
import NumericKernels
import TextFiles

/// Calibrates estimates that were made elsewhere, from a table in which some are known to be of nothing.
///
/// - Source: Schuemie et al. (2014), doi:10.1002/sim.5925; (2018), doi:10.1073/pnas.1708282114.
public struct EstimateCalibration: Job, Sendable {
  /// The table, CSV with a line of names.
  public let file: String
  /// Column of the names. Default: `name`.
  public var name = "name"
  /// Column of the estimates, on the scale on which errors add up. Default: `estimate`.
  public var estimate = "estimate"
  /// Column of their standard errors. Default: `standard_error`.
  public var standardError = "standard_error"
  /// Which rows are negative controls: `column=value`. Default: `control=yes`.
  public var controls = "control=yes"
  /// How the tails of the null are made. Default: by the order of the controls.
  public var null = Calibration.Null.quantiles
  /// Coverage of the intervals. Default: 0.95.
  public var level = 0.95

  /// A job for a table.
  public init(file: String) { self.file = file }

  /// Fits the null to the controls and holds every other row against it.
  ///
  /// - Throws: `SettingFault`; `FileFault`; `PlanningError`.
  public func run(_ watch: JobWatch) throws -> CalibratedEstimates {
    try SettingFault.check(level: "level", level)
    try watch.begin(0, of: 1, .verbatim(file))
    let rows = try read()
    let known = rows.filter(\.isControl)
    guard known.count >= Calibration.fewestControls else {
      throw PlanningError.tooFewControls(
        found: known.count, needed: Calibration.fewestControls, rule: controls, file: file)
    }
    guard known.count < rows.count else {
      throw PlanningError.nothingToCalibrate(rule: controls, file: file)
    }
    return CalibratedEstimates(
      rows.map { ($0.name, $0.value, $0.error, $0.isControl) }, null: null, level: level)
  }

  private struct Row {
    let name: String
    let value: Double
    let error: Double
    let isControl: Bool
  }

  private func read() throws -> [Row] {
    let table = try PlanningTable(file: file)
    let parts = controls.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2 else {
      throw PlanningError.setting(
        "controls", problem: "error.planning.rule-has-no-value",
        advice: "error.planning.write-column-value")
    }
    let columns = (
      name: try table.place(name), value: try table.place(estimate),
      error: try table.place(standardError), control: try table.place(String(parts[0]))
    )
    var seen: Set<String> = []
    var rows: [Row] = []
    for row in table.rows {
      let error = try row.number(columns.error)
      guard error > 0 else {
        throw PlanningError.notPositive(
          row.text(columns.error), column: standardError, file: file, line: row.line)
      }
      let name = row.text(columns.name)
      guard seen.insert(name).inserted else {
        throw PlanningError.repeatedName(name, file: file, line: row.line)
      }
      rows.append(
        Row(
          name: name, value: try row.number(columns.value), error: error,
          isControl: Self.alike(row.text(columns.control), String(parts[1]))))
    }
    return rows
  }

  /// Whether two cells say the same: as words, or as numbers.
  private static func alike(_ left: String, _ right: String) -> Bool {
    if let one = Double(left), let other = Double(right) { return one == other }
    return left.lowercased() == right.lowercased()
  }
}

/// Estimates beside a null distribution of estimates that are known to be of nothing.
public struct CalibratedEstimates: Hashable, Codable, Sendable {
  /// One estimate.
  public struct Row: Hashable, Codable, Sendable {
    /// Its name.
    public let name: String
    /// As it was given.
    public let estimate: Double
    /// As it was given.
    public let standardError: Double
    /// By the normal distribution, from the two.
    public let pValue: Double
    /// With the systematic error taken out.
    public let calibrated: Double
    /// Lower end of the calibrated interval.
    public let lower: Double
    /// Upper end.
    public let upper: Double
    /// Calibrated.
    public let calibratedP: Double
  }

  /// What was calibrated, in the table's order.
  public let rows: [Row]
  /// Mean of the null.
  public let nullMean: Double
  /// Its standard deviation beyond what the standard errors explain.
  public let nullDeviation: Double
  /// Expected absolute systematic error.
  public let expectedAbsoluteError: Double
  /// How the tails of the null were made.
  public let null: Calibration.Null
  /// Coverage of the intervals.
  public let level: Double
  /// How the estimates and their calibration do at the controls, a fifth left out in turn.
  public let card: ReportCard

  /// - Parameter rows: name, estimate, standard error above zero, whether it is a negative control;
  ///   20 controls at least.
  public init(
    _ rows: [(name: String, value: Double, error: Double, isControl: Bool)],
    null kind: Calibration.Null = .quantiles, level: Double = 0.95
  ) {
    let known = rows.filter(\.isControl)
    let null = NullDistribution(
      known.map(\.value), errors: known.map(\.error), shape: kind.shape)
    func own(_ value: Double, _ error: Double) -> Double {
      min(1, 2 * Distribution.normalCumulative(-abs(value) / error))
    }
    self.rows = rows.filter { !$0.isControl }.map { row in
      let found = null.calibrated(row.value, error: row.error, level: level)
      return Row(
        name: row.name, estimate: row.value, standardError: row.error,
        pValue: own(row.value, row.error), calibrated: found.estimate, lower: found.lower,
        upper: found.upper, calibratedP: found.pValue)
    }
    nullMean = null.mean
    nullDeviation = null.deviation
    expectedAbsoluteError = null.expectedAbsoluteError
    self.null = kind
    self.level = level
    let reach = Distribution.normalQuantile(0.5 + level / 2)
    card = ReportCard(
      known.map { row in
        ControlEstimate(
          stations: [row.name], value: row.value, standardError: row.error,
          lower: row.value - reach * row.error, upper: row.value + reach * row.error,
          pValue: own(row.value, row.error))
      }, null: null, level: level, shape: kind)
  }
}
