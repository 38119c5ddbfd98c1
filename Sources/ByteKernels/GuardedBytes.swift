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

/// Columns of equal capacity in one allocation, filled row by row and then copied out once.
///
/// Rows are never more than the line ends that the capacity was counted from, so writing needs no
/// check in release builds.
@safe final class ColumnBuffer<Element: BitwiseCopyable> {
  private let base: UnsafeMutablePointer<Element>
  private let capacity: Int
  private let columns: Int

  init(columns: Int, capacity: Int) {
    self.columns = columns
    self.capacity = capacity
    unsafe base = .allocate(capacity: max(1, columns * capacity))
  }

  deinit { unsafe base.deallocate() }

  /// Writing only; a row is read after all of it is written.
  @inline(__always)
  func set(_ column: Int, _ row: Int, _ value: Element) {
    assert(column < columns && row < capacity)
    unsafe base[column * capacity + row] = value
  }

  /// The first rows of a column, all of which have been written.
  func column(_ column: Int, rows: Int) -> [Element] {
    precondition(column < columns && rows <= capacity)
    return unsafe Array(UnsafeBufferPointer(start: base + column * capacity, count: rows))
  }
}
