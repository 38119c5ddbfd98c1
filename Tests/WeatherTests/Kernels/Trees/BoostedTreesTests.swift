import NumericKernels
import TestSupport
import Testing
import Weather

@Suite("Boosted trees")
struct BoostedTreesTests {
  /// A bent surface of three features with noise and one value in ten missing.
  private static func rows(
    _ count: Int, seed: UInt64 = 7, positive: Bool = false, gaps: Bool = true
  ) -> BoostedTrees.Rows {
    var stream = RandomStream(seed: seed, index: 0)
    var columns = [[Double]](repeating: [], count: 3)
    var response: [Double] = []
    for _ in 0..<count {
      let row = (0..<3).map { _ in stream.normal() }
      let signal = 2 * row[0] + (row[1] > 0.3 ? 3 : 0) + row[0] * row[2]
      let noise = stream.normal()
      response.append(
        positive ? Logarithm.power(2.718281828, 0.3 * signal + 0.2 * noise) : signal + noise)
      for column in 0..<3 {
        columns[column].append(gaps && stream.uniform() < 0.1 ? .nan : row[column])
      }
    }
    return BoostedTrees.Rows(FeatureMatrix(columns: columns), response: response)
  }

  private static func quick(_ change: (inout BoostingSettings) -> Void = { _ in })
    -> BoostingSettings
  {
    var settings = BoostingSettings()
    settings.rounds = 30
    settings.depth = 4
    change(&settings)
    return settings
  }

  @Test("Our walk predicts what XGBoost predicts, to single precision", .tags(.golden))
  func samePrediction() throws {
    let rows = Self.rows(400)
    for settings in [
      Self.quick(), Self.quick { $0.depth = 0 },
      Self.quick {
        $0.treesPerRound = 4
        $0.rowShare = 0.6
        $0.featureShareBySplit = 0.5
      },
    ] {
      let training = try BoostedTrees.train(rows, settings, keepsMargins: true)
      let ours = training.ensemble.predict(rows.table)
      // XGBoost adds the leaves in single precision: 24 bits, over tens of trees.
      for (mine, theirs) in zip(ours, training.margins) {
        #expect(abs(mine - Double(theirs)) < 1e-5 * max(1, abs(mine)))
      }
    }
  }

  @Test("A log link predicts the logarithm of the mean", .tags(.golden))
  func logLink() throws {
    let rows = Self.rows(400, positive: true)
    let training = try BoostedTrees.train(
      rows, Self.quick { $0.objective = .logLink }, keepsMargins: true)
    let ours = training.ensemble.predict(rows.table)
    for (mine, theirs) in zip(ours, training.margins) {
      #expect(abs(mine - Double(theirs)) < 1e-5)
    }
    let correlation = zip(ours, rows.response).map { $0 * Logarithm.natural($1) }
    #expect(Summation.mean(correlation) > 0.2)
    #expect(throws: KernelError.self) {
      try BoostedTrees.train(Self.rows(50), Self.quick { $0.objective = .logLink })
    }
  }

  @Test("The same seed gives the same trees, another seed others", .tags(.property))
  func reproducible() throws {
    let rows = Self.rows(300)
    func trees(_ seed: UInt64) throws -> TreeEnsemble {
      try BoostedTrees.train(
        rows,
        Self.quick {
          $0.rowShare = 0.5
          $0.seed = seed
        }
      ).ensemble
    }
    let first = try trees(3)
    #expect(try trees(3) == first)
    #expect(try trees(4) != first)
  }

  @Test("Models trained side by side are those trained alone", .tags(.property))
  func parallel() throws {
    let rows = Self.rows(300)
    let together = try parallelMap(
      count: 6, threads: 2,
      throwing: { index throws(KernelError) in
        try BoostedTrees.train(
          rows,
          Self.quick {
            $0.rowShare = 0.5
            $0.seed = UInt64(index)
          }
        ).ensemble
      })
    let alone = try BoostedTrees.train(
      rows,
      Self.quick {
        $0.rowShare = 0.5
        $0.seed = 4
      }
    ).ensemble
    #expect(together[4] == alone)
  }

  @Test("A rising constraint makes the prediction rise", .tags(.property))
  func monotone() throws {
    let rows = Self.rows(400, gaps: false)
    let ensemble = try BoostedTrees.train(
      rows, Self.quick { $0.monotone = [1, 0, 0] }
    ).ensemble
    let grid = (0..<40).map { Double($0) / 10 - 2 }
    for other in [-1.0, 0, 1] {
      let table = FeatureMatrix(
        columns: [grid, grid.map { _ in other }, grid.map { _ in -other }])
      let line = ensemble.predict(table)
      #expect(zip(line, line.dropFirst()).allSatisfy { $0 <= $1 + 1e-6 })
    }
  }

  @Test("A boosted quantile has its share of values below it", .tags(.analytical))
  func quantile() throws {
    let rows = Self.rows(1_000)
    for level in [0.1, 0.5, 0.9] {
      let ensemble = try BoostedTrees.train(
        rows,
        Self.quick {
          $0.objective = .quantile(level)
          $0.rounds = 60
          $0.leastLeafWeight = 20
          $0.learningRate = 0.2
        }
      ).ensemble
      let predicted = ensemble.predict(rows.table)
      let below = zip(rows.response, predicted).reduce(0) { $0 + ($1.0 < $1.1 ? 1 : 0) }
      #expect(abs(Double(below) / 1_000 - level) < 0.04)
    }
  }

  @Test("Training stops where the validation error is least", .tags(.property))
  func earlyStopping() throws {
    let training = try BoostedTrees.train(
      Self.rows(200),
      Self.quick {
        $0.rounds = 300
        $0.depth = 6
        $0.learningRate = 0.3
        $0.patience = 10
      }, validation: Self.rows(200, seed: 8))
    let best = training.validationErrors.indices.min {
      training.validationErrors[$0] < training.validationErrors[$1]
    }
    #expect(training.ensemble.treeCount == (best ?? -2) + 1)
    #expect(training.validationErrors.count < 300)
  }

  @Test("A response that is no number is refused with its row", .tags(.analytical))
  func notFinite() {
    let rows = BoostedTrees.Rows(
      FeatureMatrix(columns: [[1, 2, 3]]), response: [1, .nan, 2])
    #expect(throws: KernelError.notFinite(name: "response", row: 1)) {
      try BoostedTrees.train(rows, BoostingSettings())
    }
  }

  @Test("A constant column and a constant response give the constant", .tags(.analytical))
  func constant() throws {
    let rows = BoostedTrees.Rows(
      FeatureMatrix(columns: [[1, 1, 1, 1], [0, 1, 2, 3]]), response: [5, 5, 5, 5])
    let predicted = try BoostedTrees.train(rows, Self.quick()).ensemble.predict(rows.table)
    #expect(predicted.allSatisfy { abs($0 - 5) < 1e-6 })
  }
}
