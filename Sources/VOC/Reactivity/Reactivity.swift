import AirQuality
public import Estimation

/// What a composition amounts to in ozone, OH reactivity and aerosol.
public struct Reactivity: Hashable, Codable, Sendable {
  /// One compound, family or total.
  public struct Row: Hashable, Codable, Sendable {
    /// Compound, family, or `total`.
    public let name: String
    /// In the unit of the quantity.
    public let value: Double
    /// Lower end of the interval from measurement and constants.
    public let lower: Double
    /// Upper end.
    public let upper: Double
    /// Share of the total, 0 to 1.
    public let share: Double
  }

  /// One quantity by compound and family.
  public struct Weighed: Hashable, Codable, Sendable {
    /// Which.
    public let quantity: WeighedQuantity
    /// Unit of every value.
    public let unit: String
    /// Of all compounds that have the constant.
    public let total: Row
    /// Largest first.
    public let families: [Row]
    /// Largest first.
    public let compounds: [Row]
    /// Compounds whose constant is not known; they are in no sum.
    public let withoutConstant: [String]
    /// Share of the mass that they are, 0 to 1: the total is that incomplete.
    public let massShareWithoutConstant: Double
  }

  /// The place, factor or process.
  public let name: String
  /// As they were.
  public let settings: ReactivityAssessment
  /// One a quantity that has at least one constant.
  public let quantities: [Weighed]
  /// Where every constant comes from.
  public let constants: [ProvenanceRow]

  /// A quantity's values; `nil` when no compound has its constant.
  public subscript(quantity: WeighedQuantity) -> Weighed? {
    quantities.first { $0.quantity == quantity }
  }

  /// Compounds whose constant for a quantity no stored source backs, and the share of the sum that they
  /// make, 0 to 1.
  public func recalled(for quantity: WeighedQuantity) -> (names: [String], share: Double) {
    let names = Set(
      constants.filter { $0.scale == quantity.scale && $0.constant.basis == .recalled }
        .map(\.compound))
    let rows = (self[quantity]?.compounds ?? []).filter { names.contains($0.name) }
    return (rows.map(\.name), rows.reduce(0) { $0 + $1.share })
  }

  /// The total of each quantity.
  public var summary: Summary {
    Summary(quantities.map { Summary.Row($0.quantity.rawValue, $0.total.value, unit: $0.unit) })
  }
}

/// A constant of a compound with its source, for the table beside every result.
public struct ProvenanceRow: Hashable, Codable, Sendable {
  /// The compound.
  public let compound: String
  /// Which constant.
  public let scale: ReactivityScale
  /// The constant.
  public let constant: ReactivityConstant

  /// All constants of some compounds.
  public static func rows(
    of compounds: [Compound], _ own: OwnConstants = OwnConstants()
  ) -> [ProvenanceRow] {
    compounds.flatMap { compound in
      ReactivityScale.allCases.compactMap { scale in
        own[compound, scale].map {
          ProvenanceRow(compound: compound.name, scale: scale, constant: $0)
        }
      }
    }
  }
}
