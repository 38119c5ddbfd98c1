import AirQuality
import Estimation
import Foundation
import NumericKernels
import TestSupport
import Testing

@Suite("Every estimator in the catalogue")
struct ConformanceTests {
  /// The catalogue, with 39 draws where a method draws: what is tested here does not depend on
  /// their number, and 200 take minutes in a debug build.
  private static let estimators: [any EffectEstimator] = EstimatorCatalogue.all.map { estimator in
    let few = try? EstimatorCatalogue.estimator(
      EstimatorChoice(
        method: type(of: estimator).method.identifier, settings: #"{"draws": 39}"#))
    return few ?? estimator
  }

  @Test(
    "A noiseless drop of 4 µg/m³ is recovered", .tags(.analytical),
    arguments: EstimatorCatalogue.all.indices)
  func recoversLevelChange(_ index: Int) throws {
    let study = try Study.simulated(levelChange: -4, noise: 0, shared: 0)
    let effect = try Self.estimators[index].anyEstimate(study).effect
    #expect(abs(effect.estimate + 4) < 1e-9)
    #expect(effect.unit == "µg/m³")
  }

  @Test(
    "A noiseless drop of 20 % is recovered on the log scale", .tags(.analytical),
    arguments: EstimatorCatalogue.all.indices)
  func recoversRelativeChange(_ index: Int) throws {
    let study = try Study.simulated(levelChange: log(0.8), noise: 0, scale: .log)
    let effect = try Self.estimators[index].anyEstimate(study).effect
    #expect(abs(effect.estimate + 20) < 1e-7)
    #expect(effect.unit == "%")
    #expect(effect.relative?.percent == effect.estimate)
  }

  @Test(
    "Writing the study in another unit does not change the finding", .tags(.property),
    arguments: EstimatorCatalogue.all.indices)
  func unitEquivariance(_ index: Int) throws {
    let estimator = Self.estimators[index]
    let study = try Study.simulated(levelChange: -4, noise: 3, shared: 5, seed: 7)
    let original = try estimator.anyEstimate(study).effect
    let rescaled = try estimator.anyEstimate(study.scaled(by: 1_000)).effect
    #expect(abs(rescaled.estimate / 1_000 - original.estimate) <= 1e-6 * abs(original.estimate))
    let interval = try #require(original.interval)
    let other = try #require(rescaled.interval)
    #expect(abs(other.lower / 1_000 - interval.lower) <= 1e-6 * abs(interval.lower))
  }

  @Test(
    "The order of treated stations and of donors does not change the estimate", .tags(.property),
    arguments: EstimatorCatalogue.all.indices)
  func orderOfStations(_ index: Int) throws {
    let estimator = Self.estimators[index]
    let study = try Study.simulated(
      levelChange: -4, noise: 3, shared: 5, missingShare: 0.02, seed: 7)
    let original = try estimator.anyEffect(of: study).estimate
    let reversed = try study.rearranged(
      order: Array(study.treatedIndices.reversed()) + study.donorIndices.reversed())
    let other = try estimator.anyEffect(of: reversed).estimate
    #expect(abs(other - original) <= 1e-6 * abs(original))
  }

  @Test(
    "An estimate lies inside its interval", .tags(.property),
    arguments: EstimatorCatalogue.all.indices, [Outcome.Scale.linear, .log])
  func insideInterval(_ index: Int, _ scale: Outcome.Scale) throws {
    let study = try Study.simulated(
      levelChange: scale == .log ? -0.2 : -4, noise: scale == .log ? 0.2 : 3, scale: scale,
      missingShare: 0.05, seed: 11)
    let effect = try Self.estimators[index].anyEstimate(study).effect
    let interval = try #require(effect.interval)
    #expect(interval.contains(effect.estimate))
    let relative = try #require(effect.relative)
    #expect(relative.interval?.contains(relative.percent) == true)
  }

  @Test(
    "A finding survives JSON unchanged", .tags(.property),
    arguments: EstimatorCatalogue.all.indices)
  func roundTrip(_ index: Int) throws {
    let study = try Study.simulated(levelChange: -4, noise: 3, seed: 5)
    let effect = try Self.estimators[index].anyEstimate(study).effect
    let data = try JSONEncoder().encode(effect)
    #expect(try JSONDecoder().decode(EffectEstimate.self, from: data) == effect)
  }

  @Test(
    "Settings can be given in kebab case and unknown ones are refused", .tags(.analytical),
    arguments: EstimatorCatalogue.all.indices)
  func settings(_ index: Int) throws {
    let method = EstimatorCatalogue.all[index].method
    let chosen = try EstimatorCatalogue.estimator(
      EstimatorChoice(method: method.identifier, settings: #"{"confidence-level": 0.8}"#))
    let study = try Study.simulated(levelChange: -4, noise: 3, seed: 5)
    #expect(try chosen.anyEffect(of: study).interval?.level == 0.8)
    #expect(throws: EstimationError.self) {
      try EstimatorCatalogue.estimator(
        EstimatorChoice(method: method.identifier, settings: #"{"confidence": 0.8}"#))
    }
    #expect(throws: EstimationError.self) {
      try EstimatorCatalogue.estimator(
        EstimatorChoice(method: method.identifier, settings: #"{"confidence-level": "high"}"#))
    }
  }
}
