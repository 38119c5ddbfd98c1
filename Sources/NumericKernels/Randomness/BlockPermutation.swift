/// Permutations of a series that keep neighbours together.
///
/// The series is bent to a circle, cut at a random place into blocks of one length (the last may
/// be shorter), and the blocks are shuffled: every value appears once and serial dependence up to
/// the block's length is kept.
///
/// - Source: blocks on the circle, Politis and Romano (1992), in Exploring the Limits of Bootstrap;
///   the shuffle is Fisher and Yates's.
package enum BlockPermutation {
  /// Positions 0 ..< count in a permuted order.
  package static func circular(
    count: Int, length: Int, using stream: inout RandomStream
  ) -> [Int] {
    guard count > 0 else { return [] }
    let size = min(max(length, 1), count)
    let offset = stream.index(below: count)
    var starts = Array(stride(from: 0, to: count, by: size))
    for last in stride(from: starts.count - 1, to: 0, by: -1) {
      starts.swapAt(last, stream.index(below: last + 1))
    }
    var order: [Int] = []
    order.reserveCapacity(count)
    for start in starts {
      for step in start..<min(start + size, count) { order.append((step + offset) % count) }
    }
    return order
  }
}
