import NumericKernels
import TestSupport
import Testing
import Weather

@Suite("Exact marginalisation of trees")
struct MarginalisationTests {
  private static func largest(_ left: [Double], _ right: [Double]) -> Double {
    #expect(left.map(\.isNaN) == right.map(\.isNaN))
    return zip(left, right).map { $0.isNaN ? 0 : abs($0 - $1) }.max() ?? 0
  }

  @Test("Over the whole sample it equals the mean of all rows", .tags(.property), arguments: 0..<12)
  func wholeSample(_ index: Int) {
    var stream = RandomStream(seed: 41, index: UInt64(index))
    let ensemble = RandomEnsemble.trees(5, depth: 5, features: 6, using: &stream)
    let sample = RandomEnsemble.table(97, 6, using: &stream)
    let targets = RandomEnsemble.table(61, 6, using: &stream)
    let averaged = (0..<6).map { _ in stream.uniform() < 0.5 }
    let exact = Marginalisation.mean(
      of: ensemble, targets: targets, sample: sample, averaged: averaged,
      pools: .whole(sample: 97, targets: 61))
    let plain = RandomEnsemble.bruteForce(
      ensemble, targets: targets, sample: sample, averaged: averaged
    ) { _ in Array(0..<97) }
    #expect(Self.largest(exact, plain) < 1e-10)
  }

  @Test(
    "Over a window on a circle it equals the mean of the window’s rows", .tags(.property),
    arguments: 0..<12)
  func seasonWindow(_ index: Int) {
    var stream = RandomStream(seed: 42, index: UInt64(index))
    let ensemble = RandomEnsemble.trees(6, depth: 6, features: 5, using: &stream)
    let sample = RandomEnsemble.table(143, 5, using: &stream)
    let targets = RandomEnsemble.table(80, 5, using: &stream)
    let averaged = [true, false, true, true, false]
    let circle = 30
    let halfWidth = [0, 2, 4, 14, 15, 40][index % 6]
    let samplePlaces = (0..<143).map { _ in stream.index(below: circle) }
    let targetPlaces = (0..<80).map { _ in stream.index(below: circle) }
    let withClass = index.isMultiple(of: 2)
    let sampleClass = withClass ? (0..<143).map { _ in stream.index(below: 3) } : nil
    let targetClass = withClass ? (0..<80).map { _ in stream.index(below: 3) } : nil
    let exact = Marginalisation.mean(
      of: ensemble, targets: targets, sample: sample, averaged: averaged,
      pools: .window(
        sample: samplePlaces, targets: targetPlaces, halfWidth: halfWidth, circumference: circle,
        sampleClass: sampleClass, targetClass: targetClass, classes: withClass ? 3 : 1))
    let plain = RandomEnsemble.bruteForce(
      ensemble, targets: targets, sample: sample, averaged: averaged
    ) { target in
      (0..<143).filter { row in
        let apart = abs(samplePlaces[row] - targetPlaces[target])
        return min(apart, circle - apart) <= halfWidth
          && sampleClass?[row] == targetClass?[target]
      }
    }
    #expect(Self.largest(exact, plain) < 1e-10)
  }

  @Test("An empty pool has no mean", .tags(.analytical))
  func emptyPool() {
    var stream = RandomStream(seed: 43, index: 0)
    let ensemble = RandomEnsemble.trees(3, depth: 3, features: 2, using: &stream)
    let table = RandomEnsemble.table(4, 2, using: &stream)
    let exact = Marginalisation.mean(
      of: ensemble, targets: table, sample: table, averaged: [true, false],
      pools: .window(
        sample: [0, 0, 0, 0], targets: [0, 1, 5, 9], halfWidth: 1, circumference: 10))
    #expect(exact.map(\.isNaN) == [false, false, true, false])
  }

  @Test("With nothing averaged it is the prediction; with everything, the mean", .tags(.property))
  func extremes() {
    var stream = RandomStream(seed: 44, index: 0)
    let ensemble = RandomEnsemble.trees(8, depth: 6, features: 4, using: &stream)
    let table = RandomEnsemble.table(150, 4, using: &stream)
    let pools = SamplePools.whole(sample: 150, targets: 150)
    let prediction = ensemble.predict(table)
    let none = Marginalisation.mean(
      of: ensemble, targets: table, sample: table, averaged: [false, false, false, false],
      pools: pools)
    #expect(Self.largest(none, prediction) < 1e-12)
    let all = Marginalisation.mean(
      of: ensemble, targets: table, sample: table, averaged: [true, true, true, true],
      pools: pools)
    let mean = Summation.mean(prediction)
    #expect(all.allSatisfy { abs($0 - mean) < 1e-12 })
  }

  @Test("One and two threads give the same bits", .tags(.property))
  func threads() {
    var stream = RandomStream(seed: 45, index: 0)
    let ensemble = RandomEnsemble.trees(30, depth: 5, features: 6, using: &stream)
    let table = RandomEnsemble.table(200, 6, using: &stream)
    let results = [1, 2, 5].map { threads in
      Marginalisation.mean(
        of: ensemble, targets: table, sample: table,
        averaged: [true, true, true, false, false, false],
        pools: .whole(sample: 200, targets: 200), threads: threads)
    }
    #expect(results[0] == results[1] && results[0] == results[2])
  }

  @Test("Partial dependence of one and two features equals brute force", .tags(.property))
  func partialDependence() {
    var stream = RandomStream(seed: 46, index: 0)
    let ensemble = RandomEnsemble.trees(7, depth: 6, features: 5, using: &stream)
    let sample = RandomEnsemble.table(120, 5, using: &stream)
    for features in [[2], [0, 3]] {
      let points = (0..<9).map { Double($0) }
      let grid = features.count == 1 ? [points] : [points, points.map { 8 - $0 }]
      let exact = PartialDependence.mean(
        of: ensemble, features: features, grid: grid, sample: sample)
      let plain = points.indices.map { point in
        var table = sample
        for (feature, values) in zip(features, grid) {
          table = table.replacing(column: feature, with: values[point])
        }
        return Summation.mean(ensemble.predict(table))
      }
      #expect(Self.largest(exact, plain) < 1e-10)
    }
  }

  @Test("An additive ensemble of independent features has no interactions", .tags(.analytical))
  func varianceShares() {
    // Two stumps on the two columns of a complete factorial design.
    let ensemble = TreeEnsemble(
      featureCount: 2, base: 1, roots: [0, 3], feature: [0, -1, -1, 1, -1, -1],
      threshold: [0.5, 0, 0, 0.5, 0, 0], left: [1, 0, 0, 4, 0, 0], right: [2, 0, 0, 5, 0, 0],
      missingGoesLeft: [Bool](repeating: true, count: 6), value: [0, 0, 2, 0, 0, 4],
      gain: [1, 0, 0, 3, 0, 0])
    let table = FeatureMatrix(columns: [[0, 0, 1, 1], [0, 1, 0, 1]])
    let shares = PartialDependence.varianceShares(of: ensemble, table: table, groups: [[0], [1]])
    // Variances 1 and 4.
    #expect(abs(shares.variance - 5) < 1e-12)
    #expect(abs(shares.groups[0] - 0.2) < 1e-12 && abs(shares.groups[1] - 0.8) < 1e-12)
    #expect(abs(shares.interactions) < 1e-12)
    #expect(ensemble.gainShares == [0.25, 0.75])
  }
}
