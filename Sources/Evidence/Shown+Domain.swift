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

extension TrilingualName: Shown {
  /// In the languages that records give.
  public var shown: Value { .named(self) }
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

/// A number with its interval and unit under the names by which a file knows it.
struct NumberRow {
  let names: [String]
  let value: Double?
  let ends: (any Bounded)?
  let unit: String
  var p, adjustedP: Double?

  init(_ unit: String, _ value: Double?, _ ends: (any Bounded)?, _ names: String...) {
    self.names = names
    self.value = value
    self.ends = ends
    self.unit = unit
  }

  /// The columns of a file of numbers.
  static func columns(_ names: String..., value: String = "value") -> [Column<NumberRow>] {
    names.enumerated().map { place, name in Column(file: name) { $0.names[place] } } + [
      Column(file: value) { $0.value }, Column(file: "lower") { $0.ends?.lower },
      Column(file: "upper") { $0.ends?.upper }, Column(file: "unit") { $0.unit },
    ]
  }
}
