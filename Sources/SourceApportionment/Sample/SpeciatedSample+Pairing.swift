import Documents
public import AirQuality
import NumericKernels

/// What is decided about awkward values when two files become one sample. The defaults refuse.
public struct SamplePolicy: Hashable, Codable, Sendable {
  /// What becomes of a missing value.
  public enum Missing: String, Codable, Sendable, CaseIterable {
    /// It is an error.
    case refuse
    /// It is left out of the fit: weight zero.
    case leaveOut = "leave-out"
    /// Its whole sample is left out.
    case dropSample = "drop-sample"
    /// The species’ median with four times the median as uncertainty, as EPA PMF does.
    case median
  }

  /// What becomes of a text that says “below the detection limit”.
  public enum BelowDetection: String, Codable, Sendable, CaseIterable {
    /// It is an error.
    case refuse
    /// Half of the limit with 5/6 of the limit as uncertainty; needs detection limits.
    case halfLimit = "half-limit"
    /// It is treated as missing.
    case missing
  }

  /// Default: refuse.
  public var missing = Missing.refuse
  /// Default: refuse.
  public var belowDetection = BelowDetection.refuse
  /// Species that are left out. Default: none.
  public var excluded: Set<String> = []
  /// Species that enter with three times their uncertainty. Default: none.
  public var weak: Set<String> = []
  /// Totals that enter as totals. Default: none.
  public var totals: Set<String> = []
  /// Totals that enter as if they were species. Default: none.
  public var acceptedTotals: Set<String> = []
  /// Extra relative uncertainty for what the model cannot know, added in quadrature. Default: 0.
  public var modellingUncertainty = 0.0

  /// The defaults.
  public init() {}
}

extension SpeciatedSample {
  /// Pairs a file of concentrations with a file of uncertainties.
  ///
  /// - Parameters:
  ///   - unit: of both; EPA PMF's files do not say it.
  ///   - policy: what is decided about awkward values.
  /// - Throws: `SpeciatedSampleError` with file, line and column of the first value that cannot be
  ///   taken as it stands.
  public init(
    concentrations: SpeciatedTable, uncertainties: SpeciatedTable, unit: MeasurementUnit?,
    policy: SamplePolicy = SamplePolicy()
  ) throws(SpeciatedSampleError) {
    if concentrations.species != uncertainties.species {
      let differing = Set(concentrations.species).symmetricDifference(uncertainties.species)
      throw .speciesDiffer(
        concentrations.file, uncertainties.file,
        names: differing.isEmpty ? ["another order"] : differing.sorted())
    }
    guard concentrations.instants.count == uncertainties.instants.count else {
      throw .sampleCount(
        concentrations.instants.count, uncertainties.instants.count, file: uncertainties.file)
    }
    for sample in concentrations.instants.indices
    where concentrations.instants[sample] != uncertainties.instants[sample] {
      throw .stampsDiffer(
        concentrations.instants[sample].formatted(utcOffset: concentrations.utcOffset),
        uncertainties.instants[sample].formatted(utcOffset: uncertainties.utcOffset),
        file: uncertainties.file, line: uncertainties.lines[sample])
    }
    try self.init(
      concentrations, unit: unit, policy: policy,
      uncertainty: { (sample, position, _) throws(SpeciatedSampleError) -> Double in
        let place = uncertainties.place(sample: sample, species: position)
        guard case .value(let uncertainty) = uncertainties.cells[sample][position] else {
          throw .missingUncertainty(place: place)
        }
        guard uncertainty > 0 else { throw .badUncertainty(uncertainty, place: place) }
        return uncertainty
      }, limits: [:])
  }

  /// A file of concentrations with uncertainties from detection limits and error fractions.
  ///
  /// - Parameter limits: by species.
  /// - Throws: `SpeciatedSampleError`; `.noDetectionLimit` for a species without one.
  public init(
    concentrations: SpeciatedTable, limits: [String: DetectionLimit], unit: MeasurementUnit?,
    policy: SamplePolicy = SamplePolicy()
  ) throws(SpeciatedSampleError) {
    for name in concentrations.species
    where !policy.excluded.contains(name) && limits[name] == nil {
      throw .noDetectionLimit(name, file: concentrations.file)
    }
    try self.init(
      concentrations, unit: unit, policy: policy,
      uncertainty: { (sample, position, value) throws(SpeciatedSampleError) -> Double in
        let name = concentrations.species[position]
        let uncertainty = limits[name]?.uncertainty(of: value) ?? 0
        guard uncertainty > 0 else {
          throw .badUncertainty(
            uncertainty, place: concentrations.place(sample: sample, species: position))
        }
        return uncertainty
      }, limits: limits)
  }

