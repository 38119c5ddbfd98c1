import Documents
import AirQuality
import Estimation
import NumericKernels
import TestSupport
import Testing

extension Study {
  /// The same study with a covariate at every station, whose slope on the outcome is known, and which
  /// shifts at the treated stations when the measure starts.
  ///
  /// - Parameters:
  ///   - shift: of the covariate at treated stations from their start on.
  ///   - missingShare: of the covariate's values.
  fileprivate func withCovariate(
    slope: Double, shift: Double, missingShare: Double = 0, seed: UInt64
  ) throws -> Study {
    var draw = RandomStream(seed: seed, index: 77)
    var covariate = panel.matrix
    var values = panel.matrix
    let levels = panel.stations.map { _ in 10 + 3 * draw.normal() }
    var state = panel.stations.map { _ in draw.normal() }
    var common = 0.0
    for time in 0..<panel.axis.count {
      common = 0.8 * common + 2 * draw.normal()
      for station in panel.stations.indices {
        state[station] = 0.6 * state[station] + 0.8 * draw.normal()
        var isOn = false
        if case .since(let start) = treatments[station] {
          isOn = panel.axis.instant(at: time) >= start
        }
        let value = levels[station] + common + 2 * state[station] + (isOn ? shift : 0)
        values[time, station] += slope * value
        covariate[time, station] = draw.uniform() < missingShare ? .nan : value
      }
    }
    var study = try replacing(matrix: values)
    study = try study.with(
      stationCovariates: [
        Panel(
          stations: panel.stations, pollutant: .temperature, unit: .degreesCelsius,
          axis: panel.axis, matrix: covariate)
      ])
    return study
  }
}

@Suite("Donors put to equal covariates")
struct PanelAdjustmentTests {
  private var adjusted: SyntheticDifferenceInDifferences {
    var method = SyntheticDifferenceInDifferences()
    method.covariates = .adjusted
    method.draws = 19
    return method
  }

  @Test(
    "Without noise slope and effect are exact; without the covariate they are not",
    .tags(.analytical))
  func exact() throws {
    let plain = try Study.network(
      effect: -6, treated: 2, donors: 20, missingShare: 0, spatialShare: 0, noise: 0, seed: 3)
    // No common course with loadings either: levels and the covariate alone.
    var levels = plain.panel.matrix
    for station in plain.panel.stations.indices {
      for time in 0..<plain.panel.axis.count {
        var isOn = false
        if case .since(let start) = plain.treatments[station] {
          isOn = plain.panel.axis.instant(at: time) >= start
        }
        levels[time, station] = 40 + Double(station) + (isOn ? -6 : 0)
      }
    }
    let study = try plain.replacing(matrix: levels)
      .withCovariate(slope: 1.5, shift: 4, seed: 9)
    let fit = try adjusted.estimate(study)
    #expect(abs(fit.effect.estimate + 6) < 1e-8)
    let slope = try #require(fit.summary.rows.first { $0.name == "slope on temperature" })
    #expect(abs((slope.value ?? 0) - 1.5) < 1e-8)
    #expect(slope.unit == "µg/m³ per °C")
    // The expected path is of the stations as they were, covariates and all.
    let expected = try #require(fit.counterfactual)
    for time in study.afterPositions {
      let observed = Summation.mean(study.treatedIndices.map { study.panel.matrix[time, $0] })
      let isOn = study.treatedIndices.filter { station in
        guard case .since(let start) = study.treatments[station] else { return false }
        return study.panel.axis.instant(at: time) >= start
      }
      let effect = -6 * Double(isOn.count) / Double(study.treatedIndices.count)
      #expect(abs(observed - expected.storage[time] - effect) < 1e-7)
    }
    var plainMethod = adjusted
    plainMethod.covariates = .ignored
    // 1.5 × 4 of what the covariate did would pass for the measure's doing.
    #expect(try plainMethod.effect(of: study).estimate > -3)
  }

  /// Every design with donors, its covariates taken out first.
  private static var adjustedDesigns: [any DonorDesign] {
    var synthetic = SyntheticControl()
    var augmented = AugmentedSyntheticControl()
    var penalised = PenalisedSyntheticControl()
    var pooled = PartiallyPooledSyntheticControl()
    var difference = SyntheticDifferenceInDifferences()
    var factors = InteractiveFixedEffects()
    var completion = MatrixCompletion()
    synthetic.covariates = .adjusted
    augmented.covariates = .adjusted
    penalised.covariates = .adjusted
    pooled.covariates = .adjusted
    difference.covariates = .adjusted
    factors.covariates = .adjusted
    completion.covariates = .adjusted
    return [synthetic, augmented, penalised, pooled, difference, factors, completion]
  }

