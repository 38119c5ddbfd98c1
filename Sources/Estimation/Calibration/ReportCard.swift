import Foundation
import NumericKernels

/// How a method does where the truth is known, on the user's own data: at places where nothing was done,
/// and at the same places with an effect inserted.
public struct ReportCard: Hashable, Codable, Sendable {
  /// How intervals of one kind do.
  public struct Intervals: Hashable, Codable, Sendable {
    /// Share of controls without an effect that are called significant at 5 %; `nil` where none can tell.
    public let falseAlarms: Double?
    /// Share of intervals that hold the truth, by effect.
    public let coverage: [Coverage]
    /// Median width, in the unit of the effect.
    public let medianWidth: Double?
  }

  /// A share of intervals that hold the truth.
  public struct Coverage: Hashable, Codable, Sendable {
    /// The true effect, in the unit of the effect; 0 where nothing was inserted. A list that has 0 alone
    /// belongs to a method whose error does not depend on the effect.
    public let effect: Double
    /// The share.
    public let share: Double
  }

  /// Controls behind it.
  public let controls: Int
  /// Coverage that intervals claim.
  public let level: Double
  /// Mean error on the outcome's scale.
  public let bias: Double
  /// Root mean squared error, same scale.
  public let rootMeanSquare: Double
  /// The method's own intervals.
  public let own: Intervals
  /// Calibrated ones, each control held against a null that was learnt without its neighbourhood or its
  /// date: what the calibration gives where it has not looked.
  public let calibrated: Intervals
  /// How many parts were left out in turn for that.
  public let parts: Int
  /// The smallest effect that would be found at 5 % in four cases of five, as a share of the level on the
  /// log scale, in the unit of the effect on the linear one; positive.
  public let detectable: Double
  /// Calibrated p-values of the controls, ascending, each without its part; uniform when the calibration
  /// calibrates.
  public let pValues: [Double]
  /// The method's own p-values of the controls, ascending.
  public let ownPValues: [Double]

  /// - Parameter null: of all the controls.
  init(
    _ controls: [ControlEstimate], inserted: InsertedEffects, null: NullDistribution,
    errors: ErrorModel, level: Double, isLog: Bool, shape: NullDistribution.Shape,
    widening: Double
  ) {
    func inUnit(_ value: Double) -> Double { isLog ? 100 * expm1(value) : value }
    let values = controls.map(\.value)
    self.controls = controls.count
    self.level = level
    bias = Summation.mean(values)
    rootMeanSquare = Summation.mean(values.map { $0 * $0 }).squareRoot()
    let widths = controls.compactMap { control in
      control.upper.flatMap { upper in control.lower.map { upper - $0 } }
    }
    let ownValues = controls.compactMap(\.pValue)
    let falseAlarms = Self.share(controls.map { ($0.pValue ?? 1) <= 0.05 })
    let changes = inserted.byControl
    func ownCoverage(_ estimates: [ControlEstimate]) -> Double? {
      let held = estimates.compactMap { estimate -> Bool? in
        guard let lower = estimate.lower, let upper = estimate.upper else { return nil }
        return lower <= inUnit(estimate.inserted) && inUnit(estimate.inserted) <= upper
      }
      return Self.share(held)
    }
    let byEffect = Self.byEffect(changes)
    own = Intervals(
      falseAlarms: falseAlarms,
      coverage: ([(0, controls)] + byEffect).compactMap { effect, estimates in
        ownCoverage(estimates).map { Coverage(effect: inUnit(effect), share: $0) }
      },
      medianWidth: widths.isEmpty ? nil : Summation.median(widths))
    // Each part is held against the others.
    let labels = Self.parts(controls)
    var without: [Int: NullDistribution] = [:]
    for label in Set(labels).sorted() {
      let others = controls.indices.filter { labels[$0] != label }
      guard others.count >= 10 else { continue }
      without[label] = NullDistribution(
        others.map { values[$0] }, errors: others.map { controls[$0].standardError },
        shape: shape, widening: widening)
    }
    parts = without.count
    func held(_ estimate: ControlEstimate, _ place: Int) -> Bool? {
      guard let null = without[labels[place]] else { return nil }
      let found = null.calibrated(
        estimate.value, error: estimate.standardError, level: level, errors: errors)
      return found.lower <= estimate.inserted && estimate.inserted <= found.upper
    }
    let probabilities = controls.indices.compactMap { place in
      without[labels[place]]?.pValue(values[place], error: controls[place].standardError)
    }
    let still = Self.share(controls.indices.compactMap { held(controls[$0], $0) })
    var coverage = still.map { [Coverage(effect: 0, share: $0)] } ?? []
    for (place, effect) in byEffect.map(\.0).enumerated() {
      let found = Self.share(
        changes.indices.compactMap { index in
          place < changes[index].count ? held(changes[index][place], index) : nil
        })
      if let found { coverage.append(Coverage(effect: inUnit(effect), share: found)) }
    }
    let reach = null.reach(level: level)
    calibrated = Intervals(
      falseAlarms: Self.share(probabilities.map { $0 <= 0.05 }), coverage: coverage,
      medianWidth: Summation.median(
        controls.map {
          let width = reach * null.spread(error: $0.standardError) / (1 + errors.slope)
          return inUnit($0.value - null.mean + width) - inUnit($0.value - null.mean - width)
        }))
    pValues = probabilities.sorted()
    ownPValues = ownValues.sorted()
    let threshold = null.reach(level: 0.95)
    let needed = controls.map {
      threshold * null.spread(error: $0.standardError) + $0.value - null.mean
    }
    let size = max(0, Summation.quantile(needed, probability: 0.8))
    detectable = isLog ? -expm1(-size) : size
  }

  private static func share(_ hits: [Bool]) -> Double? {
    hits.isEmpty ? nil : Double(hits.count { $0 }) / Double(hits.count)
  }

  /// The estimates of all controls by the place of the effect in their list.
  private static func byEffect(_ changes: [[ControlEstimate]]) -> [(Double, [ControlEstimate])] {
    let most = changes.map(\.count).max() ?? 0
    return (0..<most).map { place in
      let estimates = changes.compactMap { place < $0.count ? $0[place] : nil }
      return (Summation.median(estimates.map(\.inserted)), estimates)
    }
  }

  /// What is left out together: a date where there are at least three, else a fifth of the controls,
  /// those whose first stations' names follow each other, since networks number their neighbours.
  private static func parts(_ controls: [ControlEstimate]) -> [Int] {
    let dates = Set(controls.map(\.yearsEarlier))
    if dates.count >= 3 { return controls.map(\.yearsEarlier) }
    let order = controls.indices.sorted {
      (controls[$0].stations.first ?? "", $0) < (controls[$1].stations.first ?? "", $1)
    }
    var labels = [Int](repeating: 0, count: controls.count)
    for (place, index) in order.enumerated() { labels[index] = 5 * place / controls.count }
    return labels
  }
}

extension ReportCard {
  /// The card of estimates on a scale of their own, whose error does not depend on the effect.
  package init(
    _ controls: [ControlEstimate], null: NullDistribution, level: Double, shape: Calibration.Null
  ) {
    self.init(
      controls, inserted: .none, null: null, errors: .constant, level: level, isLog: false,
      shape: shape.shape, widening: 1)
  }
}
