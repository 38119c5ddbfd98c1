public import Documents
public import AirQuality
import NumericKernels

/// Speciated samples with the uncertainty of every value: what receptor models take.
///
/// Missing values are `nil` and have no weight in any fit.
public struct SpeciatedSample: Hashable, Codable, Sendable {
  /// How far a species is to be believed.
  public enum Role: String, Codable, Sendable, CaseIterable {
    /// Fitted with its own uncertainty.
    case strong
    /// Fitted with three times its uncertainty.
    case weak
    /// A sum of the other species: fitted with three times its uncertainty, so that it hardly
    /// steers the factors, and read off as the factors' mass.
    case total
  }

  /// Names of the species.
  public let species: [String]
  /// What each species is to the fit.
  public let roles: [Role]
  /// Unit of concentrations and uncertainties.
  public let unit: MeasurementUnit
  /// Beginning of each sample.
  public let instants: [Instant]
  /// Seconds east of Greenwich of the samples' clock.
  public let utcOffset: Int
  /// `samples × species`, in `unit`; `nil` where missing.
  public let concentrations: [[Double?]]
  /// Standard uncertainties, `samples × species`, in `unit`; positive wherever a concentration is.
  public let uncertainties: [[Double]]
  /// Extra relative uncertainty of the model that is in `uncertainties` already.
  public let modellingUncertainty: Double
  /// What was left out or replaced because it was asked for, one sentence each.
  public let notices: [Message]
  /// The places of the samples, where there are several; `nil` of one.
  public internal(set) var sites: [SampleSite]?

  /// Samples by species; without roles every species is strong.
  ///
  /// - Throws: `SpeciatedSampleError` for sizes that differ, uncertainties that are not positive,
  ///   values that are not finite.
  public init(
    species: [String], roles: [Role]? = nil, unit: MeasurementUnit, instants: [Instant],
    utcOffset: Int = 0, concentrations: [[Double?]], uncertainties: [[Double]],
    modellingUncertainty: Double = 0, notices: [Message] = []
  ) throws(SpeciatedSampleError) {
    let roles = roles ?? species.map { _ in .strong }
    guard roles.count == species.count, instants.count == concentrations.count,
      instants.count == uncertainties.count,
      concentrations.allSatisfy({ $0.count == species.count }),
      uncertainties.allSatisfy({ $0.count == species.count })
    else {
      throw .shape(
        "\(instants.count) samples and \(species.count) species do not fit the values’ size")
    }
    for sample in instants.indices {
      for column in species.indices {
        guard let value = concentrations[sample][column] else { continue }
        let place = "sample \(sample + 1), \(species[column])"
        guard value.isFinite else { throw .notFinite(place: place) }
        let uncertainty = uncertainties[sample][column]
        guard uncertainty > 0, uncertainty.isFinite else {
          throw .badUncertainty(uncertainty, place: place)
        }
      }
    }
    self.species = species
    self.roles = roles
    self.unit = unit
    self.instants = instants
    self.utcOffset = utcOffset
    self.concentrations = concentrations
    self.uncertainties = uncertainties
    self.modellingUncertainty = modellingUncertainty
    self.notices =
      notices + Self.negatives(species, concentrations).filter { !notices.contains($0) }
  }

  /// Some of the samples, by their positions.
  func part(_ rows: [Int]) -> SpeciatedSample {
    rows.count == sampleCount
      ? self : SpeciatedSample(self, rows: rows, columns: Array(species.indices))
  }

  /// Some of the species, by their positions.
  func species(_ columns: [Int]) -> SpeciatedSample {
    SpeciatedSample(self, rows: Array(instants.indices), columns: columns)
  }

  private init(_ other: SpeciatedSample, rows: [Int], columns: [Int]) {
    species = columns.map { other.species[$0] }
    roles = columns.map { other.roles[$0] }
    unit = other.unit
    instants = rows.map { other.instants[$0] }
    utcOffset = other.utcOffset
    concentrations = rows.map { row in columns.map { other.concentrations[row][$0] } }
    uncertainties = rows.map { row in columns.map { other.uncertainties[row][$0] } }
    modellingUncertainty = other.modellingUncertainty
    notices = other.notices
    sites = SampleSite.parts(of: other.sites, keeping: rows)
  }

  /// Told of values below zero, which no non-negative factors can meet.
  private static func negatives(_ species: [String], _ values: [[Double?]]) -> [Message] {
    let counts = species.indices.map { column in
      values.count { ($0[column] ?? 0) < 0 }
    }
    let found = species.indices.filter { counts[$0] > 0 }
    guard !found.isEmpty else { return [] }
    let count = counts.reduce(0, +)
    return [
      Message(
        "sources.negative-values",
        [
          "count": .count(count),
          "names": .names(found.map { "\(species[$0]) \(counts[$0])" }),
        ])
    ]
  }

  /// How many samples.
  public var sampleCount: Int { instants.count }
  /// How many species.
  public var speciesCount: Int { species.count }
  /// Position of the total, if one was named.
  public var totalPosition: Int? { roles.firstIndex(of: .total) }

  /// Mean of the measured values of a species, in `unit`; 0 of none.
  public func mean(ofSpecies position: Int) -> Double {
    let values = concentrations.compactMap { $0[position] }
    return values.isEmpty ? 0 : Summation.mean(values)
  }

  /// The uncertainty that enters a fit: three times the given one for weak species and totals.
  func fittedUncertainty(sample: Int, species position: Int) -> Double {
    uncertainties[sample][position] * (roles[position] == .strong ? 1 : 3)
  }

  /// Concentrations and weights as kernels take them, `species × samples`; weight 0 where missing.
  var matrices: (values: Matrix, weights: Matrix) {
    var values = Matrix(rows: speciesCount, columns: sampleCount)
    var weights = values
    for sample in 0..<sampleCount {
      for position in 0..<speciesCount {
        guard let value = concentrations[sample][position] else { continue }
        let uncertainty = fittedUncertainty(sample: sample, species: position)
        values[position, sample] = value
        weights[position, sample] = 1 / (uncertainty * uncertainty)
      }
    }
    return (values, weights)
  }
}