  @Test("Every design finds the effect beside a covariate that moves with it", .tags(.analytical))
  func designs() throws {
    // Without noise what remains is rounding, which no design may take for a course.
    for noise in [0, 0.01] {
      let study = try Study.network(
        effect: -6, treated: 2, donors: 20, missingShare: 0, spatialShare: 0, noise: noise,
        loadingSpread: 0, seed: 3
      ).withCovariate(slope: 1.5, shift: 4, seed: 9)
      for design in Self.adjustedDesigns {
        let effect = try design.effect(of: study)
        #expect(
          abs(effect.estimate + 6) < noise + 1e-6,
          "\(design.method.identifier), noise \(noise): \(effect.estimate)")
      }
    }
  }

  @Test("The order of stations changes nothing", .tags(.property))
  func order() throws {
    let study = try Study.network(effect: -6, treated: 2, donors: 12, seed: 15)
      .withCovariate(slope: 1, shift: 2, missingShare: 0.02, seed: 15)
    let places = Array(study.panel.stations.indices.reversed())
    func reordered(_ panel: Panel) -> Panel {
      Panel(
        stations: places.map { panel.stations[$0] }, pollutant: panel.pollutant, unit: panel.unit,
        axis: panel.axis, matrix: panel.matrix.columns(places))
    }
    var other = try Study(
      title: study.title, measure: study.measure, outcome: study.outcome,
      panel: reordered(study.panel), treatments: places.map { study.treatments[$0] },
      before: study.before, after: study.after)
    other = try other.with(
      stationCovariates: study.stationCovariates.map(reordered))
    var method = adjusted
    method.inference = .jackknife
    let one = try method.effect(of: study)
    let two = try method.effect(of: other)
    #expect(abs(one.estimate - two.estimate) < 1e-8)
    let ends = try (#require(one.interval), #require(two.interval))
    #expect(abs(ends.0.lower - ends.1.lower) < 1e-6)
    #expect(abs(ends.0.upper - ends.1.upper) < 1e-6)
  }

  @Test("Covariates as predictors are matched and named", .tags(.analytical))
  func predictors() throws {
    // Half of the donors have the treated station's covariate, half another.
    var study = try Study.network(
      effect: -3, treated: 1, donors: 8, missingShare: 0, spatialShare: 0, noise: 1, seed: 23
    ).withCovariate(slope: 0, shift: 0, seed: 23)
    study = try study.with(
      stationCovariates: study.stationCovariates.map { panel in
        var matrix = panel.matrix
        for station in 0..<matrix.columns {
          for time in 0..<matrix.rows {
            matrix[time, station] = station == 0 || station > 4 ? 10 : 20
          }
        }
        return Panel(
          stations: panel.stations, pollutant: panel.pollutant, unit: panel.unit, axis: panel.axis,
          matrix: matrix)
      })
    var method = SyntheticControl()
    method.predictors = .nested
    method.covariates = .predictors
    method.draws = 19
    let fit = try method.estimate(study)
    func importances(_ fit: DonorFit) -> [Double] {
      fit.summary.rows.filter { $0.name.hasPrefix("importance ") }.compactMap(\.value)
    }
    #expect(importances(fit).count == 5)
    #expect(abs(importances(fit).reduce(0, +) - 1) < 1e-12)
    #expect(importances(fit).allSatisfy { $0 > 0 })
    var alone = method
    alone.covariates = .ignored
    let without = try alone.estimate(study)
    #expect(importances(without).count == 4)
    // A donor with another covariate is less welcome than it was.
    func unlike(_ fit: DonorFit) -> Double {
      fit.weights.filter { ["S1", "S2", "S3", "S4"].contains($0.station.identifier) }
        .reduce(0) { $0 + $1.weight }
    }
    print("donors with another covariate: \(unlike(fit)), without it \(unlike(without))")
    #expect(unlike(fit) < unlike(without))
    #expect(fit.effect.diagnostics.contains { $0.identifier == "covariates-predictors" })
    #expect(method.wantsStationCovariates)
    method.predictors = .outcome
    #expect(throws: EstimationError.self) { try method.estimate(study) }
  }

  @Test("Placebos, jackknife and bootstrap learn slopes anew", .tags(.property))
  func slopesAnew() throws {
    let study = try Study.network(effect: -6, treated: 3, donors: 10, seed: 31)
      .withCovariate(slope: 3, shift: 2, seed: 31)
    // A panel whose slope was taken out beforehand has errors without the slope's own.
    var method = adjusted
    method.draws = 99
    for inference in [DonorInference.jackknife, .bootstrap, .placebo] {
      method.inference = inference
      let effect = try method.effect(of: study)
      let fit = try method.estimate(study)
      let slope = try #require(
        fit.summary.rows.first { $0.name == "slope on temperature" }?.value)
      var matrix = study.panel.matrix
      let covariate = study.stationCovariates[0].matrix
      for cell in matrix.storage.indices {
        matrix[cell % matrix.rows, cell / matrix.rows] -=
          slope * covariate[cell % matrix.rows, cell / matrix.rows]
      }
      var plain = method
      plain.covariates = .ignored
      let frozen = try plain.effect(of: study.replacing(matrix: matrix))
      #expect(abs(frozen.estimate - effect.estimate) < 1e-3)
      #expect(frozen.interval != effect.interval, "\(inference)")
    }
    for inference in [DonorInference.conformal, .parametric, .blockBootstrap] {
      method.inference = inference
      #expect {
        try method.effect(of: study)
      } throws: { error in
        guard case .badSetting("inference", _, let problem) = error as? EstimationError else {
          return false
        }
        return problem.english.hasPrefix(inference.rawValue)
      }
    }
    method.inference = .automatic
    method.covariates = .predictors
    #expect(throws: EstimationError.self) { try method.effect(of: study) }
  }

  @Test("Refits without rows take the covariates' rows along", .tags(.property))
  func rows() throws {
    let study = try Study.network(
      effect: -6, treated: 2, donors: 12, daysAfter: 10, secondStart: 0, noise: 2, seed: 41
    ).withCovariate(slope: 2, shift: 3, seed: 41)
    var method = adjusted
    method.inference = .jackknifePlus
    method.draws = 60
    let effect = try method.effect(of: study)
    let interval = try #require(effect.interval)
    // With rows that do not belong together the covariate's spread, 2 · 3, would be in the errors.
    #expect(interval.upper - interval.lower < 12)
    #expect(interval.contains(-6))
  }

  @Test("Units and levels change nothing", .tags(.property))
  func invariances() throws {
    let study = try Study.network(effect: -6, treated: 3, donors: 15, seed: 5)
      .withCovariate(slope: 1, shift: 2, missingShare: 0.02, seed: 5)
    let base = try adjusted.effect(of: study)
    var other = study
    other = try other.with(
      stationCovariates: study.stationCovariates.map { panel in
        var matrix = panel.matrix
        for station in 0..<matrix.columns {
          for time in 0..<matrix.rows {
            // Another unit, and levels of stations and steps of its own.
            matrix[time, station] =
              1_000 * matrix[time, station] + Double(station) + Double(time * time % 17)
          }
        }
        return Panel(
          stations: panel.stations, pollutant: panel.pollutant, unit: panel.unit, axis: panel.axis,
          matrix: matrix)
      })
    let moved = try adjusted.effect(of: other)
    #expect(abs(moved.estimate - base.estimate) < 1e-6)
    let scaled = try adjusted.effect(of: study.scaled(by: 1_000))
    #expect(abs(scaled.estimate / 1_000 - base.estimate) < 1e-6)
  }

  @Test("What the covariate cannot tell is refused by name", .tags(.property))
  func refusals() throws {
    let study = try Study.network(effect: -6, treated: 2, donors: 8, seed: 6)
    #expect {
      try adjusted.estimate(study)
    } throws: { error in
      guard case .badSetting("covariates", _, _) = error as? EstimationError else { return false }
      return true
    }
    var constant = try study.withCovariate(slope: 0, shift: 0, seed: 6)
    constant = try constant.with(
      stationCovariates: constant.stationCovariates.map { panel in
        var matrix = panel.matrix
        for station in 0..<matrix.columns {
          for time in 0..<matrix.rows { matrix[time, station] = Double(station) + Double(time) }
        }
        return Panel(
          stations: panel.stations, pollutant: panel.pollutant, unit: panel.unit, axis: panel.axis,
          matrix: matrix)
      })
    #expect(
      throws: EstimationError.collinear(
        columns: ["temperature"], with: ["station effects", "step effects"])
    ) { try adjusted.estimate(constant) }
    var direction = try study.withCovariate(slope: 1, shift: 0, seed: 6)
    direction = try direction.with(
      stationCovariates: direction.stationCovariates.map {
        Panel(
          stations: $0.stations, pollutant: .windDirection, unit: .degrees, axis: $0.axis,
          matrix: $0.matrix)
      })
    #expect {
      try adjusted.estimate(direction)
    } throws: { error in
      guard case .badSetting("covariates", _, let problem) = error as? EstimationError else {
        return false
      }
      return problem.english.hasPrefix("wind direction")
    }
    let gaps = try study.withCovariate(slope: 1, shift: 0, missingShare: 0.5, seed: 6)
    #expect {
      try adjusted.estimate(gaps)
    } throws: { error in
      guard case .gaps(let station, _, _, _, _) = error as? EstimationError else { return false }
      return station.hasSuffix("temperature")
    }
    // Four days in ten of the period after, fourteen in a hundred of both.
    var late = try study.withCovariate(slope: 1, shift: 0, seed: 6)
    late = try late.with(
      stationCovariates: late.stationCovariates.map { panel in
        var matrix = panel.matrix
        for time in 100..<116 { matrix[time, 3] = .nan }
        return Panel(
          stations: panel.stations, pollutant: panel.pollutant, unit: panel.unit, axis: panel.axis,
          matrix: matrix)
      })
    #expect(
      throws: EstimationError.gaps(
        station: "network/S3, temperature", percent: 40, period: late.after.description,
        isTreated: false, limit: 0.25)
    ) { try adjusted.estimate(late) }
  }

  @Test("Negative controls take their own covariates with them", .tags(.property))
  func calibration() throws {
    let study = try Study.network(effect: 0, treated: 1, donors: 25, noise: 2, seed: 8)
      .withCovariate(slope: 2, shift: 0, seed: 8)
    let calibrated = try #require(
      Calibration().calibrate(try adjusted.estimate(study).effect, adjusted, on: study))
    #expect(calibrated.controls.count >= 20)
    var ignoring = adjusted
    ignoring.covariates = .ignored
    let plain = try #require(
      Calibration().calibrate(try ignoring.estimate(study).effect, ignoring, on: study))
    #expect(
      Summation.variance(calibrated.controls)
        < Summation.variance(plain.controls))
  }

  @Test(
    "Intervals cover although the covariate moves with the measure", .tags(.calibration),
    arguments: 0..<7)
  func coverage(_ index: Int) throws {
    let design = Self.adjustedDesigns[index]
    let runs = SimulationRuns.count(everyday: 4, full: 500)
    let found = try parallelMap(
      count: runs,
      throwing: { (run) throws(any Error) -> (covers: Bool, rejects: Bool, estimate: Double) in
        let seed = 17_000_000 + UInt64(run)
        func effect(_ size: Double, _ seed: UInt64) throws -> EffectEstimate {
          try design.effect(
            of: try Study.network(effect: size, seed: seed)
              .withCovariate(slope: 1.2, shift: 3, missingShare: 0.02, seed: seed))
        }
        let changed = try effect(-6, seed)
        let still = try effect(0, seed + 1_000_000)
        return (
          changed.interval?.contains(-6) == true, (still.pValue?.value ?? 0) <= 0.05 + 1e-12,
          changed.estimate
        )
      })
    let covered = Double(found.count { $0.covers }) / Double(runs)
    let rejected = Double(found.count { $0.rejects }) / Double(runs)
    let mean = Summation.mean(found.map(\.estimate))
    print(
      "covariates, \(design.method.identifier): coverage \(covered), rejections \(rejected), mean "
        + "\(mean)")
    #expect(SimulationRuns.band(0.95, runs: runs, full: 0.93...0.97).contains(covered))
    #expect(SimulationRuns.band(0.05, runs: runs, full: 0.03...0.07).contains(rejected))
    // Unadjusted it would be −6 + 1.2 · 3.
    #expect(abs(mean + 6) < (runs >= 500 ? 0.3 : 3))
  }
}
