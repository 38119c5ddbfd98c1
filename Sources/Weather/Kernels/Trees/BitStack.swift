/// A stack of sets of rows, one a level of a walk down a tree, one bit a row.
///
/// All levels are one piece of memory that lives as long as the stack.
@safe final class BitStack {
  /// Words that may hold bits: the sets of a narrow season are short runs.
  struct Span {
    var low: Int
    var high: Int

    var isEmpty: Bool { low >= high }
  }

  private let words: Int
  private let memory: UnsafeMutableBufferPointer<UInt64>
  private let bits: SplitBits
  private let feature: [Int32]
  private let missingGoesLeft: [Bool]
  private let thresholdOfNode: [Int32]

  /// A stack whose lowest level holds all rows.
  ///
  /// - Parameter count: how many rows.
  init(_ plan: MarginalWalk.Plan, _ bits: SplitBits, count: Int) {
    words = bits.words
    self.bits = bits
    feature = plan.ensemble.feature
    missingGoesLeft = plan.ensemble.missingGoesLeft
    thresholdOfNode = plan.thresholdOfNode
    unsafe memory = .allocate(capacity: bits.words * (plan.depth + 2))
    unsafe memory.initialize(repeating: 0)
    for row in 0..<count { unsafe memory[row >> 6] |= UInt64(1) << UInt64(row & 63) }
  }

  deinit { unsafe memory.deallocate() }

  /// All words.
  var whole: Span { Span(low: 0, high: words) }

  /// The words of a level.
  func level(_ level: Int) -> UnsafePointer<UInt64>? {
    unsafe memory.baseAddress.map { unsafe UnsafePointer($0 + level * words) }
  }

  /// Writes to the next level the rows of a level that go to one child of a node.
  func narrow(_ level: Int, _ span: Span, node: Int, isLeft: Bool) -> Span {
    let start = Int(thresholdOfNode[node]) * words
    let absent = bits.missingStart[Int(feature[node])]
    let flip: UInt64 = isLeft ? 0 : ~0
    let from = level * words
    let to = from + words
    unsafe bits.below.withUnsafeBufferPointer { below in
      if absent < 0 || !missingGoesLeft[node] {
        // Missing rows are below no threshold, which is where the default right sends them.
        for word in span.low..<span.high {
          unsafe memory[to + word] = unsafe memory[from + word] & (below[start + word] ^ flip)
        }
      } else {
        unsafe bits.missing.withUnsafeBufferPointer { missing in
          for word in span.low..<span.high {
            unsafe memory[to + word] =
              unsafe memory[from + word]
              & ((below[start + word] | missing[absent + word]) ^ flip)
          }
        }
      }
    }
    var result = span
    while result.low < result.high, unsafe memory[to + result.low] == 0 { result.low += 1 }
    while result.high > result.low, unsafe memory[to + result.high - 1] == 0 { result.high -= 1 }
    return result
  }
}
