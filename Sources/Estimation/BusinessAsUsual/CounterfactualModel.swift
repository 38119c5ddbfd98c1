import Documents
import NumericKernels
import Weather

/// A trained model as the outcome needs it: what it expects, what it would have expected of blocks
/// it had not seen, and how its mean expectation moves with the training data.
struct CounterfactualModel {
  /// One a step of `CounterfactualSample.complete`, on the outcome's scale.
  let expected: [Double]
  /// One a training step, by models without the step's block.
  let unseen: [Double]
  /// Mean expectation over the predicted steps of each model of resampled blocks.
  let resampledMeans: [Double]
  /// The model's own numbers.
  let rows: [Summary.Row]
}

extension CounterfactualSample {
  /// Folds of blocks that are left out together.
  static let folds = 10

  func model(_ settings: BusinessAsUsual) throws(EstimationError) -> CounterfactualModel {
    switch settings.model {
    case .additive: try additive(settings)
    case .trees: try trees(settings)
    }
  }

  private func additive(
    _ settings: BusinessAsUsual
  ) throws(EstimationError) -> CounterfactualModel {
    let predictors: AdditivePredictors
    do {
      predictors = try AdditivePredictors(settings.additive, table: table, steps: training)
    } catch {
      throw .numerical(error.withoutPlace)
    }
    return try EstimationError.numerical { () throws(KernelError) -> CounterfactualModel in
      let design = try AdditiveDesign(
        predictors.terms, covariates: predictors.values(at: training))
      let model = try BlockedAdditiveModel(
        design, response: training.map { observed[$0] }, blocks: blocks)
      let rows = try design.rows(predictors.values(at: complete))
      let isPredicted = Set(predicted)
      let weights = rows.columnMeans(
        over: complete.indices.filter { isPredicted.contains(complete[$0]) })
      return CounterfactualModel(
        expected: try rows.predictions(model.fit.coefficients),
        unseen: try model.outOfBlockPredictions(folds: Self.folds),
        resampledMeans: try model.resampledCoefficients(
          replicates: settings.replicates, seed: settings.seed
        ).map { LinearAlgebra.dot(weights, $0) },
        rows: zip(design.terms, model.fit.effectiveDegrees).map {
          Summary.Row("effective degrees, \($0.name)", $1)
        })
    }
  }

  private func trees(_ settings: BusinessAsUsual) throws(EstimationError) -> CounterfactualModel {
    let trainer = TreeSettings()
    let response = training.map { observed[$0] }
    @Sendable func train(
      _ times: [Double], seed: UInt64
    ) throws(WeatherError) -> any TrainedWeatherModel {
      var counts = [Double](repeating: 0, count: training.count)
      for (block, places) in blocks.enumerated() {
        for place in places { counts[place] = times[block] }
      }
      let places = training.indices.filter { counts[$0] > 0 }
      return try trainer.train(
        table, steps: places.map { training[$0] }, response: places.map { response[$0] },
        weights: places.map { counts[$0] }, seed: seed)
    }
    do {
      let whole = try train(blocks.map { _ in 1 }, seed: settings.seed)
      let folds = min(Self.folds, blocks.count)
      let parts = try parallelMap(
        count: folds,
        throwing: { (fold) throws(WeatherError) -> [Double] in
          try train(blocks.indices.map { $0 % folds == fold ? 0 : 1 }, seed: settings.seed)
            .predict(table, steps: training)
        })
      var unseen = [Double](repeating: .nan, count: training.count)
      for (block, places) in blocks.enumerated() {
        for place in places { unseen[place] = parts[block % folds][place] }
      }
      let means = try parallelMap(
        count: settings.replicates,
        throwing: { (replicate) throws(WeatherError) -> Double in
          var stream = RandomStream(seed: settings.seed, index: UInt64(replicate))
          var times = [Double](repeating: 0, count: blocks.count)
          for _ in blocks.indices { times[stream.index(below: blocks.count)] += 1 }
          let model = try train(times, seed: settings.seed &+ UInt64(replicate) &+ 1)
          return Summation.mean(model.predict(table, steps: predicted))
        })
      let importance = whole.importance(table, steps: training)
      return CounterfactualModel(
        expected: whole.predict(table, steps: complete), unseen: unseen, resampledMeans: means,
        rows: zip(table.features, importance).map { Summary.Row("importance, \($0.name)", $1) })
    } catch {
      throw .numerical(error.withoutPlace)
    }
  }
}

extension BusinessAsUsual {
  /// The additive model that these settings ask for.
  var additive: AdditiveSettings {
    var settings = AdditiveSettings()
    settings.functions = functions
    settings.trendFunctionsAYear = 0
    return settings
  }

  /// The most coefficients that the model can have for a table's features.
  func coefficientLimit(_ table: WeatherTable) -> Int {
    let settings = additive
    return table.features.reduce(1) { sum, feature in
      switch feature.shape {
      case .linear:
        sum
          + (feature.name == FeatureSettings.Clock.trend.rawValue ? 1 : settings.functions - 1)
      case .cyclic: sum + settings.cyclicKnots - 2
      case .category: sum + 6
      }
    }
  }
}
