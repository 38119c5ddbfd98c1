public import AirQuality
public import Documents
package import NumericKernels

/// What one place measured of many compounds: samples × compounds on one axis and one scale.
///
/// Totals such as TNMOC stand apart and never among the compounds. Values below detection are
/// kept as such: they have a limit and no value. Names that no compound answers to are listed.
public struct SpeciatedRecord: Sendable {
  /// Where.
  public let station: Station
  /// When.
  public let axis: TimeAxis
  /// Unit and air of every value.
  public let scale: ConcentrationScale
  /// One a column, in the order of the file.
  public let compounds: [Compound]
  /// The column's name in the file, one a compound.
  public let headers: [String]
  /// Method detection limits in the record's unit, one a compound; `nil` where none is stated.
  public let limits: [Double?]
  /// Sums over compounds, such as TNMOC, as they came.
  public let totals: [MonitoringSeries]
  /// Everything else: weather, nitrogen oxides, contributions of factors.
  public let others: [MonitoringSeries]
  /// Names that no compound answers to; their series are left out.
  public let unmatched: [UnmatchedName]
  /// Compounds that were left out because a sum of isomers stood beside its isomers.
  public var leftOutIsomers: [String] = []
  /// What reading the files repaired, left out or assumed.
  public var readingRemarks: [Message] = []
  /// `steps × compounds`; NaN where missing or below detection without a value.
  package let values: Matrix
  /// `steps × compounds` uncertainties (one standard deviation) in the record's unit, NaN where
  /// none is stated; `nil` without any.
  package let uncertainties: Matrix?
  /// Column-major like the values.
  package let below: [Bool]

  /// Whether the value is known only to lie below the detection limit.
  package func isBelow(_ row: Int, _ column: Int) -> Bool { below[column * axis.count + row] }

  /// The column of a compound.
  public func column(of name: String) -> Int? {
    if case .compound(let compound) = CompoundCatalogue.embedded.match(name) {
      return compounds.firstIndex(of: compound)
    }
    // A compound or lump that a user stated, by any of its names.
    let folded = SpeciesName.folded(name)
    return compounds.firstIndex { compound in
      ([compound.name] + compound.aliases).contains { SpeciesName.folded($0) == folded }
    }
  }

  /// A series that is no compound, by its pollutant; `nil` when the record has none.
  public func other(_ pollutant: Pollutant) -> MonitoringSeries? {
    others.first { $0.pollutant == pollutant }
  }

  package init(
    station: Station, axis: TimeAxis, scale: ConcentrationScale, compounds: [Compound],
    headers: [String], limits: [Double?], totals: [MonitoringSeries],
    others: [MonitoringSeries], unmatched: [UnmatchedName], values: Matrix,
    uncertainties: Matrix?, below: [Bool]
  ) {
    precondition(values.rows == axis.count && values.columns == compounds.count)
    precondition(below.count == values.storage.count && limits.count == compounds.count)
    self.station = station
    self.axis = axis
    self.scale = scale
    self.compounds = compounds
    self.headers = headers
    self.limits = limits
    self.totals = totals
    self.others = others
    self.unmatched = unmatched
    self.values = values
    self.uncertainties = uncertainties
    self.below = below
  }

  /// The record on another scale.
  ///
  /// - Throws: `VOCError.airStateMissing` when mixing ratio meets mass and nobody stated the air.
  public func converted(to target: ConcentrationScale) throws(VOCError) -> SpeciatedRecord {
    var values = values
    var uncertainties = uncertainties
    var limits = limits
    for (column, compound) in compounds.enumerated() {
      let factor = try scale.factor(to: target, for: compound)
      for row in 0..<axis.count {
        values[row, column] *= factor
        uncertainties?[row, column] *= factor
      }
      limits[column] = limits[column].map { $0 * factor }
    }
    return SpeciatedRecord(
      station: station, axis: axis,
      scale: ConcentrationScale(
        unit: target.unit,
        air: target.unit.dimension == .mass ? target.air ?? scale.air : target.air),
      compounds: compounds, headers: headers, limits: limits, totals: totals, others: others,
      unmatched: unmatched, values: values, uncertainties: uncertainties, below: below)
  }

  /// One compound as a series; NaN where below detection.
  package func series(_ column: Int) -> MonitoringSeries {
    MonitoringSeries(
      station: station, pollutant: Pollutant(compounds[column].name), unit: scale.unit,
      referenceState: scale.unit.dimension == .mass
        ? scale.air.map { .standard(kelvin: $0.kelvin, kilopascals: $0.kilopascals) } ?? .unstated
        : .notApplicable,
      axis: axis, storage: values.column(column))
  }

  /// Steps that begin in a period.
  package func rows(from: Instant, until: Instant) -> Range<Int> {
    axis.positions(from: from, until: until)
  }
}
