import Documents

/// A series in another unit or reference state, with how it got there.
public struct ConvertedSeries: Hashable, Sendable {
  /// The series in the new unit and state.
  public let series: MonitoringSeries
  /// Steps whose conversion used measured temperature and pressure.
  public let measuredSteps: Int
  /// Steps whose conversion used the climate instead.
  public let climateSteps: Int
  /// Standard deviation that the climate's use adds to a single such step, relative to its
  /// value, root mean square; 0 without them. No mean over steps is less certain than that.
  public let relativeDeviation: Double
}

extension MonitoringSeries {
  /// Whether the reference state changes between two instants.
  public func changesState(from: Instant, until: Instant) -> Bool {
    referenceState == .chinaGB3095 && pollutant.kind != .weather && unit.dimension == .mass
      && from < ReferenceState.chinaChange && ReferenceState.chinaChange < until
  }

  /// The series in another unit, at another temperature and pressure, or both.
  ///
  /// A mass concentration belongs to a volume of air at some temperature and pressure; a mixing
  /// ratio does not. Particulates have no mixing ratio. A conversion that needs the temperature
  /// and pressure of the air itself (to or from ambient conditions) takes them step by step.
  ///
  /// - Parameters:
  ///   - unit: of the result; `nil` keeps the unit.
  ///   - state: of the result; `nil` keeps it. A mixing ratio has none.
  ///   - ambient: the air at the station; needed only where ambient conditions are involved.
  /// - Throws: `UnitError`.
  public func converted(
    to unit: MeasurementUnit? = nil, at state: ReferenceState? = nil,
    ambient: AmbientConditions? = nil
  ) throws(UnitError) -> ConvertedSeries {
    let target = unit ?? self.unit
    let name = "\(station.key), \(pollutant)"
    guard let from = self.unit.dimension, let to = target.dimension else {
      guard target == self.unit, state == nil || state == referenceState else {
        throw target == self.unit
          ? .stateless(series: name)
          : .incompatible(from: self.unit.symbol, to: target.symbol, series: name)
      }
      return ConvertedSeries(series: self, measuredSteps: 0, climateSteps: 0, relativeDeviation: 0)
    }
    if to != .mass, let state, state != .notApplicable { throw .stateless(series: name) }
    var steps = StepConversion(
      conversion: try Conversion(
        from: self.unit, to: target, pollutant: pollutant, series: name),
      from: from == .mass ? referenceState : nil,
      to: to == .mass ? state ?? (from == .mass ? referenceState : .unstated) : nil,
      ambient: ambient, axis: axis, kind: pollutant.kind, name: name)
    var values = storage
    for position in values.indices where !values[position].isNaN {
      values[position] = try steps.convert(values[position], at: position)
    }
    return ConvertedSeries(
      series: with(
        storage: values, unit: target, referenceState: steps.to ?? .notApplicable),
      measuredSteps: steps.measured, climateSteps: steps.climate,
      relativeDeviation: steps.climate > 0
        ? (steps.squares / Double(steps.climate)).squareRoot() : 0)
  }
}

/// Converts one step after another and counts where the air's state came from.
private struct StepConversion {
  let conversion: Conversion
  /// `nil` for a mixing ratio.
  let from: ReferenceState?
  /// `nil` for a mixing ratio.
  let to: ReferenceState?
  let ambient: AmbientConditions?
  let axis: TimeAxis
  let kind: Pollutant.Kind
  let name: String
  private(set) var measured = 0
  private(set) var climate = 0
  /// Of the climate's relative deviations.
  private(set) var squares = 0.0

  init(
    conversion: Conversion, from: ReferenceState?, to: ReferenceState?,
    ambient: AmbientConditions?, axis: TimeAxis, kind: Pollutant.Kind, name: String
  ) {
    self.conversion = conversion
    self.from = from
    self.to = to
    self.ambient = ambient
    self.axis = axis
    self.kind = kind
    self.name = name
  }

