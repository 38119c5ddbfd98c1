import Documents
import NumericKernels
import PanelKernels

/// How well the weighted donors met the treated stations before the measure, and whether that says
/// anything.
struct FitBefore {
  /// Whether the comparison has to meet the level too, because it is not moved to it.
  let matchesLevel: Bool
  /// Standard deviation of the gap before about its mean, on the outcome's scale.
  let deviation: Double
  /// Mean of the gap before; 0 but for rounding where levels are moved.
  let level: Double
  /// Of the treated stations' mean before.
  private let spread: Double
  /// Share of the steps before at which the treated mean lies outside the range of the donors.
  private let shareOutside: Double
  private let rows: Int
  private let donors: Int
  private let found: Counterfactual
  private let unit: String

  init<Kernel>(
    _ estimation: DonorEstimation<Kernel>, _ found: Counterfactual, gap: [Double]
  ) {
    let panel = estimation.panel
    rows = panel.assignment.starts.min() ?? 0
    let before = Array(gap.prefix(rows))
    level = Summation.mean(before)
    deviation = Summation.mean(before.map { [level] in ($0 - level) * ($0 - level) }).squareRoot()
    let observed = Array(panel.observedPath.prefix(rows))
    spread = Summation.variance(observed).squareRoot()
    matchesLevel = estimation.kernel.core.matchesLevel
    let values = panel.prepared.values
    let stations = panel.assignment.donors
    let outside = observed.indices.filter { row in
      let others = stations.map { values[row, $0] }
      return observed[row] < others.min() ?? 0 || observed[row] > others.max() ?? 0
    }
    shareOutside = rows > 0 ? Double(outside.count) / Double(rows) : 0
    donors = stations.count
    self.found = found
    unit = estimation.study.scaleUnit
  }

  /// The error that the reader must know: with the level where the level has to be met.
  private var error: Double {
    matchesLevel ? (deviation * deviation + level * level).squareRoot() : deviation
  }

  var diagnostics: [Diagnostic] {
    [fit, hull, unique, edge, oneDonor].compactMap(\.self)
  }

  private var fit: Diagnostic? {
    guard spread > 0 else { return nil }
    let share = error / spread
    return Diagnostic(
      matchesLevel ? "fit-before-level" : "fit-before",
      matchesLevel && share > 1 ? .serious : share > 0.5 ? .warning : .note,
      ["error": .number(error, .significant(2), unit: unit), "percent": .share(share)])
  }

  /// A level that no mixture of donors has.
  private var hull: Diagnostic? {
    guard matchesLevel, shareOutside > 0.5, error > 0.25 * spread else { return nil }
    return Diagnostic(
      "outside-hull", .serious,
      ["percent": .share(shareOutside), "level": .number(level, .significant(2), unit: unit)])
  }

  /// A fit to half a per cent with more donors than steps is no merit of the weights.
  private var unique: Diagnostic? {
    guard donors > rows, error <= 5e-3 * spread, !found.donorWeights.isEmpty else { return nil }
    return Diagnostic(
      "weights-not-unique", .serious, ["donors": .count(donors), "steps": .count(rows)])
  }

  private var edge: Diagnostic? {
    guard found.cohorts.contains(where: { $0.chosen["ridge at the edge of its grid"] != nil })
    else { return nil }
    return Diagnostic("ridge-at-edge", .serious)
  }

  private var oneDonor: Diagnostic? {
    guard let largest = found.donorWeights.max(), largest > 0.5 else { return nil }
    return Diagnostic("one-donor", .warning, ["percent": .share(largest)])
  }
}

/// What is asked beside the effect and must not take the effect with it when it has no answer.
struct SideAnswer {
  let tables: [FitTable]
  let diagnostics: [Diagnostic]

  /// - Parameter name: what is asked, for the note that there is no answer.
  init(
    _ name: String,
    _ body: () throws(EstimationError) -> (tables: [FitTable], diagnostics: [Diagnostic])
  ) {
    do {
      (tables, diagnostics) = try body()
    } catch {
      tables = []
      diagnostics = [
        Diagnostic(
          "side-answer-missing", .note, ["name": .text(name), "reason": .message(error.problem)])
      ]
    }
  }
}
