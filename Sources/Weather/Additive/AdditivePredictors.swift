import AirQuality
import NumericKernels

/// The terms of an additive model for the features of a weather table.
package struct AdditivePredictors: Sendable {
  /// In the kernel's words; one a feature, then the interactions.
  package let terms: [AdditiveTerm]
  /// Whether each term is weather, which is averaged out.
  package let isWeather: [Bool]
  private let columns: [[Double]]

  /// - Parameter steps: the training steps, for the length that a trend spans.
  /// - Throws: `WeatherError.badSetting` for an interaction of features that are not weather of
  ///   the table.
  package init(
    _ settings: AdditiveSettings, table: WeatherTable, steps: [Int]
  ) throws(WeatherError) {
    try settings.check()
    let years =
      Double((steps.last ?? 0) - (steps.first ?? 0)) * Double(table.axis.step.meanSeconds)
      / (365.25 * 86_400)
    func shape(_ feature: WeatherFeature, functions: Int, knots: Int) -> AdditiveTerm.Shape {
      switch feature.shape {
      case .linear: .thinPlate(dimension: functions)
      case .cyclic(let circumference): .cyclic(dimension: knots, from: 0, to: circumference)
      case .category: .category
      }
    }
    var terms: [AdditiveTerm] = []
    for (position, feature) in table.features.enumerated() {
      var own = shape(feature, functions: settings.functions, knots: settings.cyclicKnots)
      if feature.name == FeatureSettings.Clock.trend.rawValue {
        let functions = Int((Double(settings.trendFunctionsAYear) * years).rounded())
        own = settings.trendFunctionsAYear == 0 ? .line : .thinPlate(dimension: max(4, functions))
      }
      terms.append(AdditiveTerm(feature.name, covariates: [position], shapes: [own]))
    }
    var isWeather = table.features.map { $0.role == .weather }
    for pair in settings.interactions {
      let positions = pair.compactMap { name in
        table.features.firstIndex { $0.name == name && $0.role == .weather }
      }
      guard positions.count == 2, positions[0] != positions[1] else {
        let known = table.features.filter { $0.role == .weather }.map(\.name)
        throw .badSetting(
          "interactions", problem: "names “\(pair.joined(separator: ", "))”",
          remedy: "give two of: \(known.joined(separator: ", "))")
      }
      terms.append(
        AdditiveTerm(
          pair.joined(separator: " and "), covariates: positions,
          shapes: positions.map {
            shape(
              table.features[$0], functions: settings.interactionFunctions,
              knots: settings.interactionFunctions + 1)
          }))
      isWeather.append(true)
    }
    self.terms = terms
    self.isWeather = isWeather
    columns = table.columns
  }

  /// Whether every feature has a value at a step.
  package func isComplete(at step: Int) -> Bool { columns.allSatisfy { !$0[step].isNaN } }

  /// The features at some steps, one array a feature.
  package func values(at steps: [Int]) -> [[Double]] {
    columns.map { column in steps.map { column[$0] } }
  }
}
