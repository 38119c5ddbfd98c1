import Documents
import NumericKernels

/// Checks that look at single values of one series.
enum ValueChecks {
  /// Numbers that stand for missing in some source, and what unit conversion makes of them.
  private static let sentinels: [Double] = [
    -9_999, -999, -99, -9.999, -0.999, -99.9, 999, 9_999, 985, 995, 9_997, 9_998, 99_999,
  ]

  /// Sentinels that survived reading. A negative one is certain, a positive one is judged by its
  /// loneliness: it comes often while hardly any value lies near it, or it stands once or twice
  /// more than five times above everything else that was measured.
  static func sentinels(_ series: MonitoringSeries) -> [QualityFinding] {
    guard series.pollutant.kind != .weather else { return [] }
    return sentinels.compactMap { sentinel in
      var positions: [Int] = []
      var near = 0
      for (position, value) in series.storage.enumerated() {
        if value == sentinel {
          positions.append(position)
        } else if abs(value - sentinel) <= 0.05 * abs(sentinel) {
          near += 1
        }
      }
      let others = series.storage.lazy.filter { !$0.isNaN && $0 < sentinel }.max() ?? .infinity
      let isFarOff = sentinel > 0 && near == 0 && others * 5 < sentinel
      let isLonely = (positions.count >= 3 && positions.count > 2 * near) || isFarOff
      guard !positions.isEmpty, isLonely || (sentinel <= -9.999 && near == 0) else { return nil }
      return series.finding(
        .sentinel, .unusable, at: positions,
        Message(
          "quality.sentinel", ["value": .exact(sentinel), "count": .count(positions.count)]),
        facts: ["value": sentinel, "count": Double(positions.count), "near": Double(near)])
    }
  }

  /// Values further below zero than the scatter about zero explains.
  ///
  /// Small negatives are real. Their own median tells the scatter (the median of a half normal is
  /// 0.6745 σ); what lies beyond five of it has another reason.
  static func negatives(_ series: MonitoringSeries) -> [QualityFinding] {
    guard series.pollutant.kind == .gas || series.pollutant.kind == .particulate else { return [] }
    var depths: [Double] = []
    for value in series.storage where value < 0 { depths.append(-value) }
    guard !depths.isEmpty else { return [] }
    let scatter = Summation.median(depths) / 0.6745
    let limit = 5 * scatter
    let positions = series.storage.indices.filter { series.storage[$0] < -limit }
    guard !positions.isEmpty else { return [] }
    return [
      series.finding(
        .negative, .suspect, at: positions,
        Message(
          "quality.negative",
          [
            "count": .count(positions.count), "negatives": .count(depths.count),
            "limit": .number(-limit, .decimals(1), unit: series.unit.symbol),
          ]),
        facts: [
          "count": Double(positions.count), "negatives": Double(depths.count), "limit": -limit,
        ])
    ]
  }

  /// Runs of one value that are too long for how often this series repeats itself at that level.
  ///
  /// With a share p of steps that equal the one before, a run of n steps comes by chance about
  /// N p^(n−1) times in N steps. The share is taken at the run's own level, since coarse rounding
  /// repeats low values more often. A run at the lowest readings is clean air below what the
  /// instrument tells apart, and only noted.
  static func constantRuns(_ series: MonitoringSeries) -> [QualityFinding] {
    guard series.pollutant.kind == .gas || series.pollutant.kind == .particulate else { return [] }
    let storage = series.storage
    let sorted = storage.filter { !$0.isNaN }.sorted()
    guard sorted.count >= 100 else { return [] }
    let borders = (1..<5).map { sorted[sorted.count * $0 / 5] }
    func level(_ value: Double) -> Int { borders.reduce(0) { $0 + (value > $1 ? 1 : 0) } }
    var pairs = [Int](repeating: 0, count: 5)
    var equal = [Int](repeating: 0, count: 5)
    for position in 1..<storage.count {
      let (before, now) = (storage[position - 1], storage[position])
      if before.isNaN || now.isNaN { continue }
      let bin = level(before)
      pairs[bin] += 1
      if before == now { equal[bin] += 1 }
    }
    let lowest = sorted[sorted.count / 50]
    let shortest = series.axis.step >= .day ? 4 : 6
    var runs: [QualityGrade: [Range<Int>]] = [:]
    var position = 0
    while position < storage.count {
      var end = position + 1
      while end < storage.count, storage[end] == storage[position] { end += 1 }
      let length = end - position
      if length >= shortest {
        let bin = level(storage[position])
        let share = min(0.9, (Double(equal[bin]) + 1) / (Double(pairs[bin]) + 2))
        let expected = Double(pairs[bin]) * Logarithm.power(share, Double(length - 1))
        if expected < 0.01 {
          let grade: QualityGrade =
            storage[position] <= lowest ? .note : expected < 1e-6 ? .unusable : .suspect
          runs[grade, default: []].append(position..<end)
        }
      }
      position = end
    }
    return runs.sorted { $0.key > $1.key }.compactMap { grade, runs in
      stillstand(series, runs, grade)
    }
  }

