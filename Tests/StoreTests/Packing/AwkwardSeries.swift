import NumericKernels

/// Series that are hard on a lossless packing.
enum AwkwardSeries {
  /// Named shapes, each once.
  static let all: [(String, [Double])] = [
    ("empty", []),
    ("one value", [17.3]),
    ("one gap", [.nan]),
    ("only gaps", [Double](repeating: .nan, count: 200)),
    ("a whole group and one more", (0..<65).map(Double.init)),
    ("negative zero", [0, -0.0, 1, 2]),
    ("tenths", (0..<200).map { Double($0 - 100) / 10 }),
    ("nine decimals", (0..<70).map { Double($0) / 1e9 }),
    ("ten decimals", (0..<70).map { Double($0 * 3 + 1) / 1e10 }),
    ("thirds", (0..<130).map { Double($0) / 3 }),
    ("thirds and gaps", (0..<130).map { (n: Int) -> Double in n % 5 == 0 ? .nan : Double(n) / -3 }),
    (
      "extremes",
      [
        .greatestFiniteMagnitude, -.greatestFiniteMagnitude, .leastNonzeroMagnitude,
        -.leastNonzeroMagnitude, .leastNormalMagnitude, .pi, 0, .nan, .infinity, -.infinity,
      ]
    ),
    ("both signs of bit patterns and a gap", [-1e300, 1e300, .nan]),
    (
      "bounds of exact integers",
      [
        9_007_199_254_740_992, -9_007_199_254_740_992, 2_251_799_813_685_247,
        2_251_799_813_685_248, -2_251_799_813_685_248, 0.5,
      ]
    ),
    ("a large integer beside a tenth", [1_125_899_906_842_624, 0.1, .nan]),
    ("single precision", (0..<100).map { Double(Float($0) / 7) }),
    ("hundreds", (0..<100).map { (n: Int) -> Double in n == 50 ? .nan : Double(n % 20) * 100 }),
    (
      "tiny decimals beside whole numbers",
      (0..<200).map { (n: Int) -> Double in n == 90 ? 0.2856 : Double(n) }
    ),
  ]

  /// A random length, kind of number and pattern of gaps.
  static func random(seed: UInt64) -> [Double] {
    var stream = RandomStream(seed: seed, index: 0)
    let count = Int(stream.next() % 700)
    let decimals = Int(stream.next() % 12)
    let magnitude = 1 + stream.next() % 1_000_000
    let gaps = stream.next() % 4
    let scale = (0..<decimals).reduce(1.0) { power, _ in power * 10 }
    return (0..<count).map { position in
      let draw = stream.next()
      if gaps > 0, draw >> 60 < gaps * (position / 40 % 3 == 0 ? 5 : 1) { return .nan }
      if decimals == 11 {
        let any = Double(bitPattern: stream.next())
        return any.isNaN ? .nan : any
      }
      let integer = Int64(stream.next() % magnitude) - Int64(magnitude / 3)
      return Double(integer) / scale
    }
  }

  /// Equal bit for bit, with every NaN equal to every other.
  static func haveEqualBits(_ left: [Double], _ right: [Double]) -> Bool {
    left.count == right.count
      && zip(left, right).allSatisfy {
        $0.bitPattern == $1.bitPattern || ($0.isNaN && $1.isNaN)
      }
  }
}
