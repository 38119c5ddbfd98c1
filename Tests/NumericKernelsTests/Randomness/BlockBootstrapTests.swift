import NumericKernels
import TestSupport
import Testing

@Suite("Block bootstrap")
struct BlockBootstrapTests {
  private let kinds: [BlockBootstrap] = [
    .movingBlock(length: 7), .circular(length: 7), .stationary(meanLength: 7),
    .movingBlock(length: 1_000), .circular(length: 1_000), .movingBlock(length: 0),
    .circular(length: -3), .stationary(meanLength: 0),
  ]

  @Test("As many positions as the series has, all inside it", .tags(.property))
  func bounds() {
    for kind in kinds {
      for count in [0, 1, 6, 7, 8, 50] {
        var stream = RandomStream(seed: 1, index: UInt64(count))
        let indices = kind.indices(count: count, using: &stream)
        #expect(indices.count == count)
        #expect(indices.allSatisfy { (0..<count).contains($0) })
      }
    }
  }

  @Test("Moving and circular blocks run on for their length", .tags(.property))
  func blocks() {
    var stream = RandomStream(seed: 2, index: 0)
    var wraps = false
    for _ in 0..<50 {
      let moving = BlockBootstrap.movingBlock(length: 7).indices(count: 40, using: &stream)
      let circular = BlockBootstrap.circular(length: 7).indices(count: 40, using: &stream)
      for place in 1..<40 where place % 7 != 0 {
        #expect(moving[place] == moving[place - 1] + 1)
        #expect(circular[place] == (circular[place - 1] + 1) % 40)
        if circular[place] == 0 { wraps = true }
      }
    }
    #expect(wraps)
  }

  @Test("Every position of the circle is equally likely", .tags(.calibration))
  func uniformity() {
    for kind in [BlockBootstrap.circular(length: 5), .stationary(meanLength: 5)] {
      var counts = [Double](repeating: 0, count: 20)
      for replicate in 0..<2_000 {
        var stream = RandomStream(seed: 3, index: UInt64(replicate))
        for index in kind.indices(count: 20, using: &stream) { counts[index] += 1 }
      }
      // 2,000 expected; blocks make visits of one position at most five times as variable.
      #expect(counts.allSatisfy { abs($0 - 2_000) < 4.5 * (2_000.0 * 3).squareRoot() })
    }
  }

  @Test("Stationary blocks have the mean length asked for", .tags(.calibration))
  func meanLength() {
    var stream = RandomStream(seed: 4, index: 0)
    let indices = BlockBootstrap.stationary(meanLength: 8).indices(count: 40_000, using: &stream)
    var breaks = 0.0
    for place in 1..<40_000 where indices[place] != (indices[place - 1] + 1) % 40_000 {
      breaks += 1
    }
    // Binomial with probability 1/8.
    #expect(abs(breaks - 5_000) < 4 * (40_000.0 * 7 / 64).squareRoot())
  }

  @Test("The automatic length is that of the paper's rule, checked beside arch", .tags(.golden))
  func automaticLength() throws {
    for golden in try KernelGolden.load().series {
      // arch starts the window one lag later; see make_golden.py, which reproduces both.
      #expect(near(BlockBootstrap.automaticLength(golden.values), golden.blockLength))
    }
  }

  @Test("The automatic length stays within its bounds", .tags(.property))
  func lengthBounds() {
    #expect(BlockBootstrap.automaticLength([1, 2, 3]) == 1)
    #expect(BlockBootstrap.automaticLength(Array(repeating: 4, count: 100)) == 1)
    let trend = BlockBootstrap.automaticLength((0..<400).map { Double($0) })
    #expect(trend >= 1 && trend <= 60)
    let alternating = BlockBootstrap.automaticLength((0..<100).map { $0 % 2 == 0 ? 1 : -1 })
    #expect(alternating >= 1 && alternating <= 30)
  }
}
