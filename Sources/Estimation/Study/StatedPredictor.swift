public import AirQuality
import PanelKernels

/// A predictor that a study states for synthetic controls: a mean over a window before the measure,
/// or a number of each station that does not change.
public struct StatedPredictor: Hashable, Codable, Sendable {
  /// What it is taken from.
  public enum Source: Hashable, Codable, Sendable {
    /// The outcome's mean over the window.
    case outcome
    /// A covariate's mean over the window.
    case covariate(Pollutant)
    /// A constant of the stations, by its name in `StudyDescription.constants`.
    case constant(String)
  }

  /// What it is taken from.
  public let source: Source
  /// Days of the mean, all of them in the study's period before; `nil` for constants.
  public let window: DatePeriod?

  /// What is learnt from, over a window; without one over the whole period before.
  public init(_ source: Source, over window: DatePeriod? = nil) {
    self.source = source
    self.window = window
  }

  /// What tables call it, for example `outcome 1975-01-01..1975-12-31` or `income`.
  public var name: String {
    let window = window.map { " \($0)" } ?? ""
    switch source {
    case .outcome: return "outcome" + window
    case .covariate(let variable): return variable.displayName + window
    case .constant(let name): return name
    }
  }
}

/// The predictors of a study with the constants of its stations.
public struct StudyPredictors: Hashable, Sendable {
  /// In the order in which the study states them.
  public let list: [StatedPredictor]
  /// Constants by name and by station key.
  public let constants: [String: [String: Double]]

  /// Predictors with the constants that they name.
  public init(_ list: [StatedPredictor], constants: [String: [String: Double]] = [:]) {
    self.list = list
    self.constants = constants
  }

  /// The covariates that predictors are taken from.
  var covariates: [Pollutant] {
    list.compactMap { predictor in
      if case .covariate(let variable) = predictor.source { variable } else { nil }
    }
  }
}

extension Study {
  /// The stated predictors on some steps of the study's axis.
  func statedPredictors(at positions: [Int]) -> StatedPredictors? {
    guard let predictors, !predictors.list.isEmpty else { return nil }
    return StatedPredictors(
      predictors.list.map { predictor in
        let window = predictor.window.map { panel.axis.wholePositions(of: $0) }
        let source: StatedPredictors.Source
        switch predictor.source {
        case .outcome: source = .outcome
        case .covariate(let variable):
          source = .covariate(
            stationCovariates.firstIndex { $0.pollutant == variable } ?? stationCovariates.count)
        case .constant(let name):
          let values = predictors.constants[name] ?? [:]
          source = .constant(panel.stations.map { values[$0.key] ?? .nan })
        }
        return StatedPredictors.Predictor(
          name: predictor.name, source: source,
          window: window.map { range in positions.map { range.contains($0) } } ?? [])
      })
  }
}

extension StudyDescription {
  /// The study's predictors with the constants of these stations.
  ///
  /// A station is looked for by key, identifier and name, as in `treated`.
  ///
  /// - Throws: `EstimationError.field` with the stations that the constants lack.
  func predictors(of stations: [Station]) throws(EstimationError) -> StudyPredictors {
    var found: [String: [String: Double]] = [:]
    for predictor in predictors ?? [] {
      guard case .constant(let name) = predictor.source else { continue }
      let values = constants?[name] ?? [:]
      var own: [String: Double] = [:]
      for (written, value) in values.sorted(by: { $0.key < $1.key }) {
        guard case .found(let station) = StationSearch.find(written, in: stations) else { continue }
        own[station.key] = value
      }
      let lacking = stations.filter { own[$0.key] == nil }.map(\.name).sorted()
      guard lacking.isEmpty else {
        throw .constantLacks(
          name, stations: lacking.count, examples: Array(lacking.prefix(10)))
      }
      found[name] = own
    }
    return StudyPredictors(predictors ?? [], constants: found)
  }
}
