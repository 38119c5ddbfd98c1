import NumericKernels
import Testing
import TestSupport

@Suite("Random streams")
struct RandomStreamTests {
  @Test("Philox4x32-10 gives the published known answers", .tags(.golden))
  func knownAnswers() {
    // Random123's kat_vectors: counter and key of zeros, of ones, and of digits of pi.
    let zeros = RandomStream.philox((0, 0, 0, 0), key: (0, 0))
    #expect(zeros == (0x6627_e8d5, 0xe169_c58d, 0xbc57_ac4c, 0x9b00_dbd8))
    let ones = RandomStream.philox((.max, .max, .max, .max), key: (.max, .max))
    #expect(ones == (0x408f_276d, 0x41c8_3b0e, 0xa20b_c7c6, 0x6d54_51fd))
    let digits = RandomStream.philox(
      (0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e, 0x0370_7344), key: (0xa409_3822, 0x299f_31d0))
    #expect(digits == (0xd16c_fe09, 0x94fd_cceb, 0x5001_e420, 0x2412_6ea1))
  }

  @Test("Streams of one seed differ by index and repeat by both", .tags(.property))
  func independence() {
    var first = RandomStream(seed: 7, index: 0)
    var again = RandomStream(seed: 7, index: 0)
    var second = RandomStream(seed: 7, index: 1)
    let draws = (0..<64).map { _ in first.next() }
    #expect(draws == (0..<64).map { _ in again.next() })
    #expect(Set(draws).isDisjoint(with: (0..<64).map { _ in second.next() }))
  }

  @Test("Normal draws have mean 0, variance 1 and the normal's tail", .tags(.calibration))
  func normalMoments() {
    var stream = RandomStream(seed: 1, index: 0)
    let draws = (0..<40_000).map { _ in stream.normal() }
    // Four standard errors of each moment at this count.
    #expect(abs(Summation.mean(draws)) < 4 / 200.0)
    #expect(abs(Summation.variance(draws) - 1) < 4 * (2.0 / 40_000).squareRoot())
    let tail = Double(draws.filter { abs($0) > 1.959964 }.count) / 40_000
    #expect(abs(tail - 0.05) < 4 * (0.05 * 0.95 / 40_000).squareRoot())
  }

  @Test("parallelMap gives the same list with one and with many threads", .tags(.property))
  func threads() {
    let work: @Sendable (Int) -> Double = { index in
      var stream = RandomStream(seed: 3, index: UInt64(index))
      return (0..<100).reduce(0) { sum, _ in sum + stream.normal() }
    }
    let serial = parallelMap(count: 200, threads: 1, work)
    #expect(parallelMap(count: 200, threads: 2, work) == serial)
    #expect(parallelMap(count: 200, threads: 7, work) == serial)
    #expect(parallelMap(count: 0, work).isEmpty)
  }
}
