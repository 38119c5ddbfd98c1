import Documents
public import AirQuality
import NumericKernels

/// Source contributions to each sample from known source profiles.
///
/// Assumes that the profiles are those of the sources that contributed, that all of these are
/// among them, and that species neither react nor condense on the way. A negative contribution
/// is an answer: it says that a profile is wrong, missing or collinear, and is left as it is
/// unless asked otherwise.
///
/// - Source: Watson, Cooper and Huntzicker (1984), doi:10.1016/0004-6981(84)90043-X; Coulter
///   (2004), EPA-CMB8.2 Users Manual, EPA-452/R-04-011; eligible space, Henry (1992),
///   Atmospheric Environment 26A, 933–938.
public struct ChemicalMassBalance: Codable, Hashable, Sendable {
  /// How the uncertainty of the profiles enters.
  public enum Solution: String, Codable, Sendable, CaseIterable {
    /// Weights from the last round's contributions, until they stand still.
    case effectiveVariance = "effective-variance"
    /// Concentrations and profiles most likely together (Britt and Luecke 1973, Technometrics 15,
    /// 233-247), an option of CMB 8.2; it follows the profiles' uncertainties where they are large.
    case brittLuecke = "britt-luecke"
  }

  /// How the uncertainty of the profiles enters. Default: effective variance, as in CMB 8.2.
  public var solution = Solution.effectiveVariance
  /// Species that are fitted. Default: `nil`, all that are in samples and profiles, totals left out.
  public var fittingSpecies: [String]?
  /// Whether sources with negative contributions are taken out, the most negative first, until
  /// none is left. Default: no.
  public var eliminatesNegatives = false
  /// Largest uncertainty of a direction in the eligible space, as a share of the total. Default:
  /// 0.2, as in CMB 8.2.
  public var eligibleUncertainty = 0.2
  /// Least projection of a source into the eligible space. Default: 0.95, as in CMB 8.2.
  public var eligibleProjection = 0.95

  /// The defaults.
  public init() {}

  /// Apportions every sample.
  ///
  /// - Parameters:
  ///   - total: the total mass by which percentages are taken; without it, and without a total
  ///     among the species, the sum over the species.
  ///   - threads: how many; the result does not depend on it.
  /// - Returns: a balance of every sample that has one; a sample that does not settle is listed and
  ///   does not take the others with it, and profiles that are nearly one are named.
  /// - Throws: `ApportionmentError` for names that do not fit, too few species, profiles that
  ///   cannot be told apart, and when no sample settles.
  public func apportion(
    _ sample: SpeciatedSample, profiles: [SourceProfile], threads: Int? = nil
  ) throws(ApportionmentError) -> MassBalance {
    guard !profiles.isEmpty else {
      throw .badSetting("profiles", problem: "error.sources.must-not-empty")
    }
    let fitted = try positions(in: sample, profiles)
    let total = sample.totalPosition
    let balances = try parallelMap(
      count: sample.sampleCount, threads: threads,
      throwing: { (row) throws(ApportionmentError) -> Result<Balance, ApportionmentError> in
        do throws(ApportionmentError) {
          return .success(try balance(row, sample, profiles, fitted, total))
        } catch {
          // What is wrong with one sample is that sample's; what is wrong with the profiles is all's.
          if case .didNotConverge = error { return .failure(error) }
          throw error
        }
      })
    var instants: [Instant] = []
    var rows: [MassBalance.Row] = []
    var errors: [ErrorPropagation] = []
    var species: [SampleSpecies] = []
    var leftOut: [MassBalance.LeftOut] = []
    var first: ApportionmentError?
    for (balance, instant) in zip(balances, sample.instants) {
      switch balance {
      case .success(let balance):
        rows.append(balance.row)
        errors.append(balance.errors)
        species.append(balance.species)
        instants.append(instant)
      case .failure(let error):
        first = first ?? error
        leftOut.append(MassBalance.LeftOut(instant: instant, reason: error.problem))
      }
    }
    if rows.isEmpty, let first { throw first }
    return MassBalance(
      settings: self, sources: profiles.map(\.name), species: fitted.map { sample.species[$0] },
      total: total.map { sample.species[$0] }, unit: sample.unit, instants: instants,
      utcOffset: sample.utcOffset, rows: rows,
      leftOut: leftOut, alike: Self.alike(profiles, fitted.map { sample.species[$0] }),
      meanErrors: ErrorPropagation.meanErrors(
        errors,
        uncertainties: fitted.map { position in
          profiles.map { $0.shares[sample.species[position]]?.uncertainty ?? 0 }
        }),
      speciesBalances: SampleSpecies.balances(
        species, species: fitted.map { sample.species[$0] }, sources: profiles.count))
  }

  /// One sample's balance, and how errors enter it.
  private struct Balance: Sendable {
    let row: MassBalance.Row
    let errors: ErrorPropagation
    let species: SampleSpecies
  }

