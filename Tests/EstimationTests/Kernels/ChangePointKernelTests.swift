import Foundation
import NumericKernels
import TestSupport
import Testing

@testable import Estimation

@Suite("Breaks of one series")
struct ChangePointKernelTests {
  /// Flow of the Nile at Aswan 1871 to 1970, 10⁸ m³; the series of strucchange’s example.
  private let nile: [Double] = [
    1120, 1160, 963, 1210, 1160, 1160, 813, 1230, 1370, 1140, 995, 935, 1110, 994, 1020, 960, 1180,
    799, 958, 1140, 1100, 1210, 1150, 1250, 1260, 1220, 1030, 1100, 774, 840, 874, 694, 940, 833,
    701, 916, 692, 1020, 1050, 969, 831, 726, 456, 824, 702, 1120, 1100, 832, 764, 821, 768, 845,
    864, 862, 698, 845, 744, 796, 1040, 759, 781, 865, 845, 944, 984, 897, 822, 1010, 771, 676, 649,
    846, 812, 742, 801, 1040, 860, 874, 848, 890, 744, 749, 838, 1050, 918, 986, 797, 923, 975, 815,
    1020, 906, 901, 1170, 912, 746, 919, 718, 714, 740,
  ]

  struct Peer: Decodable {
    struct Values: Decodable {
      let nile: Fit
      let nile_supF: Test
      let beijing: Beijing
    }
    struct Beijing: Decodable {
      let mean12, deseason: [Double]
      let level, level_deseason, trend_deseason: Fit
      let supF_deseason: Test
    }
    struct Test: Decodable { let stat: Double }
    struct Fit: Decodable {
      let rss, bic: [Double]
      let breakpoints: [Int?]
      let confint: [[Int]]?
    }
    let values: Values
  }

  private func expect(_ found: [LeastSquaresBreaks], _ peer: Peer.Fit) {
    #expect(found.count == peer.rss.count)
    for (one, (rss, bic)) in zip(found, zip(peer.rss, peer.bic)) {
      #expect(near(one.squaredResiduals, rss, 1e-9))
      #expect(near(one.bayesianCriterion, bic, 1e-9))
    }
  }

  @Test(
    "strucchange’s breaks, criteria and intervals", .tags(.golden),
    .enabled(if: SharedData.isPresent))
  func strucchange() throws {
    let golden = try PeerFile.object("strucchange.json", as: Peer.self).values
    let found = LeastSquaresBreaks.levels(nile, most: 5, length: 15)
    expect(found, golden.nile)
    #expect(found[1].breaks == golden.nile.breakpoints.compactMap(\.self))
    let interval = BreakDateDistribution.intervals(nile, breaks: found[1].breaks, level: 0.95)
    #expect(interval == [25...32])
    let best = found[1].squaredResiduals
    let statistic = (found[0].squaredResiduals - best) / (best / 98)
    #expect(near(statistic, golden.nile_supF.stat, 1e-9))
    let beijing = golden.beijing
    expect(LeastSquaresBreaks.levels(beijing.mean12, most: 5, length: 7), beijing.level)
    expect(LeastSquaresBreaks.levels(beijing.deseason, most: 5, length: 7), beijing.level_deseason)
    expect(
      LeastSquaresBreaks.lines(
        beijing.deseason, times: (0..<48).map(Double.init), most: 5, length: 7),
      beijing.trend_deseason)
  }

  struct Segments: Decodable {
    struct Cut: Decodable {
      let bkps: [Int]
      let pen: Double?
      let cost: Double?
    }
    let weekly_values: [Double]
    let pelt_l2, pelt_normal, dynp_l2_1, dynp_l2_2, dynp_l2_3, dynp_l2_5: Cut
  }

  // Its segments have four weeks at least.
  @Test("ruptures’ cuts of weekly PM2.5", .tags(.golden), .enabled(if: SharedData.isPresent))
  func ruptures() throws {
    let golden = try PeerFile.object("ruptures_beijing.json", as: Segments.self)
    let values = golden.weekly_values
    let cuts = PenalisedSegments.levels(
      values, penalty: try #require(golden.pelt_l2.pen), length: 4)
    #expect(cuts + [values.count] == golden.pelt_l2.bkps)
    let normal = PenalisedSegments.pruned(
      count: values.count, penalty: try #require(golden.pelt_normal.pen), length: 4,
      cost: PenalisedSegments.normalCost(values))
    #expect(normal + [values.count] == golden.pelt_normal.bkps)
    let levels = LeastSquaresBreaks.levels(values, most: 5, length: 4)
    for (number, peer) in [
      (1, golden.dynp_l2_1), (2, golden.dynp_l2_2), (3, golden.dynp_l2_3), (5, golden.dynp_l2_5),
    ] {
      #expect(levels[number].breaks + [values.count] == peer.bkps)
      #expect(near(levels[number].squaredResiduals, try #require(peer.cost), 1e-9))
    }
  }

  @Test(
    "Pruning finds the optimum that trying all breaks finds", .tags(.property), arguments: 0..<20)
  func pruning(_ seed: Int) {
    var stream = RandomStream(seed: 3, index: UInt64(seed))
    let count = 60
    var level = 0.0
    let values = (0..<count).map { _ -> Double in
      if stream.uniform() < 0.06 { level += 3 * stream.normal() }
      let value = level + stream.normal()
      return seed % 2 == 0 ? value : value.rounded()
    }
    let sums = SegmentSums(values)
    let length = 1 + seed % 5
    // Plain dynamic programming.
    var costs = (0...count).map { $0 >= length ? sums.cost(from: 0, to: $0) : .infinity }
    for number in 1...4 {
      costs = (0...count).map { end in
        (0...end).filter { end - $0 >= length }.map { costs[$0] + sums.cost(from: $0, to: end) }
          .min() ?? .infinity
      }
      let found = LeastSquaresBreaks.levels(values, most: 4, length: length)[number]
      #expect(abs(found.squaredResiduals - costs[count]) < 1e-9 * (1 + costs[count]))
      #expect(found.segments.allSatisfy { $0.count >= length })
    }
    let penalty = 6.0
    let fast = PenalisedSegments.levels(values, penalty: penalty, length: length)
    let slow = PenalisedSegments.pruned(
      count: count, penalty: penalty, length: 1,
      cost: { $1 - $0 >= length ? sums.cost(from: $0, to: $1) : .infinity })
    func total(_ breaks: [Int]) -> Double {
      zip([0] + breaks, breaks + [count]).reduce(penalty * Double(breaks.count)) {
        $0 + sums.cost(from: $1.0, to: $1.1)
      }
    }
    if length == 1 { #expect(abs(total(fast) - total(slow)) < 1e-9) }
    #expect(total(fast) <= total(slow) + 1e-9)
  }
}
