import AirQuality
import Foundation
import Simulation
import TestSupport
import Testing

/// Before and after, treated and not: four means of log values, worked by hand.
@Suite("The effect can be recovered from the series alone")
struct RecoveryTests {
  private struct Contrast {
    let treated: Double
    let others: Double
  }

  /// Mean over stations of mean log after the start minus mean log before it.
  private func contrast(_ data: SimulatedData) -> Contrast {
    var changes: [Bool: [Double]] = [:]
    for series in data.series(of: .pm25) {
      let start = Instant(data.truth.start, utcOffset: series.axis.utcOffset)
      let after = series.axis.positions(from: start, until: series.axis.end)
      // Whole years on either side, so that seasons cancel.
      let before = (after.lowerBound - 730)..<after.lowerBound
      let logs = series.storage.map { log($0) }
      let isTreated = data.truth.treatedStations.contains(series.station.identifier)
      changes[isTreated, default: []].append(
        SeriesMoments.mean(Array(logs[after])) - SeriesMoments.mean(Array(logs[before])))
    }
    return Contrast(
      treated: SeriesMoments.mean(changes[true] ?? []),
      others: SeriesMoments.mean(changes[false] ?? []))
  }

  @Test(
    "Against the other stations it is found; before and after alone are misled",
    .tags(.calibration))
  func differenceInDifferences() throws {
    var controlled: [Double] = []
    var alone: [Double] = []
    for seed in 1...20 {
      var network = SimulatedNetwork()
      network.seed = UInt64(seed)
      let data = try network.generate()
      let contrast = contrast(data)
      controlled.append(contrast.treated - contrast.others - data.truth.logEffect)
      alone.append(contrast.treated - data.truth.logEffect)
    }
    let error = SeriesMoments.deviation(controlled)
    // Unbiased within three standard errors, and precise enough to tell −12 % from nothing.
    #expect(abs(SeriesMoments.mean(controlled)) < 3 * error / 20.0.squareRoot())
    #expect(error < 0.03)
    // Without the others, the weather of the years and the common trend are in the estimate.
    #expect(SeriesMoments.deviation(alone) > 3 * error)
    #expect(SeriesMoments.mean(alone) < 0)
  }
}