  /// Pairs of profiles within about eight degrees of each other.
  private static func alike(
    _ profiles: [SourceProfile], _ species: [String]
  ) -> [MassBalance.AlikeSources] {
    // Each species over its mean, so that the most abundant one does not decide alone.
    let table = species.map { name in profiles.map { $0.shares[name]?.fraction ?? 0 } }
      .map { row -> [Double] in
        let mean = Summation.mean(row)
        return mean > 0 ? row.map { $0 / mean } : row
      }
    let columns = profiles.indices.map { source in table.map { $0[source] } }
    return profiles.indices.flatMap { one in
      (one + 1..<profiles.count).compactMap { other -> MassBalance.AlikeSources? in
        let size =
          LinearAlgebra.dot(columns[one], columns[one])
          * LinearAlgebra.dot(columns[other], columns[other])
        guard size > 0 else { return nil }
        let cosine = LinearAlgebra.dot(columns[one], columns[other]) / size.squareRoot()
        guard cosine > leastAlike else { return nil }
        return MassBalance.AlikeSources(
          sources: [profiles[one].name, profiles[other].name], cosine: cosine)
      }
    }
  }

  private static let leastAlike = 0.99

  /// Positions of the fitted species in the samples.
  private func positions(
    in sample: SpeciatedSample, _ profiles: [SourceProfile]
  ) throws(ApportionmentError) -> [Int] {
    let known = sample.species.indices.filter { position in
      sample.roles[position] != .total
        && profiles.contains { $0.shares[sample.species[position]] != nil }
    }
    guard let fittingSpecies else {
      guard known.count > profiles.count else {
        throw .tooFewSpecies(
          found: known.count, needed: profiles.count, names: known.map { sample.species[$0] })
      }
      return known
    }
    var positions: [Int] = []
    for name in fittingSpecies {
      guard let position = known.first(where: { sample.species[$0] == name }) else {
        throw .unknownName(
          name, kind: "error.sources.species-of-both", known: known.map { sample.species[$0] })
      }
      positions.append(position)
    }
    guard positions.count > profiles.count else {
      throw .tooFewSpecies(
        found: positions.count, needed: profiles.count, names: fittingSpecies)
    }
    return positions
  }

  private func balance(
    _ row: Int, _ sample: SpeciatedSample, _ profiles: [SourceProfile], _ fitted: [Int],
    _ total: Int?
  ) throws(ApportionmentError) -> Balance {
    let places = fitted.indices.filter { sample.concentrations[row][fitted[$0]] != nil }
    let present = places.map { fitted[$0] }
    let response = present.map { sample.concentrations[row][$0] ?? 0 }
    let errors = present.map { sample.uncertainties[row][$0] }
    var sources = Array(profiles.indices)
    while true {
      var design = Matrix(rows: present.count, columns: sources.count)
      var designErrors = design
      for (column, source) in sources.enumerated() {
        for (place, position) in present.enumerated() {
          // A species that a profile does not name is not emitted, as far as the profile knows.
          let share = profiles[source].shares[sample.species[position]]
          design[place, column] = share?.fraction ?? 0
          designErrors[place, column] = share?.uncertainty ?? 0
        }
      }
      let fit: EffectiveVarianceFit
      do {
        switch solution {
        case .effectiveVariance:
          fit = try EffectiveVarianceFit(
            design: design, designErrors: designErrors, response: response,
            responseErrors: errors)
        case .brittLuecke:
          fit = try EffectiveVarianceFit.brittLuecke(
            design: design, designErrors: designErrors, response: response,
            responseErrors: errors)
        }
      } catch {
        throw Self.explained(error, sources.map { profiles[$0].name }, row)
      }
      if eliminatesNegatives, sources.count > 1,
        let worst = fit.contributions.indices.min(by: {
          fit.contributions[$0] < fit.contributions[$1]
        }), fit.contributions[worst] < 0
      {
        sources.remove(at: worst)
        continue
      }
      let measured =
        total.flatMap { sample.concentrations[row][$0] }
        ?? Summation.sum(
          sample.species.indices.compactMap {
            sample.roles[$0] == .total ? nil : sample.concentrations[row][$0]
          })
      return Balance(
        row: MassBalance.Row(
          fit, sources: sources, of: profiles.count, response: response, measured: measured,
          settings: self),
        errors: ErrorPropagation(
          fit, design: design, responseErrors: errors, sources: sources, of: profiles.count,
          present: places, species: fitted.count),
        species: SampleSpecies(
          fit, design: design, response: response, sources: sources, of: profiles.count,
          present: places))
    }
  }

  private static func explained(
    _ error: KernelError, _ names: [String], _ row: Int
  ) -> ApportionmentError {
    switch error {
    case .rankDeficient(let columns, let others):
      .collinear((columns + others).compactMap { Int($0) }.sorted().map { names[$0] })
    case .didNotConverge(let iterations, _):
      .didNotConverge(
        Message("error.sources.balance-of-sample", ["row": .fact(row + 1)]), iterations: iterations)
    default: ApportionmentError(error)
    }
  }
}
