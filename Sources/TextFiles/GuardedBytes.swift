/// Bytes of which the last is a line end, read without a bounds check.
///
/// Safe to use because every loop of the scanner stops at a line end and the scanner begins no
/// row behind the last one; a debug build checks each access all the same.
@safe struct GuardedBytes {
  private let base: UnsafePointer<UInt8>
  /// How many bytes.
  let count: Int

  init?(_ buffer: UnsafeBufferPointer<UInt8>) {
    guard let base = buffer.baseAddress, buffer.count > 0, unsafe buffer[buffer.count - 1] == 0x0a
    else {
      return nil
    }
    unsafe self.base = base
    count = buffer.count
  }

  @inline(__always)
  subscript(position: Int) -> UInt8 {
    assert(position >= 0 && position < count)
    return unsafe base[position]
  }

  /// The bytes of a range.
  func text(_ range: Range<Int>) -> [UInt8] {
    precondition(range.lowerBound >= 0 && range.upperBound <= count)
    return unsafe Array(UnsafeBufferPointer(start: base + range.lowerBound, count: range.count))
  }
}

/// Columns that are filled row by row, each in its own array's storage.
///
/// Rows are never more than the line ends that the capacity was counted from, so writing needs no
/// check in release builds.
@safe struct ColumnWriter<Element: BitwiseCopyable> {
  private let bases: [UnsafeMutablePointer<Element>]
  private let capacity: Int

  private init(bases: [UnsafeMutablePointer<Element>], capacity: Int) {
    unsafe self.bases = bases
    self.capacity = capacity
  }

  @inline(__always)
  func set(_ column: Int, _ row: Int, _ value: Element) {
    assert(row < capacity)
    unsafe bases[column][row] = value
  }

  /// Arrays of `capacity` elements that `fill` writes and of which it says how many it wrote.
  ///
  /// The arrays are opened one inside the other, so that no column is copied afterwards.
  static func columns(
    _ count: Int, capacity: Int, fill: (ColumnWriter<Element>) -> Int
  ) -> [[Element]] {
    var arrays: [[Element]] = []
    var bases: [UnsafeMutablePointer<Element>] = unsafe []
    var written = 0
    func open(_ column: Int) {
      guard column < count else {
        written = unsafe fill(ColumnWriter(bases: bases, capacity: capacity))
        return
      }
      let array = unsafe [Element](unsafeUninitializedCapacity: max(1, capacity)) {
        buffer, filled in
        // A capacity of at least one has an address.
        if let base = buffer.baseAddress { unsafe bases.append(base) }
        open(column + 1)
        filled = written
      }
      arrays.append(array)
    }
    open(0)
    return arrays.reversed()
  }
}