  private static func stillstand(
    _ series: MonitoringSeries, _ runs: [Range<Int>], _ grade: QualityGrade
  ) -> QualityFinding? {
    guard let longest = runs.max(by: { ($0.count, $1.lowerBound) < ($1.count, $0.lowerBound) })
    else { return nil }
    let count = runs.reduce(0) { $0 + $1.count }
    var values: [String: Value] = [
      "value": series.level(series.storage[longest.lowerBound]),
      "longest": series.steps(longest.count),
      "from": .date(series.axis.label(at: longest.lowerBound)),
    ]
    if runs.count > 1 {
      values["runs"] = .count(runs.count)
      values["steps"] = series.steps(count)
    }
    let isLow = grade == .note
    let id =
      runs.count == 1
      ? (isLow ? "quality.run-low" : "quality.run") : isLow ? "quality.runs-low" : "quality.runs"
    return series.finding(
      .constantRun, grade, at: Array(runs.joined()),
      Message(id, values),
      facts: [
        "count": Double(count), "runs": Double(runs.count), "longest": Double(longest.count),
      ])
  }

  /// Single steps far from both neighbours in time, on a scale on which scatter does not grow with
  /// the level.
  ///
  /// The robust z is the smaller of the two differences over the median absolute difference of
  /// its month (times 1.4826). Two steps side by side are an episode, not a spike.
  static func spikes(_ series: MonitoringSeries) -> [QualityFinding] {
    guard series.pollutant.kind == .gas || series.pollutant.kind == .particulate,
      series.axis.step <= .hour, series.count > 1_000
    else { return [] }
    let storage = series.storage
    let middle = max(Summation.median(storage.filter { $0 > 0 }), .leastNormalMagnitude)
    let scaled = storage.map { value in
      value.isNaN ? Double.nan : Self.evened(value / middle)
    }
    let window = 30 * series.axis.step.periodsPerDay
    // A month that hardly moves, such as ozone in winter, must not make every rise a spike.
    let usual = medianDifference(scaled[...])
    var positions: [Int] = []
    var worst = (z: 0.0, position: 0)
    for begin in stride(from: 0, to: storage.count, by: window) {
      let range = begin..<min(begin + window, storage.count)
      guard let usual, let own = medianDifference(scaled[range]) else { continue }
      let scale = 1.4826 * max(own, usual / 2)
      guard scale > 0 else { continue }
      for position in range where position > 0 && position + 1 < storage.count {
        let before = scaled[position] - scaled[position - 1]
        let after = scaled[position] - scaled[position + 1]
        guard before * after > 0 else { continue }
        let z = min(abs(before), abs(after)) / scale
        guard z > spikeLimit else { continue }
        positions.append(position)
        if z > worst.z { worst = (z, position) }
      }
    }
    guard !positions.isEmpty else { return [] }
    return [
      series.finding(
        .spike, .suspect, at: positions,
        Message(
          "quality.spike",
          [
            "steps": series.steps(positions.count), "count": .count(positions.count),
            "value": series.level(storage[worst.position]),
            "time": .date(series.axis.label(at: worst.position)),
            "z": .number(worst.z, .decimals(0)),
          ]),
        facts: ["count": Double(positions.count), "largest": worst.z])
    ]
  }

  /// Of the absolute differences of successive values; `nil` with fewer than 100.
  private static func medianDifference(_ values: ArraySlice<Double>) -> Double? {
    var differences: [Double] = []
    differences.reserveCapacity(values.count)
    for position in values.indices.dropFirst() {
      let difference = abs(values[position] - values[position - 1])
      if !difference.isNaN { differences.append(difference) }
    }
    return differences.count >= 100 ? Summation.median(differences) : nil
  }

  /// Of the robust z. Real hours of Beijing exceed it about once in five thousand.
  static let spikeLimit = 12.0

  /// Nearly linear below one and logarithmic above: the inverse hyperbolic sine.
  private static func evened(_ value: Double) -> Double {
    let size = abs(value)
    let result = Logarithm.natural(size + (size * size + 1).squareRoot())
    return value < 0 ? -result : result
  }
}
