extension PackedBlock {
  /// Why a payload cannot be read.
  package enum Damage: Error, Equatable, Sendable {
    /// Shorter than its own header or not whole words.
    case truncated
    /// Written by a later version.
    case unknownVersion(Int)
    /// The checksum does not fit the content or the place.
    case checksum
    /// The content contradicts itself or the archive's tables.
    case inconsistent
  }

  /// Unpacks one payload into a stretch of an array.
  ///
  /// - Parameters:
  ///   - payload: bytes as `encode` made them; any other bytes are refused.
  ///   - count: how many values the archive says the block has.
  ///   - seal: where the archive says the block belongs.
  ///   - values: receives the values at `position ..< position + count`, NaN where missing.
  /// - Returns: how many values are not missing.
  @discardableResult
  static func decode(
    _ payload: [UInt8], count: Int, seal: BlockSeal, into values: inout [Double],
    at position: Int
  ) throws(Damage) -> Int {
    let words = try checkedWords(of: payload, count: count, seal: seal)
    var next = headerWords
    var valid = 0
    var begin = 0
    while begin < count {
      let size = min(groupSize, count - begin)
      let header = try GroupHeader(words, at: &next)
      let codeWords = (size * header.width + 63) / 64
      guard words.count - next >= codeWords else { throw .inconsistent }
      valid += header.decode(words, next, count: size, into: &values, at: position + begin)
      next += codeWords
      begin += size
    }
    guard next == words.count, UInt64(valid) == words[1] else { throw .inconsistent }
    return valid
  }

  /// The words of a payload whose checksum and count hold.
  static func checkedWords(
    of payload: [UInt8], count: Int, seal: BlockSeal
  ) throws(Damage) -> [UInt64] {
    guard payload.count >= headerWords * 8, payload.count % 8 == 0 else { throw .truncated }
    let words = words(of: payload)
    let found = words[0] & 0xffff_ffff
    guard found == version || found == unsealedVersion else { throw .unknownVersion(Int(found)) }
    let start = found == version ? seal.state : unsealedState
    guard words[2] == checksum(of: words, from: start) else { throw .checksum }
    guard words[0] >> 32 == UInt64(count), count <= maximumCount else { throw .inconsistent }
    return words
  }

  /// All values of one payload.
  static func decode(
    _ payload: [UInt8], count: Int, seal: BlockSeal
  ) throws(Damage) -> [Double] {
    guard (0...maximumCount).contains(count) else { throw .inconsistent }
    var values = [Double](repeating: .nan, count: count)
    try decode(payload, count: count, seal: seal, into: &values, at: 0)
    return values
  }

  struct GroupHeader {
    let kind: Int
    let hasMissing: Bool
    let width: Int
    let step: UInt64
    let offset: UInt64

    /// Reads one header and moves on to the codes.
    init(_ words: [UInt64], at next: inout Int) throws(Damage) {
      guard next < words.count else { throw .inconsistent }
      let word = words[next]
      next += 1
      kind = Int(word & 15)
      hasMissing = word >> 4 & 1 == 1
      width = Int(word >> 5 & 127)
      if word >> 12 & 1 == 1 {
        guard words.count - next >= 2 else { throw .inconsistent }
        step = words[next]
        offset = words[next + 1]
        next += 2
      } else {
        step = word >> 13 & 2_047
        // The arithmetic shift carries the sign along.
        offset = UInt64(bitPattern: Int64(bitPattern: word) >> 24)
      }
      let isKnown =
        kind <= largestDecimals || kind == Int(bitPatternKind)
        || (kind == Int(allMissingKind) && width == 0)
      guard isKnown, width <= 64 else { throw .inconsistent }
    }

    /// Writes the group's values and says how many are not missing.
    func decode(
      _ words: [UInt64], _ first: Int, count: Int, into values: inout [Double], at position: Int
    ) -> Int {
      if kind == Int(allMissingKind) {
        for index in position..<position + count { values[index] = .nan }
        return 0
      }
      if width == 0 {
        let value = value(of: 0)
        for index in position..<position + count { values[index] = value }
        return count
      }
      let mask = UInt64.max >> UInt64(64 - width)
      // No code reaches the marker when nothing is missing, so one comparison serves both.
      let marker = hasMissing ? mask : 0
      var valid = count
      var bit = 0
      let scale = kind <= largestDecimals ? scales[kind] : 1
      for index in position..<position + count {
        let word = first + bit >> 6
        let shift = UInt64(bit & 63)
        var code = words[word] &>> shift
        if bit & 63 + width > 64 { code |= words[word + 1] &<< (64 &- shift) }
        code &= mask
        bit += width
        if hasMissing, code == marker {
          values[index] = .nan
          valid -= 1
        } else {
          let integer = offset &+ code &* step
          values[index] =
            kind == Int(bitPatternKind)
            ? Double(bitPattern: integer) : Double(Int64(bitPattern: integer)) / scale
        }
      }
      return valid
    }

    private func value(of code: UInt64) -> Double {
      let integer = offset &+ code &* step
      return kind == Int(bitPatternKind)
        ? Double(bitPattern: integer) : Double(Int64(bitPattern: integer)) / scales[kind]
    }
  }
}
