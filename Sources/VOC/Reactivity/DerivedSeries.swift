public import AirQuality
public import Documents
import Foundation
import NumericKernels

/// Ozone formation, OH reactivity, aerosol, propylene equivalents and initial concentrations step by
/// step, as series that an archive takes: any statistic, profile, study or receptor model can use them.
///
/// A sum is missing wherever one of its compounds is: a sum over fewer compounds would be a smaller
/// number and no cleaner air.
///
/// - Source: propylene equivalents, c · n(C) · k / k(propylene): Chameides et al. (1992),
///   doi:10.1029/91JD03014; the others as in `ReactivityAssessment` and `PhotochemicalAge`.
public struct DerivedSeries: Hashable, Codable, Sendable {
  /// What is derived.
  public enum Quantity: String, Hashable, Codable, Sendable, CaseIterable {
    case ozoneFormation = "ozone-formation"
    case hydroxylReactivity = "oh-reactivity"
    case aerosolPotential = "soa-potential"
    case aerosolFormation = "soa-coefficient"
    /// Carbon that would react with OH as fast if all of it were propylene, ppbC.
    case propyleneEquivalent = "propylene-equivalent"
    /// What the air contained before it reacted, by the clock of two compounds, in the record's unit.
    case initial

    /// What its series are called: `ofp_total`.
    var prefix: String {
      switch self {
      case .ozoneFormation: "ofp"
      case .hydroxylReactivity: "oh_reactivity"
      case .aerosolPotential: "soap"
      case .aerosolFormation: "fac"
      case .propyleneEquivalent: "propylene_equivalent"
      case .initial: "initial"
      }
    }

    fileprivate var weighed: WeighedQuantity? {
      switch self {
      case .ozoneFormation: .ozoneFormation
      case .hydroxylReactivity: .hydroxylReactivity
      case .aerosolPotential: .aerosolPotential
      case .aerosolFormation: .aerosolFormation
      case .propyleneEquivalent, .initial: nil
      }
    }
  }

  /// Of what it is derived.
  public enum Part: String, Hashable, Codable, Sendable, CaseIterable {
    case total
    case families
    case compounds
  }

  /// One derived series with what is not in it.
  public struct Found: Sendable {
    /// What was derived.
    public let quantity: Quantity
    /// The series, at the record's station.
    public let series: MonitoringSeries
    /// Compounds that are not in it, because no constant is known.
    public let without: [String]
  }

  /// Air, rule of values below detection, constants.
  public var assessment = ReactivityAssessment()
  /// Default: ozone formation.
  public var quantities: [Quantity] = [.ozoneFormation]
  /// Default: the total.
  public var parts: [Part] = [.total]
  /// The clock of initial concentrations; needed for these.
  public var clock: PhotochemicalAge?
  /// Whether rate constants follow the record's own temperature, step by step, where E/R is known
  /// (`ReactivityAssessment.activationTemperatures`, else `voc_activation.csv`). Default: no, 298 K.
  public var followsTemperature = false

  /// All settings at their defaults.
  public init() {}

  /// Derives.
  ///
  /// - Throws: `VOCError.noConstants`, `.badSetting`, `.compoundMissing`; as for values below
  ///   detection.
  public func series(of record: SpeciatedRecord) throws(VOCError) -> [Found] {
    guard !quantities.isEmpty, !parts.isEmpty else {
      throw .badSetting("quantity", problem: "error.voc.and-part-name-nothing")
    }
    var found: [Found] = []
    for quantity in quantities { found += try series(quantity, record) }
    return found
  }

