import Estimation
import Foundation
import NumericKernels
import Synchronization
import TestSupport
import Testing

@Suite("Calibration on negative controls")
struct CalibrationTests {
  @Test("The empirical null recovers mean and spread of a known error", .tags(.calibration))
  func recoversNull() throws {
    let study = try Study.simulated(
      levelChange: -4, noise: 3, shared: 6, treated: 2, donors: 30, daysBefore: 80, daysAfter: 80,
      seed: 3)
    var estimator = DifferenceInDifferences()
    estimator.inference = .clusterRobust
    let effect = try estimator.estimate(study).effect
    var calibration = Calibration()
    calibration.negativeControls = 150
    let calibrated = try #require(calibration.calibrate(effect, estimator, on: study))
    #expect(calibrated.controls.count == 150)
    #expect(abs(calibrated.nullMean) < 0.5)
    #expect(calibrated.interval.contains(-4))
    #expect(calibrated.pValue.value < 0.01)
    #expect(calibrated.rankP.value == 1 / 151.0)
    #expect(calibrated.rankP.smallestPossible == 1 / 151.0)
  }

  @Test("The same seed gives the same null with one and with two threads", .tags(.property))
  func threads() throws {
    let study = try Study.simulated(
      levelChange: -4, noise: 3, treated: 2, donors: 12, daysBefore: 40, daysAfter: 40, seed: 3)
    let estimator = BeforeAfter()
    let effect = try estimator.estimate(study).effect
    let one = Calibration().calibrate(effect, estimator, on: study, threads: 1)
    let two = Calibration().calibrate(effect, estimator, on: study, threads: 2)
    #expect(one != nil)
    #expect(one == two)
  }

  @Test("Progress counts every negative control once", .tags(.property))
  func progress() throws {
    let study = try Study.simulated(
      levelChange: -4, noise: 3, treated: 2, donors: 12, daysBefore: 40, daysAfter: 40, seed: 3)
    let estimator = BeforeAfter()
    let effect = try estimator.estimate(study).effect
    let told = Mutex<[Int]>([])
    let found = Calibration().calibrate(effect, estimator, on: study, threads: 2) { done, total in
      #expect(total == 66)
      told.withLock { $0.append(done) }
    }
    #expect(found?.controls.count == 66)
    #expect(told.withLock { $0.sorted() } == Array(1...66))
  }

  @Test("Too few donors give no null instead of a bad one", .tags(.analytical))
  func tooFewDonors() throws {
    let study = try Study.simulated(levelChange: -4, noise: 3, treated: 2, donors: 4)
    let estimator = BeforeAfter()
    let effect = try estimator.estimate(study).effect
    #expect(Calibration().calibrate(effect, estimator, on: study) == nil)
  }

  @Test("Without an effect calibrated p-values are uniform", .tags(.calibration))
  func uniformP() throws {
    // Clustered errors with one treated station reject far too often, calibrated ones must not.
    // Three binomial standard errors about 0.1.
    let runs = SimulationRuns.count(everyday: 40, full: 400)
    let results = try parallelMap(
      count: runs,
      throwing: { (replicate) throws(any Error) -> (Bool, Bool) in
        let study = try Study.simulated(
          levelChange: 0, noise: 3, shared: 6, persistence: 0.9, treated: 1, donors: 30,
          daysBefore: 40, daysAfter: 40, seed: UInt64(replicate + 100))
        var estimator = DifferenceInDifferences()
        estimator.inference = .clusterRobust
        let effect = try estimator.estimate(study).effect
        let calibrated = Calibration().calibrate(effect, estimator, on: study)
        return ((effect.pValue?.value ?? 1) < 0.1, (calibrated?.pValue.value ?? 0) < 0.1)
      })
    let raw = Double(results.filter(\.0).count) / Double(runs)
    let calibrated = Double(results.filter(\.1).count) / Double(runs)
    #expect(raw > 0.18, "\(raw)")
    #expect(calibrated < 0.1 + 3 * (0.1 * 0.9 / Double(runs)).squareRoot(), "\(calibrated)")
  }
}
