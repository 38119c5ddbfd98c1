import AirQuality
import Cooperation
import Estimation
import Foundation
import NumericKernels
import Simulation
import SourceApportionment
import Testing
import Weather

@testable import VOC

/// From measured compounds through a receptor model to a measure's impact: the simulated record's
/// solvent source falls by 30 %, the other three are untouched.
struct ReceptorChain {
  /// The same question by designs that assume different things.
  enum Design: String, CaseIterable {
    /// A step in a regression with trend, season, weekdays and weather.
    case interrupted
    /// Two whole years, nothing else.
    case plain
    /// Two whole years, the weather's effect taken out by an additive model.
    case normalised
    /// Two whole years of the ratio to acetylene, which comes from traffic alone.
    case ratio
  }

  /// Whose contributions are evaluated.
  enum Contributions { case true_, modelled }

  /// One source's change, per cent, and whether Holm's correction over the sources leaves it.
  struct Finding {
    let source: SimulatedSpeciation.Source
    let percent: Double
    let interval: ConfidenceInterval
    let pValue: Double
    let adjusted: Double
  }

  /// Correlation of each source's modelled contributions with the true ones.
  let likeness: [SimulatedSpeciation.Source: Double]
  private let study: SimulatedImpact
  private let compounds: [MonitoringSeries]
  private let trueContributions: [[Double]]
  private let modelledContributions: [[Double]]

  /// - Parameters:
  ///   - drift: change a year of all sources alike, log points, as from mixing that nobody
  ///     measured.
  ///   - withTracers: whether each source's tracer is held at zero in the other factors.
  init(seed: UInt64, starts: Int, drift: Double = 0, withTracers: Bool = true) throws {
    study = try SimulatedImpact(seed: seed)
    let truth = study.truth
    func drifting(_ values: [Double]) -> [Double] {
      values.enumerated().map { $1 * exp(drift * Double($0) / 365) }
    }
    let measured = truth.measured.map(drifting)
    trueContributions = truth.contributions.map(drifting)
    compounds = truth.series.filter { !$0.pollutant.identifier.hasPrefix("factor_") }.map {
      guard $0.unit == .partsPerBillion else { return $0 }
      return MonitoringSeries(
        station: $0.station, pollutant: $0.pollutant, unit: $0.unit,
        referenceState: $0.referenceState, axis: $0.axis, storage: drifting($0.storage))
    }
    let solution = try Self.factors(
      of: truth, measured, contributions: trueContributions, starts: starts,
      withTracers: withTracers)
    // Which factor is which source, by the course of its contributions.
    let found = solution.contributions.map { $0.compactMap(\.self) }
    let partners = FactorMatching(Self.matrix(found), to: Self.matrix(trueContributions))
    modelledContributions = partners.partners.map { found[$0] }
    likeness = Dictionary(
      uniqueKeysWithValues: zip(SimulatedSpeciation.Source.allCases, partners.correlations))
  }

  /// What a design says of the four sources.
  func findings(_ design: Design, on contributions: Contributions) throws -> [Finding] {
    let sources = SimulatedSpeciation.Source.allCases
    let columns = contributions == .true_ ? trueContributions : modelledContributions
    let names = sources.map { "factor_\($0.rawValue)" }
    let factors = zip(names, columns).map { name, column in
      MonitoringSeries(
        station: compounds[0].station, pollutant: Pollutant(name), unit: .partsPerBillion,
        referenceState: .notApplicable, axis: study.truth.axis, storage: column)
    }
    var options = RecordOptions()
    options.limits = Dictionary(uniqueKeysWithValues: study.truth.compounds.map { ($0, 0.02) })
    var impact = study.impact
    impact.factors = names.map { Pollutant($0) }
    if design != .interrupted { impact.estimators = [EstimatorChoice(method: "before-after")] }
    if design == .normalised {
      var model = WeatherModel()
      model.method = .additive(AdditiveSettings())
      model.bootstrapModels = 10
      model.judgesSkill = false
      impact.weatherModel = model
    }
    impact.relativeTo = design == .ratio ? "acetylene" : nil
    let studies = try StudyMaker(
      impact, SpeciatedRecord(compounds + factors, options: options), donors: [],
      measure: study.measure, before: study.before, after: study.after)
    let estimator = try EstimatorCatalogue.estimator(impact.estimators[0])
    let effects = try names.map { name in
      let subject = ImpactSubject(
        kind: .factor, name: name, quantity: .mass, relativeTo: impact.relativeTo)
      return try MeasureImpact.effect(
        estimator, studies.study(of: subject, scale: studies.scale(of: subject)))
    }
    let values = try effects.map { try #require($0.pValue?.value) }
    let adjusted = HolmCorrection.adjusted(values)
    return try sources.indices.map { place in
      let relative = try #require(effects[place].relative)
      return Finding(
        source: sources[place], percent: relative.percent,
        interval: try #require(relative.interval), pValue: values[place],
        adjusted: adjusted[place])
    }
  }

  /// Four factors of all compounds, ppb; below detection half the limit with 5/6 of it as
  /// uncertainty, as EPA PMF's guide has it.
  private static func factors(
    of truth: SimulatedSpeciation.Record, _ measured: [[Double]], contributions: [[Double]],
    starts: Int, withTracers: Bool
  ) throws -> FactorSolution {
    let limit = truth.settings.detectionLimit
    var rows: [[Double?]] = []
    var errors: [[Double]] = []
    for day in 0..<truth.axis.count {
      let values = measured.map { $0[day] }
      rows.append(values.map { $0.isNaN ? limit / 2 : $0 })
      errors.append(
        values.map {
          $0.isNaN ? limit * 5 / 6 : truth.settings.measurementDeviation * $0 + limit / 2
        })
    }
    var settings = PositiveMatrixFactorisation()
    settings.factors = 4
    settings.starts = starts
    settings.renewals = 0
    let sample = try SpeciatedSample(
      species: truth.compounds, unit: .partsPerBillion,
      instants: (0..<truth.axis.count).map { truth.axis.instant(at: $0) },
      concentrations: rows, uncertainties: errors)
    let base = try settings.apportion(sample)
    guard withTracers else { return base }
    let sources = SimulatedSpeciation.Source.allCases
    let partners = FactorMatching(
      matrix(base.contributions.map { $0.compactMap(\.self) }), to: matrix(contributions))
    var constraints: [FactorConstraint] = []
    for (place, source) in sources.enumerated() {
      for other in sources where other != source {
        constraints.append(
          FactorConstraint(
            factor: partners.partners[place], species: tracer(of: other), kind: .fixed(0)))
      }
    }
    return try settings.constrain(base, of: sample, by: constraints).solution
  }

  /// A compound that the analyst knows to come from one source alone.
  private static func tracer(of source: SimulatedSpeciation.Source) -> String {
    switch source {
    case .traffic: "acetylene"
    case .solvent: "n-butyl acetate"
    case .gas: "ethane"
    case .vegetation: "isoprene"
    }
  }

  private static func matrix(_ rows: [[Double]]) -> Matrix {
    var matrix = Matrix(rows: rows.count, columns: rows.first?.count ?? 0)
    for (row, values) in rows.enumerated() {
      for (column, value) in values.enumerated() { matrix[row, column] = value }
    }
    return matrix
  }
}
