import FoundationEssentials

/// Which steps of a stretch are a reading's own, as runs on the series' lattice.
struct Coverage: Equatable, Sendable {
  /// In order, apart and not empty.
  private(set) var runs: [Range<Int>]

  /// From positions in ascending order.
  init(_ positions: some Sequence<Int>) {
    runs = []
    for position in positions {
      if let last = runs.last, last.upperBound == position {
        runs[runs.count - 1] = last.lowerBound..<position + 1
      } else {
        runs.append(position..<position + 1)
      }
    }
  }

  /// The positions at which a stretch of values has one.
  init(of stretches: [Overlay.Stretch]) {
    self.init(
      stretches.lazy.flatMap { stretch in
        zip(stretch.positions, stretch.values).lazy.filter { !$0.1.isNaN }.map(\.0)
      })
  }

  var isEmpty: Bool { runs.isEmpty }
  var count: Int { runs.reduce(0) { $0 + $1.count } }

  /// All positions in order.
  var positions: [Int] { runs.flatMap { Array($0) } }

  /// Without the positions of another.
  func subtracting(_ other: Coverage) -> Coverage {
    guard !other.isEmpty, !isEmpty else { return self }
    var rest = Coverage([])
    var next = 0
    for run in runs {
      var begin = run.lowerBound
      while next < other.runs.count, other.runs[next].upperBound <= begin { next += 1 }
      var at = next
      while at < other.runs.count, other.runs[at].lowerBound < run.upperBound {
        if other.runs[at].lowerBound > begin {
          rest.runs.append(begin..<other.runs[at].lowerBound)
        }
        begin = max(begin, other.runs[at].upperBound)
        at += 1
      }
      if begin < run.upperBound { rest.runs.append(begin..<run.upperBound) }
    }
    return rest
  }

  /// Only positions in a range.
  func clamped(to range: Range<Int>) -> Coverage {
    var part = Coverage([])
    part.runs = runs.map { $0.clamped(to: range) }.filter { !$0.isEmpty }
    return part
  }

  // MARK: Bytes

  /// Gaps and lengths in turn, each in groups of seven bits, the lowest first; a set high bit says
  /// that another group follows (LEB128).
  ///
  /// - Parameter origin: a position at or before the first.
  func encoded(from origin: Int) -> Data {
    var bytes: [UInt8] = []
    func append(_ number: Int) {
      var rest = UInt(number)
      repeat {
        let group = UInt8(rest & 127)
        rest >>= 7
        bytes.append(rest > 0 ? group | 128 : group)
      } while rest > 0
    }
    var last = origin
    for run in runs {
      append(run.lowerBound - last)
      append(run.count)
      last = run.upperBound
    }
    return Data(bytes)
  }

  /// Reads what `encoded(from:)` wrote; `nil` for other bytes.
  init?(_ data: Data, from origin: Int) {
    var numbers: [Int] = []
    var number = 0
    var shift = 0
    for byte in data {
      guard shift <= 35 else { return nil }
      number |= Int(byte & 127) << shift
      shift += 7
      if byte & 128 == 0 {
        numbers.append(number)
        (number, shift) = (0, 0)
      }
    }
    guard shift == 0, numbers.count % 2 == 0 else { return nil }
    runs = []
    var last = origin
    for index in stride(from: 0, to: numbers.count, by: 2) {
      let begin = last + numbers[index]
      guard numbers[index + 1] > 0 else { return nil }
      last = begin + numbers[index + 1]
      runs.append(begin..<last)
    }
  }
}
