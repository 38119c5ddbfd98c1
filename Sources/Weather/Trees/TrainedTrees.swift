import NumericKernels

/// A trained ensemble of trees with its exact averages.
struct TrainedTrees: TrainedWeatherModel {
  let ensemble: TreeEnsemble

  func predict(_ table: WeatherTable, steps: [Int]) -> [Double] {
    ensemble.predict(table.matrix(steps))
  }

  func normalise(
    _ table: WeatherTable, steps: [Int], over sample: WeatherTable, sampleSteps: [Int],
    pools: SamplePools, threads: Int?
  ) -> [Double] {
    Marginalisation.mean(
      of: ensemble, targets: table.matrix(steps), sample: sample.matrix(sampleSteps),
      averaged: table.features.map { $0.role == .weather }, pools: pools, threads: threads)
  }

  func partialDependence(
    _ table: WeatherTable, steps: [Int], features: [Int], grid: [[Double]]
  ) -> [Double] {
    PartialDependence.mean(
      of: ensemble, features: features, grid: grid, sample: table.matrix(steps))
  }

  func importance(_ table: WeatherTable, steps: [Int]) -> [Double] { ensemble.gainShares }

  func varianceShares(
    _ table: WeatherTable, steps: [Int], groups: [[Int]]
  ) -> (groups: [Double], interactions: Double) {
    let shares = PartialDependence.varianceShares(
      of: ensemble, table: table.matrix(steps), groups: groups)
    return (shares.groups, shares.interactions)
  }
}
