import NumericKernels

/// How far a species stands out of its uncertainty: the first thing that EPA PMF asks.
///
/// - Source: Norris et al. (2014), EPA/600/R-14/108: the mean over all values of (x − u) / u, those
///   at or below their uncertainty counting as zero. A species below 0.5 is bad and should not be
///   fitted, one below 1 is weak and should be fitted with three times its uncertainty.
public struct SignalToNoise: Codable, Hashable, Sendable {
  /// What the ratio says of the species.
  public enum Category: String, Codable, Sendable, CaseIterable {
    /// Below 0.5: noise.
    case bad
    /// Below 1.
    case weak
    /// 1 and more.
    case strong
  }

  /// Below it a species is bad.
  public static let leastWeak = 0.5
  /// Below it a species is weak.
  public static let leastStrong = 1.0

  /// Name of the species.
  public let species: String
  /// The ratio, dimensionless.
  public let ratio: Double
  /// How many values it is the mean of.
  public let values: Int
  /// How many of them exceed their uncertainty.
  public let above: Int
  /// What the species is to the fit; `nil` when it was left out as bad.
  public let role: SpeciatedSample.Role?

  /// What the ratio says.
  public var category: Category {
    ratio < Self.leastWeak ? .bad : ratio < Self.leastStrong ? .weak : .strong
  }
}

extension SpeciatedSample {
  /// Signal to noise of every species, in the samples' order.
  ///
  /// What was added to the uncertainties for the model is taken out of them again: the ratio is of the
  /// measurement.
  public var signalToNoise: [SignalToNoise] {
    species.indices.map { position in
      let ratios = instants.indices.compactMap { row -> Double? in
        concentrations[row][position].map { value in
          let extra = modellingUncertainty * value
          let total = uncertainties[row][position]
          let own = max(total * total - extra * extra, 0).squareRoot()
          return own > 0 ? max(value - own, 0) / own : 0
        }
      }
      return SignalToNoise(
        species: species[position], ratio: ratios.isEmpty ? 0 : Summation.mean(ratios),
        values: ratios.count, above: ratios.count { $0 > 0 }, role: roles[position])
    }
  }

  /// The samples without the species that are bad, and the table that says so.
  ///
  /// Weak species stay as they are: whether three times the uncertainty is right is the analyst's to
  /// decide, and the table advises it.
  ///
  /// - Parameter kept: species that stay whatever their ratio; those that were named weak, and
  ///   totals, stay too.
  /// - Throws: `SpeciatedSampleError.unknownSpecies`, `.noSignal` when nothing is left.
  public func screened(
    keeping kept: Set<String> = []
  ) throws(SpeciatedSampleError) -> (sample: SpeciatedSample, table: [SignalToNoise]) {
    for name in kept.sorted() where !species.contains(name) {
      throw .unknownSpecies(name, known: species)
    }
    let table = signalToNoise
    let bad = species.indices.filter {
      table[$0].category == .bad && roles[$0] == .strong && !kept.contains(species[$0])
    }
    guard !bad.isEmpty else { return (self, table) }
    let left = species.indices.filter { !bad.contains($0) }
    guard left.contains(where: { roles[$0] != .total }) else { throw .noSignal }
    return (
      species(left),
      table.enumerated().map { place, row in
        bad.contains(place)
          ? SignalToNoise(
            species: row.species, ratio: row.ratio, values: row.values, above: row.above, role: nil)
          : row
      }
    )
  }
}
