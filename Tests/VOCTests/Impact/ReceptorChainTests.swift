import Estimation
import NumericKernels
import Simulation
import TestSupport
import Testing

@testable import VOC

@Suite("From compounds through factors to an impact")
struct ReceptorChainTests {
  @Test("A solvent measure of 30 % is found in the solvent factor", .tags(.calibration))
  func solvent() throws {
    // The record of Datasets/simulated-voc, whose contributions nobody gives away here.
    let chain = try ReceptorChain(seed: 7, starts: 2)
    #expect(try #require(chain.likeness[.solvent]) > 0.9, "\(chain.likeness)")
    for design in [ReceptorChain.Design.interrupted, .ratio] {
      for finding in try chain.findings(design, on: .modelled) {
        if finding.source == .solvent {
          #expect(finding.interval.contains(-30), "\(design): \(finding)")
          #expect(finding.adjusted <= 0.05, "\(design): \(finding)")
        } else {
          #expect(finding.adjusted > 0.05, "\(design): \(finding)")
        }
      }
    }
  }
}

/// What a user can expect of each design, on the contributions that the simulation drew and on
/// those that the receptor model finds in the compounds. Bounds follow from the shares on the truth:
/// the receptor model may lose no more than chance explains.
@Suite("Coverage of an impact through a receptor model", .tags(.calibration))
struct ReceptorChainCoverageTests {
  private struct Shares: CustomStringConvertible {
    /// Intervals of the solvent source that hold −30 %.
    let covered: Double
    /// Solvent source found, Holm's correction applied.
    let found: Double
    /// Runs in which any untouched source has p ≤ 0.05, and after the correction.
    let alone: Double
    let corrected: Double

    init(_ findings: [[ReceptorChain.Finding]]) {
      func share(_ isHit: ([ReceptorChain.Finding]) -> Bool) -> Double {
        Double(findings.count(where: isHit)) / Double(findings.count)
      }
      covered = share { $0.contains { $0.source == .solvent && $0.interval.contains(-30) } }
      found = share { $0.contains { $0.source == .solvent && $0.adjusted <= 0.05 } }
      alone = share { $0.contains { $0.source != .solvent && $0.pValue <= 0.05 } }
      corrected = share { $0.contains { $0.source != .solvent && $0.adjusted <= 0.05 } }
    }

    var description: String {
      "covered \(covered), found \(found), untouched \(alone), after Holm \(corrected)"
    }
  }

  private static let starts = SimulationRuns.isFull ? 5 : 1

  private static func shares(
    _ designs: [ReceptorChain.Design], runs: Int, drift: Double = 0, withTracers: Bool = true
  ) throws -> [ReceptorChain.Design: (truth: Shares, modelled: Shares)] {
    let chains = try parallelMap(
      count: runs,
      throwing: { (run) throws(any Error) -> [[[ReceptorChain.Finding]]] in
        let chain = try ReceptorChain(
          seed: UInt64(8_000 + run), starts: starts, drift: drift, withTracers: withTracers)
        return try designs.map {
          [try chain.findings($0, on: .true_), try chain.findings($0, on: .modelled)]
        }
      })
    var shares: [ReceptorChain.Design: (truth: Shares, modelled: Shares)] = [:]
    for (place, design) in designs.enumerated() {
      let both = (
        truth: Shares(chains.map { $0[place][0] }), modelled: Shares(chains.map { $0[place][1] })
      )
      print(
        "\(design.rawValue), drift \(drift), tracers \(withTracers), \(runs) runs: "
          + "on the truth \(both.truth); through PMF \(both.modelled)")
      shares[design] = both
    }
    return shares
  }

  @Test("The receptor model loses no power, and designs without a trend find the measure")
  func power() throws {
    let runs = SimulationRuns.count(everyday: 2, full: 100)
    let designs: [ReceptorChain.Design] =
      SimulationRuns.isFull ? [.interrupted, .normalised, .ratio] : [.ratio]
    let shares = try Self.shares(designs, runs: runs)
    let ratio = try #require(shares[.ratio])
    // A step of 30 % is nine standard errors of a ratio over two whole years.
    #expect(ratio.truth.found >= 0.99 && ratio.modelled.found >= 0.99)
    guard SimulationRuns.isFull else { return }
    for (design, both) in shares {
      // The same records on both sides: one run in ten may turn, two standard errors of a paired
      // difference in which a quarter of the runs disagrees.
      #expect(both.modelled.found >= both.truth.found - 0.1, "\(design)")
      #expect(both.modelled.covered >= both.truth.covered - 0.1, "\(design)")
      #expect(SimulationRuns.band(0.93, runs: runs, full: 0.85...1).contains(both.truth.covered))
    }
    let normalised = try #require(shares[.normalised])
    #expect(normalised.modelled.found >= 0.99)
    // 5 % and two standard errors; Newey-West's step in a trend falls short of its level.
    #expect(ratio.modelled.corrected <= 0.1 && normalised.modelled.corrected <= 0.1)
    #expect(try #require(shares[.interrupted]).modelled.corrected <= 0.15)
  }

  @Test("A change that all sources share cancels in the ratio", .enabled(if: SimulationRuns.isFull))
  func drift() throws {
    let shares = try Self.shares([.plain, .ratio], runs: 100, drift: -0.15)
    let plain = try #require(shares[.plain])
    let ratio = try #require(shares[.ratio])
    #expect(plain.modelled.corrected >= 0.5, "nothing stands beside these two years")
    #expect(ratio.modelled.corrected <= 0.1)
    #expect(ratio.modelled.found >= 0.99)
    #expect(ratio.modelled.covered >= 0.85)
  }

  @Test("Without tracers the sources mix", .enabled(if: SimulationRuns.isFull))
  func rotation() throws {
    let held = try #require(try Self.shares([.ratio], runs: 100)[.ratio])
    let free = try #require(try Self.shares([.ratio], runs: 100, withTracers: false)[.ratio])
    #expect(free.modelled.covered < held.modelled.covered)
  }
}
