extension PackedBlock {
  /// Packs a stretch of values, NaN where missing.
  ///
  /// - Parameters:
  ///   - values: any doubles; every NaN is one and the same missing value.
  ///   - range: the stretch to pack, at most `maximumCount` long.
  ///   - seal: where the block belongs.
  /// - Returns: the payload, the same bytes for the same values.
  static func encode(
    _ values: [Double], _ range: Range<Int>, seal: BlockSeal
  ) -> [UInt8] {
    precondition(range.count <= maximumCount)
    var words: [UInt64] = [version | UInt64(range.count) << 32, 0, 0]
    words.reserveCapacity(headerWords + range.count / 4)
    var group = Group()
    var valid = 0
    var begin = range.lowerBound
    while begin < range.upperBound {
      let end = min(begin + groupSize, range.upperBound)
      valid += group.encode(values, begin..<end, to: &words)
      begin = end
    }
    words[1] = UInt64(valid)
    words[2] = checksum(of: words, from: seal.state)
    return bytes(of: words)
  }

  /// Working memory for one group after the other.
  struct Group {
    /// The values as integers, later as codes; garbage where missing.
    var integers = [Int64](repeating: 0, count: groupSize)
    var isMissing = [Bool](repeating: false, count: groupSize)
    var missing = 0

    /// Appends one group and says how many of its values are not missing.
    mutating func encode(_ values: [Double], _ range: Range<Int>, to words: inout [UInt64]) -> Int {
      missing = 0
      for (position, index) in range.enumerated() {
        let absent = values[index].isNaN
        isMissing[position] = absent
        missing += absent ? 1 : 0
      }
      let valid = range.count - missing
      guard valid > 0 else {
        words.append(allMissingKind | 1 << 4 | 1 << 13)
        return 0
      }
      var kind = smallestDecimals(values, range).map(UInt64.init)
      if let decimals = kind, !scale(values, range, decimals: Int(decimals)) { kind = nil }
      if kind == nil { takeBitPatterns(values, range) }
      append(count: range.count, kind: kind ?? bitPatternKind, to: &words)
      return valid
    }

    /// The fewest decimals that give every value back bit for bit; `nil` when nine do not.
    ///
    /// A value that some number of decimals gives back is given back by more as well: the
    /// quotient is the same real number and division rounds correctly.
    private func smallestDecimals(_ values: [Double], _ range: Range<Int>) -> Int? {
      var decimals = 0
      var scale = 1.0
      for (position, index) in range.enumerated() where !isMissing[position] {
        while integer(values[index], scale: scale) == nil {
          decimals += 1
          if decimals > largestDecimals { return nil }
          scale = scales[decimals]
        }
      }
      return decimals
    }

    /// Fills the integers; false when one value is too large for this many decimals.
    private mutating func scale(
      _ values: [Double], _ range: Range<Int>, decimals: Int
    ) -> Bool {
      let scale = scales[decimals]
      for (position, index) in range.enumerated() where !isMissing[position] {
        guard let integer = integer(values[index], scale: scale) else { return false }
        integers[position] = integer
      }
      return true
    }

    private mutating func takeBitPatterns(_ values: [Double], _ range: Range<Int>) {
      for (position, index) in range.enumerated() {
        integers[position] = Int64(bitPattern: values[index].bitPattern)
      }
    }

    /// The integer whose quotient by the scale is exactly the value, bit for bit.
    @inline(__always)
    private func integer(_ value: Double, scale: Double) -> Int64? {
      let scaled = value * scale
      // Below 2^51, adding 1.5 × 2^52 leaves the nearest integer in the low bits: one addition
      // where `rounded()` is a library call on processors without SSE 4.1.
      let shift = 6_755_399_441_055_744.0
      guard abs(scaled) < 2_251_799_813_685_248.0 else { return nil }
      let integer =
        Int64(bitPattern: (scaled + shift).bitPattern) &- Int64(bitPattern: shift.bitPattern)
      // −0.0 fails here, because the integer zero has no sign.
      return (Double(integer) / scale).bitPattern == value.bitPattern ? integer : nil
    }

    /// Appends header and codes of the integers.
    private mutating func append(count: Int, kind: UInt64, to words: inout [UInt64]) {
      let offset = smallest(count: count, unsigned: kind == bitPatternKind)
      var range: UInt64 = 0
      var step: UInt64 = 0
      for position in 0..<count where !isMissing[position] {
        let distance = UInt64(bitPattern: integers[position] &- offset)
        range = max(range, distance)
        if step != 1, distance != 0 { step = greatestCommonDivisor(step, distance) }
      }
      if step == 0 { step = 1 }
      let largestCode = range / step
      let codes = missing > 0 ? largestCode + 1 : largestCode
      let width = 64 - codes.leadingZeroBitCount
      let flags = kind | (missing > 0 ? 1 << 4 : 0) | UInt64(width) << 5
      if step <= largestNarrowStep, narrowOffsets.contains(offset) {
        words.append(flags | step << 13 | UInt64(bitPattern: offset) << 24)
      } else {
        words.append(flags | 1 << 12)
        words.append(step)
        words.append(UInt64(bitPattern: offset))
      }
      if width > 0 { pack(count: count, offset: offset, step: step, width: width, to: &words) }
    }

    private func smallest(count: Int, unsigned: Bool) -> Int64 {
      // Flipping the sign bit turns the unsigned order of bit patterns into a signed one.
      let flip: Int64 = unsigned ? .min : 0
      var smallest = Int64.max
      for position in 0..<count where !isMissing[position] {
        smallest = min(smallest, integers[position] ^ flip)
      }
      return smallest ^ flip
    }

    private func greatestCommonDivisor(_ left: UInt64, _ right: UInt64) -> UInt64 {
      var divisor = left
      var rest = right
      while divisor != 0 { (divisor, rest) = (rest % divisor, divisor) }
      return rest
    }

    private func pack(
      count: Int, offset: Int64, step: UInt64, width: Int, to words: inout [UInt64]
    ) {
      let marker = UInt64.max >> UInt64(64 - width)
      var pending: UInt64 = 0
      var filled = 0
      for position in 0..<count {
        var code = marker
        if !isMissing[position] {
          let distance = UInt64(bitPattern: integers[position] &- offset)
          code = step == 1 ? distance : distance / step
        }
        pending |= code << UInt64(filled)
        filled += width
        if filled >= 64 {
          words.append(pending)
          filled -= 64
          // A shift by the full width gives zero in Swift, which is what is wanted here.
          pending = filled == 0 ? 0 : code >> UInt64(width - filled)
        }
      }
      if filled > 0 { words.append(pending) }
    }
  }
}
