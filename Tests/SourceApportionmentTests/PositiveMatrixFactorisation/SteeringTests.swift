import Documents
import AirQuality
import NumericKernels
import SourceApportionment
import TestSupport
import Testing

@Suite("Constraints, rotations and numbers of factors")
struct SteeringTests {
  private static func base(samples: Int = 80) throws -> (FactorSolution, SpeciatedSample) {
    var settings = PositiveMatrixFactorisation()
    settings.factors = 3
    settings.starts = 3
    settings.renewals = 1
    let sample = try MadeMixture(samples: samples).sample
    return (try settings.apportion(sample), sample)
  }

  @Test("A fixed element is kept, and costs what the data charge for it", .tags(.property))
  func fixed() throws {
    let (base, sample) = try Self.base()
    let old = base.profiles[0][3]
    let steered = try base.settings.constrain(
      base, of: sample,
      by: [FactorConstraint(factor: 0, species: "isopentane", kind: .fixed(0.9 * old))])
    #expect(abs(steered.solution.profiles[0][3] - 0.9 * old) < 1e-6 * old)
    #expect(steered.rise > 0)
    let further = try base.settings.constrain(
      base, of: sample,
      by: [FactorConstraint(factor: 0, species: "isopentane", kind: .fixed(0.8 * old))])
    #expect(further.rise > steered.rise)
  }

  @Test("Constraints are read as people write them", .tags(.analytical))
  func texts() throws {
    let kinds: [(String, FactorConstraint.Kind)] = [
      ("2:1,2,4-trimethylbenzene=0", .fixed(0)), ("2:m:p=0.2..0.5", .between(0.2, 0.5)),
      ("2:toluene=~3", .pulled(3)), ("2:toluene=up", .pulledUp), ("2:toluene=down", .pulledDown),
    ]
    for (text, kind) in kinds {
      let constraint = try FactorConstraint(text)
      #expect(constraint.factor == 1 && constraint.kind == kind, "\(text)")
    }
    #expect(try FactorConstraint("2:1,2,4-trimethylbenzene=0").species == "1,2,4-trimethylbenzene")
    for text in ["toluene=0", "0:toluene=0", "1:=0", "1:toluene=-1", "1:toluene=5..2", "1:toluene"]
    {
      #expect(throws: ApportionmentError.self, "\(text)") { try FactorConstraint(text) }
    }
  }

  @Test("A tracer is held at zero in all factors but its own", .tags(.property))
  func tracers() throws {
    let (base, sample) = try Self.base()
    let constraints = try base.constraints(forTracers: ["acetylene"])
    #expect(constraints.count == 2)
    let steered = try base.settings.constrain(base, of: sample, by: constraints)
    let place = try #require(base.species.firstIndex(of: "acetylene"))
    let owner = base.profiles.indices.max { base.profiles[$0][place] < base.profiles[$1][place] }
    for factor in 0..<3 {
      #expect((steered.solution.profiles[factor][place] == 0) == (factor != owner))
    }
    #expect(steered.rise >= 0)
    #expect(throws: ApportionmentError.self) { try base.constraints(forTracers: ["radon"]) }
  }

  @Test("Ranges of constrained factors keep the constraints", .tags(.property))
  func constrainedRanges() throws {
    let (base, sample) = try Self.base()
    let value = base.profiles[0][3]
    var constraints = try base.constraints(forTracers: ["acetylene"])
    constraints.append(
      FactorConstraint(
        factor: 0, species: "isopentane", kind: .between(0.95 * value, 1.02 * value)))
    constraints.append(FactorConstraint(factor: 1, species: "isopentane", kind: .pulledDown))
    let steered = try base.settings.constrain(base, of: sample, by: constraints)
    var analysis = ProfileRangeAnalysis()
    analysis.bootstrap.replicates = 10
    let ranges = try analysis.run(steered.solution, of: sample)
    // What is refitted to the last digit is what was found: the same problem, pulls and all.
    #expect(ranges.displacement.largestFall < 1e-3 * steered.solution.qTrue)
    for constraint in constraints {
      let place = try #require(base.species.firstIndex(of: constraint.species))
      let lower = ranges.lower[constraint.factor][place]
      let upper = ranges.upper[constraint.factor][place]
      switch constraint.kind {
      case .fixed(let value): #expect(lower == value && upper == value, "\(constraint)")
      case .between(let low, let high):
        #expect(lower >= low * (1 - 1e-9) && upper <= high * (1 + 1e-9), "\(constraint)")
        #expect(lower < upper)
      default:
        #expect(lower <= steered.solution.profiles[constraint.factor][place] * (1 + 1e-9))
      }
    }
    // The free factors' ranges are wider where the constraints took freedom away.
    let free = try analysis.run(base, of: sample)
    let widths = { (ranges: ProfileRanges) in
      zip(ranges.upper[0], ranges.lower[0]).reduce(0) { $0 + $1.0 - $1.1 }
    }
    #expect(widths(ranges) < widths(free))
    var both = BootstrapDisplacementAnalysis()
    both.bootstrap.replicates = 4
    both.species = ["acetylene"]
    let joint = try both.run(steered.solution, of: sample)
    let held = try #require(constraints.first)
    #expect(joint.levels.allSatisfy { $0.upper[held.factor][0] == 0 })
  }

