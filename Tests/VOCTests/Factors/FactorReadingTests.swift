import AirQuality
import Documents
import NumericKernels
import SourceApportionment
import TestSupport
import Testing

@testable import VOC

@Suite("What factors amount to")
struct FactorReadingTests {
  /// Toluene alone, ethylene alone, and a species that is no compound; values so exact, and days without
  /// one of the sources, that the factors are the sources.
  private static func report(
    _ unit: MeasurementUnit = .microgramsPerCubicMetre
  ) throws -> FactorReport {
    var stream = RandomStream(seed: 5, index: 1)
    let strengths = (0..<2).map { _ in (0..<80).map { _ in max(stream.exponential() - 0.2, 0) } }
    let means = strengths.map { Summation.mean($0) }
    let sample = try SpeciatedSample(
      species: ["toluene", "ethylene", "sulfate"], unit: unit,
      instants: (0..<80).map { Instant(CivilDate(daysSinceEpoch: 16_436 + $0), utcOffset: 0) },
      concentrations: (0..<80).map { day in
        [
          10 * strengths[0][day] / means[0], 2 * strengths[1][day] / means[1],
          3 * strengths[1][day] / means[1],
        ]
      }, uncertainties: (0..<80).map { _ in [0.01, 0.01, 0.01] })
    var settings = PositiveMatrixFactorisation()
    settings.factors = 2
    settings.starts = 3
    return FactorReport(try settings.apportion(sample), of: sample)
  }

  // Carter (2010): MIR of toluene 4.00, of ethylene 9.00 g O3/g.
  @Test("Ozone of two factors by hand, with the share of each", .tags(.analytical))
  func byHand() throws {
    let reading = try FactorReading().read(Self.report())
    let toluene = reading.labels.firstIndex { $0.first == "toluene" } ?? 0
    let ethylene = 1 - toluene
    let first = try #require(reading.factors[toluene][.ozoneFormation]?.total.value)
    let second = try #require(reading.factors[ethylene][.ozoneFormation]?.total.value)
    #expect(abs(first / 40 - 1) < 0.01, "\(first)")
    #expect(abs(second / 18 - 1) < 0.01, "\(second)")
    let share = try #require(reading.share(of: toluene, in: .ozoneFormation))
    #expect(abs(share - 40.0 / 58) < 0.005)
    #expect(reading.unknown == ["sulfate"])
  }

  @Test("The interval of one compound's ozone is that of its constant", .tags(.analytical))
  func interval() throws {
    var settings = FactorReading()
    settings.assessment.draws = 20_000
    settings.assessment.deviations.ozone = 0.2
    let reading = try settings.read(Self.report())
    let toluene = reading.labels.firstIndex { $0.first == "toluene" } ?? 0
    let total = try #require(reading.factors[toluene][.ozoneFormation]?.total)
    // exp(±1.96 · 0.2) of a lognormal; 1.5 % for 20,000 draws and what ethylene the factor has.
    #expect(abs(total.upper / total.value / 1.479_9 - 1) < 0.015)
    #expect(abs(total.lower / total.value / 0.675_7 - 1) < 0.015)
  }

  @Test("Profiles in ppb need the air, and weigh as the gas law says", .tags(.analytical))
  func mixingRatio() throws {
    #expect(throws: VOCError.self) { try FactorReading().read(Self.report(.partsPerBillion)) }
    var settings = FactorReading()
    settings.assessment.air = AirState(kelvin: 298.15, kilopascals: 101.325)
    let reading = try settings.read(Self.report(.partsPerBillion))
    let toluene = reading.labels.firstIndex { $0.first == "toluene" } ?? 0
    let mass = try #require(reading.factors[toluene][.mass]?.total.value)
    // 10 ppb · 92.141 g/mol / 24.465 l/mol.
    #expect(abs(mass / 37.66 - 1) < 0.01, "\(mass)")
  }

  @Test("Factors under constraints are read where there are some")
  func steered() throws {
    var report = try Self.report()
    #expect(try !FactorReading().read(report).isSteered)
    let sample = try #require(
      try? SpeciatedSample(
        species: report.solution.species, unit: report.solution.unit,
        instants: report.solution.instants,
        concentrations: report.solution.instants.indices.map { day in
          report.solution.species.indices.map { place in
            report.solution.profiles.indices.reduce(0.0) {
              $0 + report.solution.profiles[$1][place]
                * (report.solution.contributions[$1][day] ?? 0)
            }
          }
        }, uncertainties: report.solution.instants.map { _ in [0.01, 0.01, 0.01] }))
    report.constrained = try report.solution.settings.constrain(
      report.solution, of: sample,
      by: [FactorConstraint(factor: 0, species: "sulfate", kind: .fixed(0))])
    #expect(try FactorReading().read(report).isSteered)
  }
}
