import AirQuality

/// NONROAD's factors of new engines, transient adjustment included, as EPA's files have them.
///
/// Types that work alike (load factor 0.59, 0.43 or 0.21) share their rows; engines before the
/// standards above 50 hp, and generator sets in a few rows, are the type's own.
///
/// - Source: US EPA, NONROAD2008a, `EMSFAC/*.EMF`; `Datasets/off-road/nonroad_factors.csv`.
package struct NonroadFactors: Sendable {
  /// One row.
  package struct Row: Hashable, Sendable {
    /// g/hp-hr of exhaust total hydrocarbons.
    package let hydrocarbons: Double
    /// g/hp-hr.
    package let carbonMonoxide: Double
    /// g/hp-hr.
    package let nitrogenOxides: Double
    /// g/hp-hr of PM10.
    package let particles: Double
    /// lb/hp-hr.
    package let consumption: Double
    package let backing: Backing
  }

  private struct Key: Hashable {
    let application: String
    let technology: NonroadTechnology
  }

  private var rows: [Key: [(range: HorsepowerRange, row: Row)]] = [:]

  /// The embedded table.
  package static let embedded = NonroadFactors()

  private init() {
    for row in ReferenceTable(named: "off-road/nonroad_factors.csv").rows {
      guard let application = row["application"],
        let technology = row["technology"].flatMap(NonroadTechnology.init),
        let above = row.number("hp_above"), let to = row.number("hp_to"),
        let hydrocarbons = row.number("thc_g_hph"), let monoxide = row.number("co_g_hph"),
        let oxides = row.number("nox_g_hph"), let particles = row.number("pm10_g_hph"),
        let consumption = row.number("bsfc_lb_hph")
      else { preconditionFailure("line \(row.line) of NONROAD's factors is incomplete") }
      rows[Key(application: application, technology: technology), default: []].append(
        (
          HorsepowerRange(above: above, to: to),
          Row(
            hydrocarbons: hydrocarbons, carbonMonoxide: monoxide, nitrogenOxides: oxides,
            particles: particles, consumption: consumption, backing: Backing(row.provenance))
        ))
    }
  }

  /// The row of a type, technology and power in kW; `nil` where EPA has none.
  ///
  /// Where two of EPA's bands share a bound its program takes the narrower one, or else the lower:
  /// that is the band below at every bound but 11 hp, where it is the band above.
  package func row(
    _ type: MachineType, _ technology: NonroadTechnology, power: Double
  ) -> Row? {
    let eleven = 11 * Horsepower.kilowatts
    let power = power == eleven ? eleven.nextUp : power
    for application in [type.identifier, type.nonroadGroup] {
      let own = rows[Key(application: application, technology: technology)]
      if let found = own?.first(where: { $0.range.contains(kilowatts: power) }) {
        return found.row
      }
    }
    return nil
  }

  /// The row that must be there: a factor that is missing stops the program, it is never 1 or 0.
  package func needed(
    _ type: MachineType, _ technology: NonroadTechnology, power: Double
  ) -> Row {
    guard let found = row(type, technology, power: power) else {
      preconditionFailure(
        "NONROAD has no factor of \(technology.rawValue), \(type.identifier), \(power) kW")
    }
    return found
  }

  /// The same engine in the steady test cycle, to be held against limits.
  package func steady(_ technology: NonroadTechnology, power: Double) -> Row {
    // EPA's factors of compressors have no transient adjustment.
    needed(Self.compressor, technology, power: power)
  }

  private static let compressor: MachineType = {
    guard let position = MachineType.position(named: "air_compressor") else {
      preconditionFailure("no air compressors")
    }
    return MachineType.all[position]
  }()
}
