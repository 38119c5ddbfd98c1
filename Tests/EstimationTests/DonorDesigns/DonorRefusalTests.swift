import Documents
import AirQuality
import Cooperation
import Estimation
import NumericKernels
import TestSupport
import Testing

/// Studies that no design with donors can answer, and the words in which it says so.
@Suite("What designs with donors refuse")
struct DonorRefusalTests {
  static let methods: [any EffectEstimator] = EstimatorCatalogue.all.filter {
    [
      "synthetic-control", "augmented-synthetic-control", "synthetic-difference-in-differences",
      "matrix-completion", "interactive-fixed-effects", "penalised-synthetic-control",
      "partially-pooled-synthetic-control",
    ].contains($0.method.identifier)
  }

  private func study(
    _ base: Study, treatments: [Treatment]? = nil, largestGap: Double = 0.25,
    cell: (Int, Int, Double?) -> Double?
  ) throws -> Study {
    let panel = base.panel
    return try Study(
      title: base.title, measure: base.measure,
      outcome: Outcome(pollutant: base.outcome.pollutant, largestGap: largestGap),
      panel: Panel(
        stations: panel.stations, pollutant: panel.pollutant, unit: panel.unit, axis: panel.axis
      ) { time, station in
        let value = panel.matrix[time, station]
        return cell(time, station, value.isNaN ? nil : value)
      },
      treatments: treatments ?? base.treatments, before: base.before, after: base.after)
  }

  @Test("There are seven of them in the catalogue", .tags(.analytical))
  func present() { #expect(Self.methods.count == 7) }

  @Test("One donor is too few", .tags(.analytical), arguments: methods.indices)
  func oneDonor(_ index: Int) throws {
    let method = Self.methods[index].method
    let study = try Study.simulated(
      levelChange: -4, noise: 3, treated: 1, donors: 1, daysBefore: 20, daysAfter: 10)
    #expect(
      throws: EstimationError.tooFewStations(
        found: 1, needed: 2, kind: "error.study.donors", method: method.name)
    ) {
      try Self.methods[index].anyEstimate(study)
    }
  }

  @Test("All treated leaves nobody to compare with", .tags(.analytical), arguments: methods.indices)
  func allTreated(_ index: Int) throws {
    let study = try Study.simulated(
      levelChange: -4, noise: 3, treated: 4, donors: 0, daysBefore: 20, daysAfter: 10)
    #expect(throws: EstimationError.noDonors(method: Self.methods[index].method.name)) {
      try Self.methods[index].anyEstimate(study)
    }
  }

  @Test(
    "Stations that differ in level alone answer exactly", .tags(.analytical),
    arguments: methods.indices)
  func levelsAlone(_ index: Int) throws {
    let study = try Study.network(
      effect: -6, treated: 2, donors: 20, missingShare: 0, spatialShare: 0, noise: 0,
      loadingSpread: 0, seed: 3)
    #expect(abs(try Self.methods[index].anyEffect(of: study).estimate + 6) < 1e-9)
  }

  @Test("A station treated in the first step makes no study", .tags(.analytical))
  func treatedFromTheStart() throws {
    let base = try Study.simulated(
      levelChange: -4, noise: 3, treated: 2, donors: 6, daysBefore: 20, daysAfter: 10)
    var treatments = base.treatments
    treatments[1] = .since(base.panel.axis.instant(at: 0))
    let error = #expect(throws: EstimationError.self) {
      try study(base, treatments: treatments) { $2 }
    }
    #expect(error?.location == "simulated/S01")
  }

  @Test("A constant outcome teaches nothing", .tags(.analytical), arguments: methods.indices)
  func constant(_ index: Int) throws {
    let base = try Study.simulated(
      levelChange: -4, noise: 3, treated: 2, donors: 6, daysBefore: 20, daysAfter: 10)
    let changed = try study(base) { _, station, _ in 30 + Double(station) }
    #expect(throws: EstimationError.constantOutcome) {
      try Self.methods[index].anyEstimate(changed)
    }
  }

  @Test(
    "A donor with a third of its values missing is refused by name", .tags(.analytical),
    arguments: methods.indices)
  func gaps(_ index: Int) throws {
    let base = try Study.simulated(
      levelChange: -4, noise: 3, treated: 2, donors: 6, daysBefore: 30, daysAfter: 12)
    let changed = try study(base) { time, station, value in
      station == 4 && time < 10 ? nil : value
    }
    let error = #expect(throws: EstimationError.self) {
      try Self.methods[index].anyEstimate(changed)
    }
    #expect(
      error
        == .gaps(
          station: "simulated/S04", percent: 33, period: base.before.description, isTreated: false,
          limit: 0.25))
  }

  @Test(
    "A treated station with a third missing is refused with the setting that admits it",
    .tags(.analytical), arguments: methods.indices)
  func treatedGaps(_ index: Int) throws {
    let base = try Study.simulated(
      levelChange: -4, noise: 0, treated: 2, donors: 6, daysBefore: 30, daysAfter: 12)
    let cell = { (time: Int, station: Int, value: Double?) in
      station == 1 && time < 10 ? nil : value
    }
    let error = #expect(throws: EstimationError.self) {
      try Self.methods[index].anyEstimate(study(base, cell: cell))
    }
    #expect(error?.remedy.contains("“gaps: 0.34” under “outcome”") == true)
    #expect(error?.what.contains("at most 25 % are filled in") == true)
    let effect = try Self.methods[index].anyEstimate(study(base, largestGap: 0.34, cell: cell))
      .effect
    // Stations differ in level alone, so that what is filled in is what was there.
    #expect(abs(effect.estimate + 4) < 1e-6)
    #expect(effect.diagnostics.contains { $0.identifier == "gaps-filled" })
  }

  @Test(
    "A donor with a few gaps is filled in, and it is said", .tags(.analytical),
    arguments: methods.indices)
  func fewGaps(_ index: Int) throws {
    let base = try Study.simulated(
      levelChange: -4, noise: 3, treated: 2, donors: 6, daysBefore: 30, daysAfter: 12)
    let changed = try study(base) { time, station, value in
      station == 4 && time < 3 ? nil : value
    }
    let effect = try Self.methods[index].anyEstimate(changed).effect
    let note = try #require(effect.diagnostics.first { $0.identifier == "gaps-filled" })
    #expect(note.number("count") == 3)
  }
}
