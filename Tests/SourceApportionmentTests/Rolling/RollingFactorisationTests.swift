import AirQuality
import Documents
import NumericKernels
import TestSupport
import Testing

@testable import SourceApportionment

/// Sixty days of hours of three made-up sources whose truth is known.
@Suite("Factors in windows of time")
struct RollingFactorisationTests {
  private static func settings() -> PositiveMatrixFactorisation {
    var settings = PositiveMatrixFactorisation()
    settings.factors = 3
    settings.starts = 4
    settings.renewals = 1
    return settings
  }

  private static func windows() -> RollingFactorisation {
    RollingFactorisation(windowDays: 10, stepDays: 2)
  }

  /// The factor that has most of a species.
  private func holder(_ species: String, _ solution: FactorSolution) throws -> Int {
    let place = try #require(solution.species.firstIndex(of: species))
    return try #require(
      (0..<solution.factorCount).max { solution.shares[$0][place] < solution.shares[$1][place] })
  }

  @Test("A source that stops for twenty days is lost there and nowhere else", .tags(.calibration))
  func stops() throws {
    // Hours 576 to 1,055 are the days 24 to 43 after the first.
    let off = 576..<1_056
    let made = try MadeMixture(samples: 1_440) { source, hour in
      source == 1 && off.contains(hour) ? 0 : 1
    }
    let whole = try Self.settings().apportion(made.sample)
    let solvents = try holder("toluene", whole)
    let rolling = try Self.windows().run(whole, of: made.sample)
    #expect(rolling.windows.count == 26)
    let first = made.sample.instants[off.lowerBound].date(utcOffset: 0)
    let last = made.sample.instants[off.upperBound - 1].date(utcOffset: 0)
    for window in rolling.windows {
      let found = Set(window.found.map(\.factor))
      // The two others burn on, whatever the third does.
      #expect(found.union([solvents]).count == 3, "\(window.first)")
      if window.last < first || window.first > last { #expect(found.contains(solvents)) }
      if window.first > first && window.last < last { #expect(!found.contains(solvents)) }
    }
    #expect(rolling.absences.map(\.factor) == [solvents])
    // No contribution is written where every window has lost the source, and the others are the truth's.
    let middle = (off.lowerBound + off.upperBound) / 2
    #expect(rolling.contributions[solvents][middle] == nil)
    for (species, source) in [("toluene", 1), ("isopentane", 0), ("acetylene", 2)] {
      let factor = try holder(species, whole)
      let told = made.sample.instants.indices.filter { rolling.contributions[factor][$0] != nil }
      let correlation = MadeMixture.correlation(
        told.map { rolling.contributions[factor][$0] ?? 0 },
        told.map { made.contributions[source][$0] })
      #expect(correlation > 0.97, "\(species) \(correlation)")
    }
  }

  @Test("A source that doubles half-way doubles in its windows", .tags(.calibration))
  func doubles() throws {
    let made = try MadeMixture(samples: 1_440) { source, hour in
      source == 2 && hour >= 720 ? 2 : 1
    }
    let whole = try Self.settings().apportion(made.sample)
    let burning = try holder("acetylene", whole)
    let rolling = try Self.windows().run(whole, of: made.sample)
    #expect(rolling.absences.isEmpty)
    let half = made.sample.instants[720].date(utcOffset: 0)
    func mean(_ isAsked: (RollingFactors.Window) -> Bool) -> Double {
      Summation.mean(
        rolling.windows.filter(isAsked).flatMap(\.found).filter { $0.factor == burning }
          .map(\.mass))
    }
    // Means of 240 exponential draws, of which a window and its neighbours have 60 independent days.
    let ratio = mean { $0.first > half } / mean { $0.last < half }
    let hours = made.contributions[2]
    let truth = Summation.mean(Array(hours[720...])) / Summation.mean(Array(hours[..<720]))
    #expect(abs(ratio / truth - 1) < 0.1, "\(ratio), \(truth)")
  }

  @Test("Windows keep what is held at zero, and the number of threads changes nothing")
  func tracers() throws {
    let made = try MadeMixture(samples: 720)
    let settings = Self.settings()
    let free = try settings.apportion(made.sample)
    let steered = try settings.constrain(
      free, of: made.sample, by: free.constraints(forTracers: ["isoprene"])
    ).solution
    let owner = try holder("isoprene", free)
    let place = try #require(made.sample.species.firstIndex(of: "isoprene"))
    let rolling = try Self.windows().run(steered, of: made.sample, threads: 2)
    for found in rolling.windows.flatMap(\.found) where found.factor != owner {
      #expect(found.profile[place] == 0)
    }
    #expect(rolling.windows.allSatisfy { $0.isFromRecord })
    #expect(try Self.windows().run(steered, of: made.sample, threads: 1) == rolling)
  }

  @Test("Windows that cannot be are refused, sparse ones are left out and told")
  func refused() throws {
    let made = try MadeMixture(samples: 720)
    let settings = Self.settings()
    let free = try settings.apportion(made.sample)
    func problem(_ rolling: RollingFactorisation, _ base: FactorSolution) -> String? {
      let error = #expect(throws: ApportionmentError.self) {
        try rolling.run(base, of: made.sample)
      }
      return error?.what
    }
    #expect(
      problem(RollingFactorisation(windowDays: 40), free)
        == "“rolling” asks for windows as long as the record or longer")
    #expect(problem(RollingFactorisation(windowDays: 0), free) == "“rolling” must be 1 or more")
    let held = try settings.constrain(
      free, of: made.sample,
      by: [FactorConstraint(factor: 0, species: "toluene", kind: .fixed(1))]
    ).solution
    let kept = problem(Self.windows(), held)
    #expect(kept?.hasPrefix("“rolling” keeps tracers and elements") == true)
    // Ten days of which hardly anything is left.
    let rows = (0..<720).filter { !(240..<600).contains($0) || $0 % 24 == 0 }
    let sparse = made.sample.part(rows)
    let whole = try settings.apportion(sparse)
    let rolling = try RollingFactorisation(windowDays: 5, stepDays: 5).run(whole, of: sparse)
    #expect(!rolling.leftOut.isEmpty)
    #expect(rolling.leftOut.allSatisfy { $0.samples < 60 })
  }

  @Test("Likeness is a cosine in units of the usual uncertainty", .tags(.analytical))
  func likeness() throws {
    let sample = try SpeciatedSample(
      species: ["a", "b"], unit: .partsPerBillion,
      instants: [Instant(secondsSinceEpoch: 0), Instant(secondsSinceEpoch: 3_600)],
      concentrations: [[1, 1], [1, 1]], uncertainties: [[1, 2], [1, 2]])
    let likeness = ProfileLikeness(sample)
    // (3, 8/2) and (4, 6/2): (12 + 12) / (5 · 5).
    #expect(abs(likeness([3, 8], [4, 6]) - 24.0 / 25) < 1e-12)
    #expect(abs(likeness([3, 8], [6, 16]) - 1) < 1e-12)
    #expect(likeness([1, 0], [0, 1]) == 0)
    // What one of the two did not measure is not asked.
    #expect(abs(likeness([3, nil], [4, 6]) - 1) < 1e-12)
  }
}
