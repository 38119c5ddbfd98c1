import AirQuality
import Estimation
import NumericKernels
import Simulation
import SourceApportionment
import TestSupport
import Testing

@testable import VOC

/// Records in which nothing changed, but for 120 days after the date nearly nothing was measured.
@Suite("Coverage of null records with outages", .tags(.calibration))
struct OutageCoverageTests {
  /// Whether any of the four factors is called changed after Holm's correction.
  private static func isAnyChanged(seed: UInt64) throws -> Bool {
    let study = try SimulatedImpact(effect: 0, seed: seed)
    let truth = study.truth
    let first = truth.settings.daysBefore + 20 + Int(seed % 200)
    let outage = first..<(first + 120)
    let limit = truth.settings.detectionLimit
    var rows: [[Double?]] = []
    var errors: [[Double]] = []
    let columns = truth.compounds.map { name in
      truth.series.first { $0.pollutant == Pollutant(name) }?.storage ?? []
    }
    for day in 0..<truth.axis.count {
      rows.append(
        truth.compounds.indices.map { place -> Double? in
          if outage.contains(day), truth.compounds[place] != "isoprene" { return nil }
          let value = columns[place][day]
          return value.isNaN ? limit / 2 : value
        })
      errors.append(
        columns.map { column in
          column[day].isNaN
            ? limit * 5 / 6 : truth.settings.measurementDeviation * column[day] + limit / 2
        })
    }
    let sample = try SpeciatedSample(
      species: truth.compounds, unit: .partsPerBillion,
      instants: (0..<truth.axis.count).map { truth.axis.instant(at: $0) },
      concentrations: rows, uncertainties: errors)
    var settings = PositiveMatrixFactorisation()
    settings.factors = 4
    settings.starts = 2
    settings.renewals = 0
    let base = try settings.apportion(sample)
    let solution = try settings.constrain(
      base, of: sample,
      by: base.constraints(
        forTracers: ["acetylene", "n-butyl acetate", "ethane", "isoprene"])
    ).solution
    #expect(outage.allSatisfy { day in solution.contributions.allSatisfy { $0[day] == nil } })
    let names = (0..<4).map { "factor_\($0 + 1)" }
    let station = study.record.station
    let factors = zip(names, solution.contributions).map { name, values in
      MonitoringSeries(
        station: station, pollutant: Pollutant(name), unit: .dimensionless,
        referenceState: .notApplicable, axis: truth.axis, storage: values.map { $0 ?? .nan })
    }
    var options = RecordOptions()
    options.limits = Dictionary(uniqueKeysWithValues: truth.compounds.map { ($0, limit) })
    var impact = study.impact
    impact.factors = names.map { Pollutant($0) }
    impact.estimators = [EstimatorChoice(method: "before-after")]
    let studies = try StudyMaker(
      impact,
      SpeciatedRecord(
        truth.series.filter { !$0.pollutant.identifier.hasPrefix("factor_") } + factors,
        options: options), donors: [], measure: study.measure, before: study.before,
      after: study.after)
    let estimator = try EstimatorCatalogue.estimator(impact.estimators[0])
    let values = try names.map { name in
      let subject = ImpactSubject(kind: .factor, name: name, quantity: .mass)
      let effect = try MeasureImpact.effect(
        estimator, studies.study(of: subject, scale: studies.scale(of: subject)))
      return try #require(effect.pValue?.value)
    }
    return HolmCorrection.adjusted(values).contains { $0 <= 0.05 }
  }

  @Test("At most 18 of 200 have any factor called changed")
  func nulls() throws {
    let count = SimulationRuns.count(everyday: 3, full: 200)
    let changed = try (1...count).count { try Self.isAnyChanged(seed: UInt64($0)) }
    if SimulationRuns.isFull { print("null records with a changed factor: \(changed) of \(count)") }
    // 5 % and three standard errors of the share below; of few draws one may be.
    #expect(changed <= (SimulationRuns.isFull ? 18 : 1), "\(changed) of \(count)")
  }
}
