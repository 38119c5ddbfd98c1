/// Pairs of an array that stand in a given order, counted by merging in O(n log n).
///
/// - Source: Knight (1966), doi:10.1080/01621459.1966.10480879.
package enum PairOrder {
  /// How many pairs i < j have `keys[i] > keys[j]`; sorts the keys.
  package static func inversions(_ keys: inout [Double], scratch: inout [Double]) -> Int {
    let count = keys.count
    guard count > 1 else { return 0 }
    if scratch.count < count { scratch = [Double](repeating: 0, count: count) }
    return unsafe keys.withUnsafeMutableBufferPointer { keys in
      unsafe scratch.withUnsafeMutableBufferPointer { scratch in
        unsafe sort(keys.baseAddress!, scratch.baseAddress!, count)
      }
    }
  }

  private static let block = 12

  private static func sort(
    _ keys: UnsafeMutablePointer<Double>, _ scratch: UnsafeMutablePointer<Double>, _ count: Int
  ) -> Int {
    var inversions = 0
    var start = 0
    while start < count {
      let end = min(start + block, count)
      for place in (start + 1)..<max(end, start + 1) {
        let key = unsafe keys[place]
        var slot = place
        while slot > start, unsafe keys[slot - 1] > key {
          unsafe keys[slot] = keys[slot - 1]
          slot -= 1
        }
        unsafe keys[slot] = key
        inversions += place - slot
      }
      start = end
    }
    var from = unsafe keys
    var into = unsafe scratch
    var width = block
    while width < count {
      var start = 0
      while start < count {
        let middle = min(start + width, count)
        let end = min(start + 2 * width, count)
        unsafe inversions += merge(from, into, start, middle, end)
        start = end
      }
      unsafe swap(&from, &into)
      width *= 2
    }
    if unsafe from != keys { unsafe keys.update(from: from, count: count) }
    return inversions
  }

  private static func merge(
    _ from: UnsafeMutablePointer<Double>, _ into: UnsafeMutablePointer<Double>, _ start: Int,
    _ middle: Int, _ end: Int
  ) -> Int {
    var left = start
    var right = middle
    var slot = start
    var inversions = 0
    while left < middle, right < end {
      // Without a branch that the processor would have to guess.
      let leftKey = unsafe from[left]
      let rightKey = unsafe from[right]
      let takesRight = rightKey < leftKey
      unsafe into[slot] = takesRight ? rightKey : leftKey
      let step = takesRight ? 1 : 0
      inversions &+= takesRight ? middle &- left : 0
      right &+= step
      left &+= 1 &- step
      slot &+= 1
    }
    if left < middle { unsafe (into + slot).update(from: from + left, count: middle - left) }
    if right < end { unsafe (into + slot).update(from: from + right, count: end - right) }
    return inversions
  }

  /// A key with the place it came from.
  struct Keyed {
    var key: Double
    let place: Int32
  }

  /// Merges and shows every block of inversions: one later element that goes before the earlier ones
  /// that are left over. Stable; sorts the elements.
  ///
  /// - Parameter found: the earlier elements’ slice of the array and the later element’s place.
  static func visitInversions(
    _ elements: inout [Keyed], _ found: (ArraySlice<Keyed>, Int32) -> Void
  ) {
    var other = elements
    var width = 1
    while width < elements.count {
      var start = 0
      while start < elements.count {
        let middle = min(start + width, elements.count)
        let end = min(start + 2 * width, elements.count)
        var left = start
        var right = middle
        var slot = start
        while left < middle || right < end {
          if right == end || (left < middle && elements[left].key <= elements[right].key) {
            other[slot] = elements[left]
            left += 1
          } else {
            if left < middle { found(elements[left..<middle], elements[right].place) }
            other[slot] = elements[right]
            right += 1
          }
          slot += 1
        }
        start = end
      }
      swap(&elements, &other)
      width *= 2
    }
  }
}
