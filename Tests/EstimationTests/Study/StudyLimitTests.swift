import Documents
import AirQuality
import Estimation
import TestSupport
import Testing

@Suite("Limits of a study")
struct StudyLimitTests {
  private func yaml(
    before: String = "2020-01-01..2020-02-29", after: String = "2020-03-01..2020-04-20",
    estimators: String = "[before-after]", calibration: String = ""
  ) -> String {
    """
    title: limits
    measure: { name: m, start: 2020-03-01 }
    outcome: { pollutant: pm25, average: day, scale: linear }
    treated: [n/s0]
    donors: { from: all }
    before: \(before)
    after: \(after)
    estimators: \(estimators)
    \(calibration)
    """
  }

  private var library: SeriesCollection {
    SeriesCollection(
      (0..<3).map { number in
        MonitoringSeries(
          station: Station(network: "n", identifier: "s\(number)"), pollutant: .pm25,
          unit: .microgramsPerCubicMetre,
          axis: TimeAxis(
            start: Instant(secondsSinceEpoch: 1_577_836_800), step: 86_400, count: 111,
            utcOffset: 0),
          values: (0..<111).map { Double(($0 * (number + 5)) % 17) })
      })
  }

  @Test("Periods of ten thousand years are refused instead of filled")
  func windows() throws {
    let description = try StudyDescription(
      yaml: yaml(before: "0001-01-01..2020-02-29", after: "2020-03-01..9999-12-31"), file: "s.yaml")
    let error = #expect(throws: EstimationError.self) { try Study(description, from: library) }
    #expect(
      error?.what
        == "the periods 0001-01-01..9999-12-31 have 3652059 days, the data 111: 3651948 days "
        + "without data are more than the limit of 3660; AIRACCORD_MOST_EMPTY_DAYS raises it")
    // Ten years without data are somebody's habit and no harm.
    let usual = try StudyDescription(yaml: yaml(before: "2012-01-01..2020-02-29"), file: "s.yaml")
    #expect(throws: Never.self) { try Study(usual, from: library) }
  }

  @Test(
    "Counts, methods and negative controls beyond the limit are refused with it",
    arguments: [
      (
        "[before-after: { replicates: 100001 }]", "",
        "it is 100001, more than the limit of 100000; AIRACCORD_MOST_COUNTS raises it"
      ),
      (
        "[before-after]", "calibration: { negative_controls: 10001 }",
        "is 10001, more than the limit of 10000; AIRACCORD_MOST_NEGATIVE_CONTROLS raises it"
      ),
      (
        "[" + [String](repeating: "before-after", count: 101).joined(separator: ", ") + "]", "",
        "has 101 entries, more than the limit of 100; AIRACCORD_MOST_ESTIMATORS raises it"
      ),
    ])
  func counts(_ estimators: String, _ calibration: String, _ words: String) {
    let error = #expect(throws: EstimationError.self) {
      try StudyDescription(
        yaml: yaml(estimators: estimators, calibration: calibration), file: "s.yaml")
    }
    #expect(error?.explanation.contains(words) == true)
  }
}
