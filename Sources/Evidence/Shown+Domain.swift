public import AirQuality
public import Cooperation
public import Documents
public import Estimation
public import OffRoad
import Studies
public import VOC
public import Weather

/// How the domain's facts are printed where nothing else is said.
extension CivilDate: Shown, Placed {
  /// As ISO 8601 writes it.
  public var shown: Value { .date(description) }
  /// The day on an axis of time.
  public var place: Chart.Coordinate { .date(description) }
}
extension DatePeriod: Shown {
  /// First and last day as ISO 8601 writes them.
  public var shown: Value { .date(description) }
}
extension PValue: Shown {
  /// Three decimals, `< 0.001` below.
  public var shown: Value { .probability(value) }
}
extension FiscalYear: Shown {
  /// As the language counts it.
  public var shown: Value { .fiscalYear(beginning) }
}

extension ConfidenceInterval: Bounded {}
extension ModelInterval: Bounded {}
extension IntervalEstimate: Bounded {}
extension InventoryTally.Estimate: Bounded {}
extension Reactivity.Row: Bounded {}
extension TrendFit.Slope: Bounded {}
extension TrendFit.Linear.Part: Bounded {}
extension ChangePointFit.Break: Bounded {}

extension Message {
  /// Who made a page.
  static func madeBy(_ verb: String, _ id: String = "made-by") -> Message {
    say(id, tool: "airaccord \(ToolVersion.current) \(verb)")
  }
}
