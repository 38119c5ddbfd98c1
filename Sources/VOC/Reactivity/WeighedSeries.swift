public import AirQuality
package import NumericKernels

/// A quantity of every compound step by step.
public struct WeighedSeries: Sendable {
  /// Which quantity.
  public let quantity: WeighedQuantity
  /// When.
  public let axis: TimeAxis
  /// One a column; only compounds with the constant.
  public let compounds: [Compound]
  /// Compounds without the constant; they are in no sum.
  public let withoutConstant: [Compound]
  /// `steps × compounds`, in the quantity's unit; NaN where missing.
  package let matrix: Matrix

  /// The sum over some compounds, step by step; missing wherever one of them is, because a sum
  /// over fewer compounds would be a smaller number and no cleaner air.
  package func sum(_ columns: [Int]) -> [Double] {
    (0..<axis.count).map { row in columns.reduce(0.0) { $0 + matrix[row, $1] } }
  }

  /// The sum over a family, `nil` without a member.
  public func family(_ family: CompoundFamily) -> [Double?]? {
    let members = compounds.indices.filter { compounds[$0].family == family }
    return members.isEmpty ? nil : sum(members).map { $0.isNaN ? nil : $0 }
  }

  /// The sum over all compounds.
  public var total: [Double?] { sum(Array(compounds.indices)).map { $0.isNaN ? nil : $0 } }
}

extension SpeciatedRecord {
  /// A quantity of every compound step by step, under the settings of an assessment.
  ///
  /// - Throws: `VOCError.noConstants`; as `converted` and for values below detection.
  public func weighed(
    _ quantity: WeighedQuantity, _ settings: ReactivityAssessment
  ) throws(VOCError) -> WeighedSeries {
    let mass = try converted(
      to: ConcentrationScale(unit: .microgramsPerCubicMetre, air: settings.air ?? scale.air))
    let filled = try mass.filled(settings.rule)
    let known = compounds.indices.filter { quantity.weight(of: compounds[$0], settings) != nil }
    guard !known.isEmpty else { throw .noConstants(quantity.rawValue) }
    var matrix = Matrix(rows: axis.count, columns: known.count)
    for (place, column) in known.enumerated() {
      let weight = quantity.weight(of: compounds[column], settings) ?? .nan
      for row in 0..<axis.count { matrix[row, place] = filled[row, column] * weight }
    }
    return WeighedSeries(
      quantity: quantity, axis: axis, compounds: known.map { compounds[$0] },
      withoutConstant: compounds.indices.filter { !known.contains($0) }.map { compounds[$0] },
      matrix: matrix)
  }
}