  private init(
    _ table: SpeciatedTable, unit: MeasurementUnit?, policy: SamplePolicy,
    uncertainty: (Int, Int, Double) throws(SpeciatedSampleError) -> Double,
    limits: [String: DetectionLimit]
  ) throws(SpeciatedSampleError) {
    guard let unit else { throw .unitMissing(file: table.file) }
    let named = [policy.excluded, policy.weak, policy.totals, policy.acceptedTotals]
    for name in named.joined().sorted() where !table.species.contains(name) {
      throw .unknownSpecies(name, known: table.species)
    }
    let kept = table.species.indices.filter { !policy.excluded.contains(table.species[$0]) }
    let totals = kept.map { table.species[$0] }.filter { name in
      Self.isTotal(name) && !policy.totals.contains(name) && !policy.acceptedTotals.contains(name)
    }
    guard totals.isEmpty else { throw .totalAmongSpecies(totals, file: table.file) }
    for position in kept {
      let name = table.species[position]
      let hasSignal = table.cells.contains {
        guard case .value(let value) = $0[position] else { return false }
        return value > (limits[name]?.limit ?? 0)
      }
      guard hasSignal else { throw .nothingDetected(name, file: table.file) }
    }
    var values: [[Double?]] = []
    var errors: [[Double]] = []
    var instants: [Instant] = []
    var dropped = 0
    var leftOut = 0
    var replaced = 0
    for sample in table.cells.indices {
      var row: [Double?] = []
      var rowErrors: [Double] = []
      var isDropped = false
      for position in kept {
        let name = table.species[position]
        let place = table.place(sample: sample, species: position)
        var cell = table.cells[sample][position]
        if case .belowDetection(let text) = cell {
          switch policy.belowDetection {
          case .refuse: throw .belowDetection(text, place: place)
          case .missing: cell = .missing(text)
          case .halfLimit:
            guard let limit = limits[name]?.limit, limit > 0 else {
              throw .noDetectionLimit(name, file: table.file)
            }
            row.append(limit / 2)
            rowErrors.append(limit * 5 / 6)
            replaced += 1
            continue
          }
        }
        switch cell {
        case .value(let value):
          row.append(value)
          let own = try uncertainty(sample, position, value)
          let extra = policy.modellingUncertainty * value
          rowErrors.append((own * own + extra * extra).squareRoot())
        case .missing(let text), .belowDetection(let text):
          switch policy.missing {
          case .refuse: throw .missingValue(text, place: place)
          case .leaveOut:
            row.append(nil)
            rowErrors.append(0)
            leftOut += 1
          case .dropSample: isDropped = true
          case .median:
            let median = Self.median(table, position)
            guard median > 0 else { throw .nothingDetected(name, file: table.file) }
            row.append(median)
            rowErrors.append(4 * median)
            replaced += 1
          }
        }
        if isDropped { break }
      }
      if isDropped {
        dropped += 1
        continue
      }
      values.append(row)
      errors.append(rowErrors)
      instants.append(table.instants[sample])
    }
    guard !values.isEmpty else { throw .noSamples(file: table.file) }
    var notices: [Message] = []
    for (count, id) in [
      (leftOut, "sources.values-left-out"), (dropped, "sources.samples-dropped"),
      (replaced, "sources.values-replaced"),
    ] where count > 0 {
      notices.append(Message(id, ["count": .count(count)]))
    }
    if !policy.excluded.isEmpty {
      notices.append(
        Message("sources.species-left-out", ["names": .names(policy.excluded.sorted())]))
    }
    try self.init(
      species: kept.map { table.species[$0] },
      roles: kept.map { position in
        let name = table.species[position]
        return policy.totals.contains(name) ? .total : policy.weak.contains(name) ? .weak : .strong
      }, unit: unit, instants: instants, utcOffset: table.utcOffset, concentrations: values,
      uncertainties: errors, modellingUncertainty: policy.modellingUncertainty, notices: notices)
  }

  private static func median(_ table: SpeciatedTable, _ position: Int) -> Double {
    Summation.median(
      table.cells.compactMap {
        if case .value(let value) = $0[position] { value } else { nil }
      })
  }

  /// Whether a name is that of a sum rather than of a species.
  public static func isTotal(_ name: String) -> Bool {
    let plain = name.lowercased().filter { $0.isLetter || $0.isNumber }
    let totals: Set<String> = [
      "tnmoc", "tnmhc", "nmhc", "nmoc", "nmvoc", "tvoc", "tvocs", "voc", "vocs", "thc", "sumvoc",
      "sumvocs", "total", "totalvoc", "totalvocs", "totalmass", "mass", "pm25", "pm10", "pm25mass",
      "pm10mass", "totalnmoc", "pamshc", "sumofpams", "tpm", "tsp",
    ]
    // “Total nitrate” is the ion in gas and particles together, one species.
    let ions = ["nitrate", "sulfate", "sulphate", "ammonium", "ammonia", "chloride", "phosphate"]
    if ions.contains(where: { plain == "total" + $0 }) { return false }
    return totals.contains(plain) || plain.hasPrefix("total") || plain.hasPrefix("sumof")
  }
}
