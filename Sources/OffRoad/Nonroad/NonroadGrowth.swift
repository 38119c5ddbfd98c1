import AirQuality

/// How the number of machines of a sector grew in the United States, and how EPA expects it to.
///
/// Between the years of the table the indicator goes straight; before and after it continues with
/// the slope of the nearest two years and never below nothing.
///
/// - Source: US EPA, NONROAD2008a, `GROWTH/NATION.GRW` (indicators 011 to 071);
///   `Datasets/off-road/nonroad_growth.csv`.
package enum NonroadGrowth {
  private static let indicators: [String: [(year: Double, value: Double)]] = {
    var found: [String: [(year: Double, value: Double)]] = [:]
    for row in ReferenceTable(named: "off-road/nonroad_growth.csv").rows {
      guard let sector = row["scc_sector"], let year = row.number("year"),
        let value = row.number("indicator")
      else { preconditionFailure("line \(row.line) of NONROAD's growth is incomplete") }
      found[sector, default: []].append((year, value))
    }
    return found
  }()

  /// The indicator of a type's sector in a year, dimensionless.
  static func indicator(_ type: MachineType, year: Int) -> Double {
    let sector = String(type.classificationCode.prefix(7))
    guard let points = indicators[sector], points.count > 1 else {
      preconditionFailure("no growth of sector \(sector)")
    }
    let place = Double(year)
    // The two years whose line is followed; the first or the last two outside the table.
    let after = points.firstIndex { $0.year > place } ?? points.count - 1
    let (left, right) = (points[max(after, 1) - 1], points[max(after, 1)])
    let slope = (right.value - left.value) / (right.year - left.year)
    return max(0, left.value + slope * (place - left.year))
  }

  /// Growth of the number of machines from one year to another, a share of the first year's for
  /// each year between.
  package static func rate(_ type: MachineType, from first: Int, to last: Int) -> Double {
    let base = indicator(type, year: first)
    guard first != last, base > 0 else { return 0 }
    return (indicator(type, year: last) - base) / (base * Double(last - first))
  }
}
