import Documents
import AirQuality
import Cooperation
import Estimation
import Evidence
import Foundation
import Simulation
import Studies

/// A small study on simulated data, run once for all tests of the evidence.
enum SimulatedDossier {
  static let network: SimulatedNetwork = {
    var network = SimulatedNetwork()
    network.step = .day
    network.stations = 16
    network.treatedStations = 3
    return network
  }()

  static func description(
    title: String = "A simulated measure", donors: DonorRule = DonorRule(),
    estimators: [String] = ["difference-in-differences", "interrupted-time-series", "before-after"]
  ) throws -> StudyDescription {
    let data = try network.generate()
    let start = data.truth.start
    let dayBefore = CivilDate(daysSinceEpoch: start.daysSinceEpoch - 1)
    guard let before = DatePeriod(network.firstDay, through: dayBefore),
      let after = DatePeriod(start, through: network.lastDay)
    else { throw CocoaError(.coderInvalidValue) }
    var calibration = Calibration()
    calibration.negativeControls = 30
    return StudyDescription(
      title: title, measure: Measure(name: "simulated measure", start: start),
      outcome: Outcome(pollutant: .pm25, scale: .log), treated: data.truth.treatedStations,
      donors: donors, before: before, after: after,
      estimators: estimators.map { method in
        // The bootstrap has its own tests; the pages only need an interval.
        EstimatorChoice(
          method: method,
          settings: method == "difference-in-differences"
            ? ["inference": "cluster-robust"] : [:])
      },
      calibration: calibration)
  }

  static func run(_ description: StudyDescription, threads: Int = 2) throws -> Dossier {
    let data = try network.generate()
    return try StudyRunner(threads: threads).run(
      description, library: SeriesCollection(data.series))
  }
}
