import AirQuality
import SourceApportionment
import TestSupport
import Testing

@Suite("Signal to noise")
struct SignalToNoiseTests {
  private func sample(
    _ species: [String], _ rows: [[Double?]], _ errors: [[Double]],
    roles: [SpeciatedSample.Role]? = nil
  ) throws -> SpeciatedSample {
    try SpeciatedSample(
      species: species, roles: roles, unit: .partsPerBillion,
      instants: rows.indices.map { Instant(secondsSinceEpoch: 3_600 * $0) },
      concentrations: rows, uncertainties: errors)
  }

  @Test("By hand: values at or below their uncertainty count as zero", .tags(.analytical))
  func byHand() throws {
    // (3 − 1)/1 = 2, (1 − 1)/1 = 0, 0.5 below 1: 0, (2 − 1)/1 = 1: mean 0.75, weak.
    let table = try sample(
      ["a"], [[3], [1], [0.5], [2], [nil]], [[1], [1], [1], [1], [0]]
    ).signalToNoise
    #expect(abs(table[0].ratio - 0.75) < 1e-12)
    #expect(table[0].category == .weak && table[0].values == 4 && table[0].above == 2)
  }

  @Test("0.01 ± 0.02 is bad and does not enter", .tags(.analytical))
  func noise() throws {
    let noisy = try sample(
      ["toluene", "benzene", "noise", "TNMOC"],
      (0..<20).map { [5 + Double($0), 1, 0.01, 0.1] },
      (0..<20).map { _ in [0.5, 0.1, 0.02, 1] }, roles: [.strong, .strong, .strong, .total])
    let (screened, table) = try noisy.screened()
    #expect(screened.species == ["toluene", "benzene", "TNMOC"])
    #expect(table[2].ratio == 0 && table[2].category == .bad && table[2].role == nil)
    // A total hardly weighs as it is, and is read off: it stays.
    #expect(table[3].category == .bad && table[3].role == .total)
    #expect(try noisy.screened(keeping: ["noise"]).sample.species == noisy.species)
    #expect(throws: SpeciatedSampleError.unknownSpecies("nois", known: noisy.species)) {
      try noisy.screened(keeping: ["nois"])
    }
  }

  @Test("The model’s own uncertainty is no noise of the measurement", .tags(.analytical))
  func modelling() throws {
    // 10 ± 1 with 20 % for the model: √(1 + 4) in the fit, (10 − 1)/1 = 9 in the table.
    let made = try SpeciatedSample(
      species: ["a"], unit: .partsPerBillion, instants: [Instant(secondsSinceEpoch: 0)],
      concentrations: [[10]], uncertainties: [[(5 as Double).squareRoot()]],
      modellingUncertainty: 0.2)
    #expect(abs(made.signalToNoise[0].ratio - 9) < 1e-9)
  }
}
