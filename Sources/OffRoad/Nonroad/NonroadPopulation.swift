import AirQuality

/// How many machines of each type and power the United States had, and how long they last.
///
/// - Source: US EPA, NONROAD2008a, `POP/US.POP`; `Datasets/off-road/nonroad_population.csv`.
package struct NonroadPopulation: Sendable {
  /// One type and range of power.
  package struct Bin: Hashable, Sendable {
    /// Position in `MachineType.all`.
    package let type: Int
    package let range: HorsepowerRange
    /// hp, the mean in the range.
    package let averageHorsepower: Double
    /// Hours at full load after which half of the machines are gone.
    package let medianLife: Double
    /// Machines in the base year.
    package let machines: Double

    /// kW, the mean in the range.
    package var averagePower: Double { averageHorsepower * Horsepower.kilowatts }
  }

  /// Year of the counts.
  package static let baseYear = 2000

  /// Every type and range, in the table's order.
  package static let bins: [Bin] = ReferenceTable(named: "off-road/nonroad_population.csv")
    .rows.map { row in
      guard let type = row["machinery"].flatMap(MachineType.position(named:)),
        let above = row.number("hp_above"), let to = row.number("hp_to"),
        let average = row.number("hp_average"), let life = row.number("median_life_hours"),
        let machines = row.number("us_machines"), row["year"] == "\(baseYear)"
      else { preconditionFailure("line \(row.line) of NONROAD's population is incomplete") }
      return Bin(
        type: type, range: HorsepowerRange(above: above, to: to), averageHorsepower: average,
        medianLife: life, machines: machines)
    }

  /// The ranges of one type that hold machines, ascending.
  package static func bins(of type: Int) -> [Bin] {
    bins.filter { $0.type == type && $0.machines > 0 }.sorted { $0.range.above < $1.range.above }
  }
}

/// Hours at full load after which half of the engines of a power are gone.
///
/// - Source: US EPA (2010), EPA-420-R-10-018; the same in every row of `US.POP`: 2,500 h up to
///   50 hp, 4,667 h up to 300 hp, 7,000 h above.
public enum MedianLife {
  /// Upper bounds in hp and hours, ascending; read for itself, because types ask for their lives
  /// while they are read.
  private static let steps: [(to: Double, hours: Double)] = {
    var longest: [Double: Double] = [:]
    var bounds: [(above: Double, to: Double, hours: Double)] = []
    for row in ReferenceTable(named: "off-road/nonroad_population.csv").rows {
      guard let above = row.number("hp_above"), let to = row.number("hp_to"),
        let hours = row.number("median_life_hours")
      else { preconditionFailure("line \(row.line) of NONROAD's population is incomplete") }
      longest[hours] = max(longest[hours] ?? 0, to)
      bounds.append((above, to, hours))
    }
    let steps = longest.map { (to: $0.value, hours: $0.key) }.sorted { $0.to < $1.to }
    for bound in bounds where steps.first(where: { bound.to <= $0.to })?.hours != bound.hours {
      preconditionFailure("two median lives at \(bound.to) hp")
    }
    return steps
  }()

  /// Hours at a power, kW.
  public static func hours(power: Double) -> Double {
    (steps.first { power <= $0.to * Horsepower.kilowatts } ?? steps[steps.count - 1]).hours
  }

  /// Years that NONROAD's median life never exceeds.
  public static let longestYears = 25.0
}
