public import AirQuality
import Documents

/// A place among the samples of several that are fitted together.
public struct SampleSite: Codable, Hashable, Sendable {
  /// Its name.
  public let name: String
  /// Position of its first sample.
  public let first: Int
  /// How many samples it has; they stand one after the other.
  public let count: Int

  /// Positions of its samples.
  public var rows: Range<Int> { first..<first + count }

  /// What is left of sites where only some samples stay.
  ///
  /// - Parameter rows: positions of those, ascending.
  static func parts(of sites: [SampleSite]?, keeping rows: [Int]) -> [SampleSite]? {
    var first = 0
    return sites?.map { site in
      let count = rows.count(where: site.rows.contains)
      defer { first += count }
      return SampleSite(name: site.name, first: first, count: count)
    }
  }
}

extension SpeciatedSample {
  /// Samples of several places that are to have one set of profiles, one place after the other.
  ///
  /// A species is taken where every place measured it, whatever each place calls it; the others are
  /// left out and told.
  ///
  /// - Parameters:
  ///   - places: with names that differ.
  ///   - key: what makes two names one species.
  /// - Throws: `SpeciatedSampleError.sitesDiffer` for units, clocks or roles that differ and names that
  ///   stand twice; `.noCommonSpecies`.
  public init(
    places: [(name: String, sample: SpeciatedSample)], sameSpecies key: (String) -> String
  ) throws(SpeciatedSampleError) {
    guard let first = places.first else { throw .noCommonSpecies(sites: []) }
    let names = places.map(\.name)
    if let twice = names.first(where: { name in names.count { $0 == name } > 1 }) {
      throw .sitesDiffer(
        Message("error.sources.site-twice", ["name": .fact(twice)]), sites: [twice, twice])
    }
    for place in places.dropFirst() {
      let pair = [first.name, place.name]
      guard place.sample.unit == first.sample.unit else {
        throw .sitesDiffer(
          Message(
            "error.sources.units-of-sites",
            [
              "first": .fact(first.sample.unit.symbol), "second": .fact(place.sample.unit.symbol),
            ]), sites: pair)
      }
      guard place.sample.utcOffset == first.sample.utcOffset else {
        throw .sitesDiffer("error.sources.clocks-of-sites", sites: pair)
      }
    }
    let columns = places.map { place in
      Dictionary(
        place.sample.species.enumerated().map { (key($1), $0) },
        uniquingKeysWith: { first, _ in first })
    }
    let common = first.sample.species.filter { name in
      columns.allSatisfy { $0[key(name)] != nil }
    }
    guard !common.isEmpty else { throw .noCommonSpecies(sites: names) }
    let kept = Set(common.map(key))
    var notices: [Message] = []
    var rows: [[Double?]] = []
    var errors: [[Double]] = []
    var sites: [SampleSite] = []
    for (place, column) in zip(places, columns) {
      let positions = common.compactMap { column[key($0)] }
      let alone = place.sample.species.filter { !kept.contains(key($0)) }
      notices += place.sample.notices.map {
        Message("sources.of-site", ["site": .fact(place.name), "what": .message($0)])
      }
      if !alone.isEmpty {
        notices.append(
          Message(
            "sources.not-at-every-site", ["site": .fact(place.name), "names": .names(alone)]))
      }
      for (position, name) in zip(positions, common)
      where place.sample.roles[position] != first.sample.roles[columns[0][key(name)] ?? 0] {
        throw .sitesDiffer(
          Message("error.sources.roles-of-sites", ["name": .fact(name)]),
          sites: [first.name, place.name])
      }
      sites.append(
        SampleSite(name: place.name, first: rows.count, count: place.sample.sampleCount))
      for row in place.sample.instants.indices {
        rows.append(positions.map { place.sample.concentrations[row][$0] })
        errors.append(positions.map { place.sample.uncertainties[row][$0] })
      }
    }
    try self.init(
      species: common, roles: common.map { first.sample.roles[columns[0][key($0)] ?? 0] },
      unit: first.sample.unit, instants: places.flatMap(\.sample.instants),
      utcOffset: first.sample.utcOffset, concentrations: rows, uncertainties: errors,
      modellingUncertainty: first.sample.modellingUncertainty, notices: notices)
    self.sites = sites
  }
}

/// How well the common profiles fit one of several places, and what each factor brings there.
public struct SiteFit: Codable, Hashable, Sendable {
  /// The place.
  public let site: SampleSite
  /// Values of strong species in the fit.
  public let values: Int
  /// Σ (e/u)² over the place's values.
  public let qTrue: Double
  /// Q(true) a value of a strong species, over the same of all places: far above one where the common
  /// profiles do not suit the place.
  public let relativeQ: Double
  /// Mean of each factor at the place, in the profiles' unit; `nil` where no sample tells it.
  public let masses: [Double?]
}

extension FactorSolution {
  /// How the common profiles fit each place; empty for samples of one.
  public var siteFits: [SiteFit] {
    guard let sites else { return [] }
    func fit(_ rows: Range<Int>) -> (values: Int, q: Double) {
      var values = 0
      var q = 0.0
      for row in rows {
        for position in species.indices {
          guard let residual = scaledResiduals[row][position] else { continue }
          if roles[position] == .strong { values += 1 }
          q += residual * residual
        }
      }
      return (values, q)
    }
    let whole = fit(instants.indices)
    let masses = masses
    return sites.map { site in
      let own = fit(site.rows)
      return SiteFit(
        site: site, values: own.values, qTrue: own.q,
        relativeQ: own.q / Double(max(own.values, 1)) / (whole.q / Double(max(whole.values, 1))),
        masses: contributions.indices.map { factor in
          mean(ofFactor: factor, in: site.rows).map { $0 * masses[factor] }
        })
    }
  }

  /// Mean contribution over some samples; `nil` where none tells it.
  private func mean(ofFactor factor: Int, in rows: some Sequence<Int>) -> Double? {
    var sum = 0.0
    var count = 0
    for row in rows {
      guard let value = contributions[factor][row] else { continue }
      sum += value
      count += 1
    }
    return count > 0 ? sum / Double(count) : nil
  }

  /// The same factors at one of several places; all samples without a name.
  ///
  /// - Throws: `ApportionmentError.unknownName`.
  public func factors(at name: String?) throws(ApportionmentError) -> SiteFactors {
    guard let name else {
      return SiteFactors(profiles: profiles, contributions: contributions, instants: instants)
    }
    guard let site = sites?.first(where: { $0.name == name }) else {
      throw .unknownName(name, kind: "error.sources.site", known: (sites ?? []).map(\.name))
    }
    let means = contributions.indices.map { mean(ofFactor: $0, in: site.rows) ?? 0 }
    return SiteFactors(
      profiles: profiles.indices.map { factor in profiles[factor].map { $0 * means[factor] } },
      contributions: contributions.indices.map { factor in
        site.rows.map { row in
          means[factor] > 0 ? contributions[factor][row].map { $0 / means[factor] } : nil
        }
      }, instants: site.rows.map { instants[$0] })
  }
}

/// Factors over some of their samples: contributions have a mean of one over these.
public struct SiteFactors: Hashable, Sendable {
  /// `factors × species`: what a factor brings on average.
  public let profiles: [[Double]]
  /// `factors × samples`; `nil` where the sample does not tell it.
  public let contributions: [[Double?]]
  /// Beginning of each sample.
  public let instants: [Instant]
}
