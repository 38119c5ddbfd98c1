public import AirQuality
import Estimation
import NumericKernels

/// What a place's air, a source or an emission consists of: the mass of each compound.
public struct Composition: Hashable, Sendable {
  /// One compound's mass.
  public struct Amount: Hashable, Sendable {
    /// The compound.
    public let compound: Compound
    /// In the composition's unit of mass.
    public let mass: Double
    /// Standard deviation of the mass from measurement, same unit; 0 where none is stated.
    public let deviation: Double

    /// A mass of a compound with its standard deviation, in one unit.
    public init(compound: Compound, mass: Double, deviation: Double = 0) {
      self.compound = compound
      self.mass = mass
      self.deviation = deviation
    }
  }

  /// A place, a factor, a process.
  public let name: String
  /// One a compound.
  public let amounts: [Amount]

  /// A composition from its amounts.
  public init(name: String, amounts: [Amount]) {
    self.name = name
    self.amounts = amounts
  }

  /// A composition from masses by any names of the compounds.
  ///
  /// - Throws: `VOCError.unknownCompounds`, `.totalAsSpecies`, `.repeatedCompound`, `.isomersTwice`.
  public init(name: String, masses: [String: Double]) throws(VOCError) {
    var amounts: [Amount] = []
    for (header, mass) in masses.sorted(by: { $0.key < $1.key }) {
      let compound = try CompoundCatalogue.embedded.compound(named: header, place: name)
      guard !amounts.contains(where: { $0.compound == compound }) else {
        throw .repeatedCompound(compound.name, headers: [header], place: name)
      }
      amounts.append(Amount(compound: compound, mass: mass))
    }
    _ = try IsomerOverlap.leftOut(amounts.map(\.compound), .refuse, place: name)
    self.init(name: name, amounts: amounts)
  }
}

extension SpeciatedRecord {
  /// The mean composition over days, µg/m³.
  ///
  /// - Throws: `VOCError` for values below detection and for air that nobody stated.
  public func meanComposition(
    over period: DatePeriod, rule: CensoringRule?, air: AirState? = nil
  ) throws(VOCError) -> Composition {
    let offset = axis.utcOffset
    return try composition(
      over: rows(
        from: period.start(utcOffset: offset), until: period.end(utcOffset: offset)), rule: rule,
      air: air)
  }

  /// The mean composition over a period in µg/m³, with the standard deviation that the stated
  /// uncertainties of the values leave in the mean (errors of different steps independent).
  ///
  /// Compounds without a value in the period are left out.
  ///
  /// - Parameters:
  ///   - rows: steps of the axis.
  ///   - rule: what values below detection count as.
  ///   - air: temperature and pressure for mixing ratios; `nil` takes the record's.
  package func composition(
    over rows: Range<Int>, rule: CensoringRule?, air: AirState?, named name: String? = nil
  ) throws(VOCError) -> Composition {
    let mass = try converted(
      to: ConcentrationScale(unit: .microgramsPerCubicMetre, air: air ?? scale.air))
    let means = try mass.means(over: rows, rule: rule)
    var amounts: [Composition.Amount] = []
    for (column, compound) in compounds.enumerated() where !means[column].isNaN {
      var squares = 0.0
      var count = 0
      if let uncertainties = mass.uncertainties {
        for row in rows where !mass.values[row, column].isNaN {
          let deviation = uncertainties[row, column]
          if !deviation.isNaN { squares += deviation * deviation }
          count += 1
        }
      }
      amounts.append(
        Composition.Amount(
          compound: compound, mass: means[column],
          deviation: count > 0 ? squares.squareRoot() / Double(count) : 0))
    }
    return Composition(name: name ?? station.key, amounts: amounts)
  }
}