  @Test("A pull stays within the rise that was allowed", .tags(.property))
  func pulled() throws {
    let (base, sample) = try Self.base()
    let steered = try base.settings.constrain(
      base, of: sample,
      by: [FactorConstraint(factor: 0, species: "isopentane", kind: .pulledDown)],
      allowedRise: 0.02)
    #expect(steered.relativeRise <= 0.0201)
    #expect(steered.solution.profiles[0][3] < base.profiles[0][3])
  }

  @Test("A rotation costs no more of Q than was allowed, either way", .tags(.property))
  func rotated() throws {
    let (base, sample) = try Self.base()
    let still = try base.settings.rotate(base, of: sample, rise: 0)
    #expect(abs(still.relativeRise) < 1e-9)
    for allowed in [-5.0, -0.5, 0.5, 5] {
      let rotated = try base.settings.rotate(base, of: sample, rise: allowed)
      #expect(rotated.relativeRise <= abs(allowed) / 100 + 1e-9, "\(allowed)")
      #expect(rotated.relativeRise > abs(allowed) / 100 / 4, "\(allowed)")
    }
    #expect(throws: ApportionmentError.self) {
      try base.settings.rotate(base, of: sample, rise: 50)
    }
  }

  @Test(
    "Where samples leave factors free, a rotation moves them at no cost, and the way of its sign",
    .tags(.analytical))
  func freeRotation() throws {
    // Both sources have both species and are always there: F and G mix freely, as long as nothing
    // falls below zero.
    var stream = RandomStream(seed: 3, index: 0)
    let species = ["a", "b", "c", "d", "e"]
    let first = [5.0, 3, 2, 1, 1]
    let second = [1.0, 1, 2, 3, 5]
    let rows = (0..<80).map { _ -> [Double] in
      let g = [1 + stream.uniform(), 1 + stream.uniform()]
      return species.indices.map {
        (g[0] * first[$0] + g[1] * second[$0]) * (1 + 0.05 * stream.normal())
      }
    }
    let sample = try SpeciatedSample(
      species: species, unit: .partsPerBillion,
      instants: rows.indices.map { Instant(secondsSinceEpoch: 3_600 * $0) },
      concentrations: rows, uncertainties: rows.map { $0.map { 0.05 * $0 } })
    var settings = PositiveMatrixFactorisation()
    settings.factors = 2
    settings.starts = 3
    let base = try settings.apportion(sample)
    func spread(_ values: [[Double]]) -> Double {
      values.map { row in
        let mean = row.reduce(0, +) / Double(row.count)
        return (row.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(row.count)).squareRoot()
          / mean
      }.reduce(0, +)
    }
    let sharp = try settings.rotate(base, of: sample, rise: 1).solution
    let blunt = try settings.rotate(base, of: sample, rise: -1).solution
    // Positive: contributions smear into each other, profiles stand apart.
    #expect(
      spread(sharp.contributions.map { $0.compactMap(\.self) })
        < spread(blunt.contributions.map { $0.compactMap(\.self) }))
    #expect(spread(sharp.profiles) > spread(blunt.profiles))
  }

  @Test("The true number of factors suggests itself", .tags(.analytical))
  func counts() throws {
    var settings = PositiveMatrixFactorisation()
    settings.starts = 4
    settings.renewals = 1
    let sample = try MadeMixture(samples: 120).sample
    let (selection, solutions) = try FactorCountSelection.run(
      settings, factors: 2...4, of: sample)
    #expect(selection.suggested == 3)
    #expect(solutions.map(\.factorCount) == [2, 3, 4])
    #expect(selection.entries[0].qRatio > 3)
    #expect(abs(selection.entries[1].qRatio - 1) < 0.15)
    #expect(selection.entries[0].residualDeviation > selection.entries[1].residualDeviation)
  }

  @Test("Names that do not fit are refused with those that do")
  func refusals() throws {
    let (base, sample) = try Self.base(samples: 40)
    let error = #expect(throws: ApportionmentError.self) {
      try base.settings.constrain(
        base, of: sample,
        by: [FactorConstraint(factor: 0, species: "tolune", kind: .pulledUp)])
    }
    #expect(
      error?.explanation
        == "no species is called “tolune”; choose one of: "
        + MadeMixture.species.joined(separator: ", "))
  }
}