  mutating func convert(_ value: Double, at position: Int) throws(UnitError) -> Double {
    let begin = axis.instant(at: position)
    switch (from?.inForce(at: begin, for: kind), to?.inForce(at: begin, for: kind)) {
    case (nil, nil): return conversion.scale(value)
    case (let old?, let new?):
      let scaled = conversion.scale(value)
      if old == new { return scaled }
      return scaled * (try air(old, at: position).factor(to: air(new, at: position)))
    case (let state?, nil), (nil, let state?):
      return conversion.scale(value, litresPerMole: try air(state, at: position).litresPerMole)
    }
  }

  private mutating func air(_ state: ReferenceState, at position: Int) throws(UnitError) -> AirState
  {
    if let fixed = state.fixedState { return fixed }
    guard state == .ambient else { throw .stateUnstated(series: name) }
    guard let ambient else {
      throw .conditionsMissing(
        what: "error.air.temperature", date: axis.date(at: position).description, series: name)
    }
    let moment = try ambient.moment(at: position, of: axis, series: name)
    if moment.isMeasured {
      measured += 1
    } else {
      climate += 1
      squares += moment.relativeDeviation * moment.relativeDeviation
    }
    return moment.state
  }
}

/// The part of a conversion that is the same at every step.
private struct Conversion {
  /// Multiplies, where volume plays no part.
  private let factor: Double
  /// Divides instead, so that ppm to ppb and back gives the same bits.
  private let divides: Bool
  /// Whether a molar volume divides (1) or multiplies (−1).
  private let volumePower: Int

  init(
    from: MeasurementUnit, to: MeasurementUnit, pollutant: Pollutant, series: String
  ) throws(UnitError) {
    guard let source = from.dimension, let target = to.dimension else {
      throw .incompatible(from: from.symbol, to: to.symbol, series: series)
    }
    let power = from.powerOfTen - to.powerOfTen
    let ten = (0..<abs(power)).reduce(1.0) { value, _ in value * 10 }
    guard source != target else {
      factor = ten
      divides = power < 0
      volumePower = 0
      return
    }
    guard pollutant.kind != .particulate, pollutant.kind != .weather else {
      throw .incompatible(from: from.symbol, to: to.symbol, series: series)
    }
    guard let molecule = MolecularFacts(of: pollutant) else {
      throw .unknownMolecule(pollutant: pollutant.displayName, series: series)
    }
    guard molecule.carbonAtoms > 0 || (source != .carbon && target != .carbon) else {
      throw .incompatible(from: from.symbol, to: to.symbol, series: series)
    }
    let carbons = Double(molecule.carbonAtoms)
    var factor = power < 0 ? 1 / ten : ten
    // Mass in micrograms and mixing ratio in parts per billion meet in µg/m³ = ppb · M / V.
    switch (source, target) {
    case (.mass, _): factor /= molecule.gramsPerMole
    case (_, .mass): factor *= molecule.gramsPerMole
    default: break
    }
    if source == .carbon { factor /= carbons }
    if target == .carbon { factor *= carbons }
    self.factor = factor
    divides = false
    volumePower = source == .mass ? -1 : target == .mass ? 1 : 0
  }

  func scale(_ value: Double, litresPerMole: Double? = nil) -> Double {
    let scaled = divides ? value / factor : value * factor
    guard let litresPerMole, volumePower != 0 else { return scaled }
    return volumePower > 0 ? scaled / litresPerMole : scaled * litresPerMole
  }
}

extension MeasurementUnit {
  /// What a unit of concentration counts.
  package enum Dimension {
    /// Mass in a volume of air; powers of ten relative to µg/m³.
    case mass
    /// Molecules among molecules; relative to ppb.
    case ratio
    /// Carbon atoms among molecules; relative to ppbC.
    case carbon
  }

  package var dimension: Dimension? {
    switch symbol {
    case "µg/m³", "mg/m³", "ng/m³", "pg/m³": .mass
    case "ppb", "ppm", "ppt": .ratio
    case "ppbC", "ppmC": .carbon
    default: nil
    }
  }

  /// Relative to µg/m³, ppb or ppbC.
  package var powerOfTen: Int {
    switch symbol {
    case "mg/m³", "ppm", "ppmC": 3
    case "ng/m³", "ppt": -3
    case "pg/m³": -6
    default: 0
    }
  }
}
