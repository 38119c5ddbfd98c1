import TextFiles

/// One species' share of one source, as a file has it.
struct ProfileShare {
  let source: String
  let species: String
  /// Share of the source's total.
  let fraction: Double
  let uncertainty: Double
  let line: Int

  /// Refuses negative fractions and uncertainties that are not positive.
  ///
  /// - Parameter scale: what a share of 1 is in the file, 100 for per cent.
  func check(
    _ fractionName: String, _ uncertaintyName: String, scale: Double, _ file: String
  ) throws(IngestError) {
    guard fraction >= 0 else {
      throw .impossibleValue(
        scale * fraction, column: fractionName, lowest: 0, highest: scale, file: file, line: line)
    }
    guard uncertainty > 0 else {
      throw .impossibleValue(
        scale * uncertainty, column: uncertaintyName, lowest: .leastNonzeroMagnitude,
        highest: scale, file: file, line: line)
    }
  }
}

/// An export of US EPA's SPECIATE: a row a profile and species, in per cent of the weight.
///
/// - Source: column names of SPECIATE 5 as recalled; upper and lower case are alike.
struct SpeciateLayout {
  private let code: Int
  private let name: Int?
  private let species: Int
  private let weight: Int
  private let uncertainty: Int
  private let header: [String]

  /// - Returns: `nil` for another layout.
  init?(_ header: [String]) {
    let folded = header.map { $0.uppercased().replacing(" ", with: "_") }
    func place(_ names: String...) -> Int? {
      names.lazy.compactMap { folded.firstIndex(of: $0) }.first
    }
    guard let code = place("PROFILE_CODE", "P_NUMBER"),
      let species = place("SPECIES_NAME", "SPEC_NAME", "NAME"),
      let weight = place("WEIGHT_PERCENT", "WEIGHT_PER"),
      let uncertainty = place("UNCERTAINTY_PERCENT", "UNCERTAINT")
    else { return nil }
    self.code = code
    self.species = species
    self.weight = weight
    self.uncertainty = uncertainty
    name = place("PROFILE_NAME")
    self.header = header
  }

  func shares(
    _ records: [DelimitedRecord], file: String
  ) throws(IngestError) -> (shares: [ProfileShare], file: String) {
    var found: [ProfileShare] = []
    for record in records.dropFirst() {
      try SourceProfileReader.require(record, records[0], file)
      let label = name.map { "\(record.fields[code]) \(record.fields[$0])" } ?? record.fields[code]
      let share = ProfileShare(
        source: label, species: record.fields[species],
        fraction: try SourceProfileReader.number(record, weight, header[weight], file) / 100,
        uncertainty: try SourceProfileReader.number(record, uncertainty, header[uncertainty], file)
          / 100, line: record.line)
      try share.check(header[weight], header[uncertainty], scale: 100, file)
      found.append(share)
    }
    return (found, file)
  }
}

/// A column a source: `species`, then for each source its fractions and `…_uncertainty`.
struct WideProfileLayout {
  private let sources: [(name: String, fraction: Int, uncertainty: Int)]

  /// - Returns: `nil` for another layout.
  init?(_ header: [String]) {
    guard header.first?.lowercased() == "species", header.count >= 3 else { return nil }
    let suffix = "_uncertainty"
    var sources: [(name: String, fraction: Int, uncertainty: Int)] = []
    for (place, name) in header.enumerated().dropFirst() where !name.hasSuffix(suffix) {
      guard let uncertainty = header.firstIndex(of: name + suffix) else { return nil }
      sources.append((name, place, uncertainty))
    }
    guard 2 * sources.count == header.count - 1 else { return nil }
    self.sources = sources
  }

  /// Shares of every source; a species of which fraction and uncertainty are both empty is not in it.
  func shares(
    _ records: [DelimitedRecord], file: String
  ) throws(IngestError) -> (shares: [ProfileShare], file: String) {
    var found: [ProfileShare] = []
    for source in sources {
      for record in records.dropFirst() {
        try SourceProfileReader.require(record, records[0], file)
        guard
          !(record.fields[source.fraction].isEmpty && record.fields[source.uncertainty].isEmpty)
        else { continue }
        let share = ProfileShare(
          source: source.name, species: record.fields[0],
          fraction: try SourceProfileReader.number(record, source.fraction, source.name, file),
          uncertainty: try SourceProfileReader.number(
            record, source.uncertainty, source.name + "_uncertainty", file), line: record.line)
        try share.check(source.name, source.name + "_uncertainty", scale: 1, file)
        found.append(share)
      }
    }
    return (found, file)
  }
}
