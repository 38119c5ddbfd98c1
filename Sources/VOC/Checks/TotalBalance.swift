import AirQuality
public import Documents
import NumericKernels

/// The sum over the compounds of a record against a total that stands beside them.
///
/// A sum above its total cannot be right: one of the two is calibrated wrongly, or peaks are counted
/// twice. A sum far below says how much of the air the compounds do not name.
public struct TotalBalance: Hashable, Codable, Sendable {
  /// The total's column.
  public let name: String
  /// Why the two cannot be compared; `nil` when they were.
  public let unanswered: Message?
  /// Middle of sum over total.
  public let median: Double?
  /// A quarter lies below.
  public let lowerQuartile: Double?
  /// A quarter lies above.
  public let upperQuartile: Double?
  /// Share of steps at which the sum exceeds the total by more than is tolerated.
  public let shareAbove: Double?
  /// Steps with total and compounds.
  public let steps: Int
  /// Steps at which some compounds are missing, so that the sum is too small.
  public let incompleteSteps: Int

  static func balances(
    _ settings: RecordCheck, _ record: SpeciatedRecord
  ) throws(VOCError) -> [TotalBalance] {
    var found: [TotalBalance] = []
    for total in record.totals { found.append(try balance(total, settings, record)) }
    return found
  }

  private static func balance(
    _ total: MonitoringSeries, _ settings: RecordCheck, _ record: SpeciatedRecord
  ) throws(VOCError) -> TotalBalance {
    let name = total.pollutant.identifier
    var reason: Message?
    if total.pollutant == .thc {
      reason = "record-check.with-methane"
    } else if total.unit.dimension == nil || total.unit.dimension == .ratio {
      // Molecules of a mixture have no carbon number.
      reason = Message("record-check.total-unit", ["unit": .fact(total.unit)])
    } else if total.unit.dimension == .mass, record.scale.unit.dimension != .mass,
      settings.air == nil
    {
      reason = "record-check.total-air"
    }
    if let reason { return TotalBalance(name, unanswered: reason) }
    let scale = ConcentrationScale(unit: total.unit, air: settings.air ?? record.scale.air)
    let same = try record.converted(to: scale)
    let filled = try settings.rule.map { (rule) throws(VOCError) in try same.filled(rule) }
    var shares: [Double] = []
    var incomplete = 0
    for row in 0..<record.axis.count {
      guard let place = total.axis.position(of: record.axis.instant(at: row)),
        total.storage[place] > 0
      else { continue }
      var sum = 0.0
      var missing = 0
      for column in record.compounds.indices {
        if record.isBelow(row, column) {
          sum += filled?[row, column] ?? 0
        } else if same.values[row, column].isNaN {
          missing += 1
        } else {
          sum += same.values[row, column]
        }
      }
      guard missing < record.compounds.count else { continue }
      if missing > 0 { incomplete += 1 }
      shares.append(sum / total.storage[place])
    }
    guard shares.count >= settings.leastSteps else {
      return TotalBalance(
        name,
        unanswered: Message(
          "record-check.few-totals",
          ["steps": .count(shares.count), "least": .count(settings.leastSteps)]))
    }
    return TotalBalance(
      name, shares: shares, above: shares.count { $0 > 1 + settings.toleratedExcess },
      incompleteSteps: incomplete)
  }

  private init(_ name: String, unanswered reason: Message) {
    self.name = name
    unanswered = reason
    median = nil
    lowerQuartile = nil
    upperQuartile = nil
    shareAbove = nil
    steps = 0
    incompleteSteps = 0
  }

  private init(_ name: String, shares: [Double], above: Int, incompleteSteps: Int) {
    self.name = name
    unanswered = nil
    median = Summation.median(shares)
    lowerQuartile = Summation.quantile(shares, probability: 0.25)
    upperQuartile = Summation.quantile(shares, probability: 0.75)
    shareAbove = Double(above) / Double(shares.count)
    steps = shares.count
    self.incompleteSteps = incompleteSteps
  }
}