  /// What a reader has to know of the constants: losses beside OH, which rate constants follow the
  /// temperature, and which of these figures come from memory.
  public func premises(of record: SpeciatedRecord) -> [Message] {
    var told: [Message] = []
    if quantities.contains(.initial), let clock { told += clock.lossPremises(record.compounds) }
    for quantity in quantities {
      guard let scale = quantity.weighed?.scale else { continue }
      let recalled = record.compounds.filter {
        assessment.ownConstants[$0, scale]?.basis == .recalled
      }
      if !recalled.isEmpty {
        told.append(
          Message(
            "voc.constants-recalled",
            [
              "quantity": .message(Message("quantity.\(quantity.rawValue)")),
              "names": .list(recalled.map { Value.message($0.message) }),
            ]))
      }
    }
    if followsTemperature, let table = try? ActivationTemperatures([:]) {
      let stated = Set(assessment.activationTemperatures.keys)
      let known = record.compounds.filter { table[$0.name] != nil || stated.contains($0.name) }
      told.append(
        known.isEmpty
          ? "voc.no-activation"
          : Message(
            "voc.activation-known", ["names": .list(known.map { Value.message($0.message) })]))
      let recalled = known.filter {
        ActivationTemperatures.recalled.contains($0.name) && !stated.contains($0.name)
      }
      if !recalled.isEmpty {
        told.append(
          Message(
            "voc.activation-recalled", ["names": .list(recalled.map { Value.message($0.message) })])
        )
      }
    }
    return told
  }

  private func series(
    _ quantity: Quantity, _ record: SpeciatedRecord
  ) throws(VOCError) -> [Found] {
    if quantity == .initial { return try initial(record) }
    var matrix: Matrix
    let known: [Compound]
    let without: [Compound]
    let unit: MeasurementUnit
    if let weighed = quantity.weighed {
      let result = try record.weighed(weighed, assessment)
      matrix = result.matrix
      known = result.compounds
      without = result.withoutConstant
      // Ozone and toluene that would form, by their mass.
      unit =
        weighed == .hydroxylReactivity ? MeasurementUnit(stored: "1/s") : .microgramsPerCubicMetre
    } else {
      (matrix, known, without) = try equivalents(record)
      unit = .partsPerBillionCarbon
    }
    let isRate = quantity == .hydroxylReactivity || quantity == .propyleneEquivalent
    if followsTemperature, isRate {
      let reference = quantity == .propyleneEquivalent ? "propylene" : nil
      try warm(&matrix, known, record, over: reference)
    }
    return sums(quantity, record, matrix, known, without.map(\.name), unit)
  }

  private func sums(
    _ quantity: Quantity, _ record: SpeciatedRecord, _ matrix: Matrix, _ known: [Compound],
    _ without: [String], _ unit: MeasurementUnit
  ) -> [Found] {
    func found(_ name: String, _ columns: [Int]) -> Found {
      var values = [Double](repeating: 0, count: record.axis.count)
      for column in columns {
        for row in values.indices { values[row] += matrix[row, column] }
      }
      return Found(
        quantity: quantity,
        series: MonitoringSeries(
          station: record.station, pollutant: Pollutant("\(quantity.prefix)_\(name)"), unit: unit,
          referenceState: .notApplicable, axis: record.axis, storage: values),
        without: columns.count == 1 && parts.contains(.compounds) ? [] : without)
    }
    var all: [Found] = []
    // Concentrations of single compounds have no sum that means anything across units.
    if parts.contains(.total), quantity != .initial {
      all.append(found("total", Array(known.indices)))
    }
    if parts.contains(.families), quantity != .initial {
      for family in CompoundFamily.allCases {
        let members = known.indices.filter { known[$0].family == family }
        if !members.isEmpty { all.append(found(family.rawValue, members)) }
      }
    }
    if parts.contains(.compounds) || quantity == .initial {
      all += known.indices.map { found(known[$0].name, [$0]) }
    }
    return all
  }

