/// One series' values of one local year, packed without loss into 64-bit little-endian words.
///
/// Monitoring values are decimals of few digits that move slowly, so groups of 64 neighbours are
/// kept as integers above their smallest, in units of their greatest common step, with as many
/// bits as the widest needs. On hourly data this takes a little less than one byte a value.
///
/// Layout, all words little-endian:
///
///     word 0      version (low half, 2), count of values (high half)
///     word 1      count of values that are not missing (low half), 0 (high half)
///     word 2      checksum over every other word, see `checksum(of:from:)`
///     then, for each group of 64 values (the last may be shorter):
///       header    bits 0–3   kind: 0–9 decimals, 14 all missing, 15 IEEE bit patterns
///                 bit  4     some values are missing; the code of all ones stands for them
///                 bits 5–11  width of a code in bits, 0–64
///                 bit  12    wide: step and offset follow as two words of their own
///                 bits 13–23 step, 1–2047            (0 when wide)
///                 bits 24–63 offset, signed          (0 when wide)
///       codes     ceil(values × width / 64) words, lowest bits first
///
/// A value is `(offset + code × step) / 10^kind`, or the double whose bit pattern is
/// `offset + code × step`. The kind is the smallest that gives every value of the group back bit
/// for bit, so nothing depends on how a number was printed. Bit patterns are the way out for
/// values of full precision, for −0.0 and for infinities.
package enum PackedBlock {
  /// A block whose checksum starts from its place in the archive.
  static let version: UInt64 = 2
  /// The same layout with a checksum over the words alone, in archives of formats 1 to 4.
  static let unsealedVersion: UInt64 = 1
  /// What such a checksum starts from.
  static let unsealedState: UInt64 = 0xcbf2_9ce4_8422_2325
  /// Values that share one offset, step and width.
  static let groupSize = 64
  /// Words before the first group.
  static let headerWords = 3
  /// The largest block: far above a year of one-second values, so that a damaged count cannot
  /// ask for all memory.
  static let maximumCount = 1 << 26

  static let allMissingKind: UInt64 = 14
  static let bitPatternKind: UInt64 = 15
  static let largestDecimals = 9
  static let largestNarrowStep: UInt64 = 2_047
  static let narrowOffsets: Range<Int64> = -(1 << 39)..<(1 << 39)

  /// Powers of ten that a double holds exactly.
  static let scales: [Double] = [1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9]

  /// A 64-bit hash of all words but the checksum itself.
  ///
  /// Each step is a bijection of the state and of the word, so damage that stays inside one word
  /// is always seen; other damage goes unseen once in 2^64.
  ///
  /// - Parameter start: the state of the block's seal, or `unsealedState`.
  static func checksum(of words: [UInt64], from start: UInt64) -> UInt64 {
    var state = start
    for (position, word) in words.enumerated() where position != 2 {
      state = (state ^ word) &* 0x9e37_79b9_7f4a_7c15
      state ^= state >> 32
    }
    return state
  }

  /// How many values of a payload that `encode` made are not missing.
  static func validCount(of payload: [UInt8]) -> Int {
    Int(payload[8]) | Int(payload[9]) << 8 | Int(payload[10]) << 16 | Int(payload[11]) << 24
  }

  /// Words as bytes, lowest first.
  static func bytes(of words: [UInt64]) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: words.count * 8)
    var position = 0
    for word in words {
      bytes[position] = UInt8(truncatingIfNeeded: word)
      bytes[position + 1] = UInt8(truncatingIfNeeded: word >> 8)
      bytes[position + 2] = UInt8(truncatingIfNeeded: word >> 16)
      bytes[position + 3] = UInt8(truncatingIfNeeded: word >> 24)
      bytes[position + 4] = UInt8(truncatingIfNeeded: word >> 32)
      bytes[position + 5] = UInt8(truncatingIfNeeded: word >> 40)
      bytes[position + 6] = UInt8(truncatingIfNeeded: word >> 48)
      bytes[position + 7] = UInt8(truncatingIfNeeded: word >> 56)
      position += 8
    }
    return bytes
  }

  /// Whole words of bytes, lowest byte first.
  static func words(of bytes: [UInt8]) -> [UInt64] {
    var words = [UInt64](repeating: 0, count: bytes.count / 8)
    var position = 0
    for index in words.indices {
      words[index] =
        UInt64(bytes[position]) | UInt64(bytes[position + 1]) << 8
        | UInt64(bytes[position + 2]) << 16 | UInt64(bytes[position + 3]) << 24
        | UInt64(bytes[position + 4]) << 32 | UInt64(bytes[position + 5]) << 40
        | UInt64(bytes[position + 6]) << 48 | UInt64(bytes[position + 7]) << 56
      position += 8
    }
    return words
  }
}
