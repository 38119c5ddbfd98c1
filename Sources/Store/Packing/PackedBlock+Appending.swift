extension PackedBlock {
  /// A payload with more values behind those that it has: the same bytes as packing all of them
  /// anew.
  ///
  /// Groups that are full are taken over as they are, so that a day behind a year costs a day.
  ///
  /// - Parameters:
  ///   - values: laid behind the last value, NaN where missing.
  ///   - payload: bytes as `encode` made them; any other bytes are refused.
  ///   - count: how many values the archive says the block has.
  ///   - seal: where the block belongs.
  static func appending(
    _ values: [Double], to payload: [UInt8], count: Int, seal: BlockSeal
  ) throws(Damage) -> [UInt8] {
    let old = try checkedWords(of: payload, count: count, seal: seal)
    let full = count / groupSize * groupSize
    var next = headerWords
    for _ in 0..<full / groupSize {
      let header = try GroupHeader(old, at: &next)
      next += header.width
      guard next <= old.count else { throw .inconsistent }
    }
    // The last group is packed again together with what follows.
    var tail = [Double](repeating: .nan, count: count - full)
    var lost = 0
    if full < count {
      var after = next
      let header = try GroupHeader(old, at: &after)
      let codeWords = (tail.count * header.width + 63) / 64
      guard old.count - after == codeWords else { throw .inconsistent }
      lost = header.decode(old, after, count: tail.count, into: &tail, at: 0)
    } else {
      guard next == old.count else { throw .inconsistent }
    }
    guard old[1] >= UInt64(lost) else { throw .inconsistent }
    tail += values
    let total = full + tail.count
    guard total <= maximumCount else { throw .inconsistent }
    var words = Array(old[..<next])
    words.reserveCapacity(words.count + tail.count / 4 + 2)
    var group = Group()
    var valid = Int(truncatingIfNeeded: old[1]) - lost
    var begin = 0
    while begin < tail.count {
      let end = min(begin + groupSize, tail.count)
      valid += group.encode(tail, begin..<end, to: &words)
      begin = end
    }
    words[0] = version | UInt64(total) << 32
    words[1] = UInt64(valid)
    words[2] = checksum(of: words, from: seal.state)
    return bytes(of: words)
  }
}