  /// ppbC times k over that of propylene.
  private func equivalents(
    _ record: SpeciatedRecord
  ) throws(VOCError) -> (Matrix, [Compound], [Compound]) {
    let carbon = try record.converted(
      to: ConcentrationScale(
        unit: .partsPerBillionCarbon, air: assessment.air ?? record.scale.air))
    let filled = try carbon.filled(assessment.rule)
    guard
      let propylene = assessment.ownConstants[
        try CompoundCatalogue.embedded.compound(named: "propylene"), .hydroxyl]?.value
    else { throw .noConstants(ReactivityScale.hydroxyl.rawValue) }
    let known = record.compounds.indices.filter {
      assessment.ownConstants[record.compounds[$0], .hydroxyl] != nil
    }
    var matrix = Matrix(rows: record.axis.count, columns: known.count)
    for (place, column) in known.enumerated() {
      let ratio =
        (assessment.ownConstants[record.compounds[column], .hydroxyl]?.value ?? .nan) / propylene
      for row in 0..<record.axis.count { matrix[row, place] = filled[row, column] * ratio }
    }
    return (
      matrix, known.map { record.compounds[$0] },
      record.compounds.indices.filter { !known.contains($0) }.map { record.compounds[$0] }
    )
  }

  /// Multiplies every step with exp(−E/R (1/T − 1/298)), over that of a reference where one is named.
  private func warm(
    _ matrix: inout Matrix, _ known: [Compound], _ record: SpeciatedRecord, over reference: String?
  ) throws(VOCError) {
    guard let temperature = record.other(.temperature) else {
      throw .compoundMissing("temperature", purpose: "error.voc.rate-that-follows-temperature")
    }
    let inverse = (0..<record.axis.count).map { row -> Double in
      let celsius =
        temperature.axis.position(of: record.axis.instant(at: row)).map {
          temperature.storage[$0]
        } ?? .nan
      return 1 / (celsius + 273.15) - 1 / 298
    }
    let table = try ActivationTemperatures(assessment.activationTemperatures)
    let common = reference.flatMap { table[$0] } ?? 0
    for (column, compound) in known.enumerated() {
      let own = (table[compound.name] ?? 0) - common
      guard own != 0 else { continue }
      for row in inverse.indices { matrix[row, column] *= exp(-own * inverse[row]) }
    }
  }

  private func initial(_ record: SpeciatedRecord) throws(VOCError) -> [Found] {
    guard let clock else {
      throw .badSetting("initial", problem: "error.voc.needs-a-clock")
    }
    let exposures = try clock.exposures(record, rule: assessment.rule)
    let filled = try record.filled(assessment.rule)
    let known = record.compounds.indices.filter {
      let compound = record.compounds[$0]
      return assessment.ownConstants[compound, .hydroxyl] != nil
        && !PhotochemicalAge.isBiogenic(compound)
    }
    var matrix = Matrix(rows: record.axis.count, columns: known.count, repeating: .nan)
    for (row, exposure) in exposures {
      for (place, column) in known.enumerated() {
        let rate = assessment.ownConstants[record.compounds[column], .hydroxyl]?.value ?? .nan
        matrix[row, place] =
          filled[row, column]
          * exp(
            rate * exposure
              + clock.otherLoss(of: record.compounds[column], exposure: exposure))
      }
    }
    return sums(
      .initial, record, matrix, known.map { record.compounds[$0] },
      record.compounds.indices.filter { !known.contains($0) }.map { record.compounds[$0].name },
      record.scale.unit)
  }
}

/// E/R of rate constants with OH, kelvin.
struct ActivationTemperatures {
  private let values: [String: Double]

  /// - Parameter stated: by any name of the compound; these go before the table's.
  /// - Throws: `VOCError.unknownCompounds`.
  init(_ stated: [String: Double]) throws(VOCError) {
    var values = Self.table
    for (name, value) in stated {
      values[try CompoundCatalogue.embedded.compound(named: name, place: "E/R").name] = value
    }
    self.values = values
  }

  subscript(name: String) -> Double? { values[name] }

  /// Compounds whose E/R no stored source backs.
  static let recalled: Set<String> = Set(
    ReferenceTable(named: "reference/voc_activation.csv").rows.compactMap { row in
      row["verified"] == "recall" ? row["species"] : nil
    })

  private static let table: [String: Double] = {
    var table: [String: Double] = [:]
    for row in ReferenceTable(named: "reference/voc_activation.csv").rows {
      guard let name = row["species"], let value = row.number("e_over_r_k") else {
        preconditionFailure("line \(row.line) of voc_activation.csv is incomplete")
      }
      table[name] = value
    }
    return table
  }()
}
