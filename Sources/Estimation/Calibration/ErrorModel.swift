import Foundation
import NumericKernels

/// How a method's error depends on the size of the effect, learnt from effects that were inserted into
/// negative controls.
///
/// The error at an effect θ has the mean of the null plus `slope` θ and the null's spread times
/// 1 + `growth` |θ|.
///
/// - Source: Schuemie et al. (2018), doi:10.1073/pnas.1708282114, whose spread is linear in |θ| too.
public struct ErrorModel: Hashable, Codable, Sendable {
  /// By how much the mean error changes for one unit of effect, dimensionless.
  public let slope: Double
  /// By which share the spread grows for one unit of effect, 1 over the unit of the coefficient.
  public let growth: Double

  /// Errors that do not depend on the effect: exactly so for designs that are linear in the outcome.
  package static let constant = ErrorModel(slope: 0, growth: 0)

  /// Whether the error does not depend on the effect.
  public var isConstant: Bool { slope == 0 && growth == 0 }

  /// Errors whose mean and whose spread change so much for one unit of effect.
  package init(slope: Double, growth: Double) {
    self.slope = slope
    self.growth = growth
  }

  /// - Parameters:
  ///   - null: the null of the same controls.
  ///   - controls: of each control its effect and error by effect that was inserted, the null's order.
  package init(_ null: NullDistribution, _ controls: [[(effect: Double, error: Double)]]) {
    let pairs = controls.flatMap(\.self).filter { $0.effect != 0 }
    let squares = pairs.reduce(0) { $0 + $1.effect * $1.effect }
    guard squares > 0, null.deviation > 0 else {
      self = .constant
      return
    }
    let slope = pairs.reduce(0) { $0 + $1.effect * ($1.error - null.mean) } / squares
    // The spread about that line, by absolute deviations, which one wild control does not carry away.
    func spread(_ errors: [(effect: Double, error: Double)]) -> Double {
      Summation.median(errors.map { abs($0.error - null.mean - slope * $0.effect) })
    }
    let none = Summation.median(
      controls.flatMap(\.self).filter { $0.effect == 0 }.map { abs($0.error - null.mean) })
    guard none > 0 else {
      self.init(slope: slope, growth: 0)
      return
    }
    let ratios = Dictionary(grouping: pairs) { ($0.effect * 1e6).rounded() }.values.map { group in
      (effect: abs(group[0].effect), ratio: spread(group) / none - 1)
    }
    let weight = ratios.reduce(0) { $0 + $1.effect * $1.effect }
    // A spread that falls with the effect is not believed: it would narrow an interval.
    let growth = max(0, ratios.reduce(0) { $0 + $1.effect * $1.ratio } / weight)
    self.init(slope: slope, growth: growth)
  }

  /// The effect whose expected estimate this is.
  func effect(of value: Double, mean: Double) -> Double { (value - mean) / (1 + slope) }

  /// Where the estimate lies `reach` standard deviations from what an effect would give, on one side.
  ///
  /// - Parameter side: −1 for the lower end of an interval, 1 for the upper.
  func end(of value: Double, mean: Double, spread: Double, reach: Double, side: Double) -> Double {
    let middle = effect(of: value, mean: mean)
    guard !isConstant, reach.isFinite else { return middle + side * reach * spread / (1 + slope) }
    func away(_ theta: Double) -> Double {
      abs(value - mean - (1 + slope) * theta) / (spread * (1 + growth * abs(theta)))
    }
    var step = spread / abs(1 + slope)
    var outer = middle + side * reach * step
    var tries = 0
    while away(outer) < reach {
      tries += 1
      // Where the spread grows as fast as the distance, no effect on this side can be excluded.
      guard tries < 60 else { return side * .infinity }
      step *= 2
      outer = middle + side * reach * step
    }
    var inner = middle
    for _ in 0..<80 {
      let half = (inner + outer) / 2
      if away(half) < reach { inner = half } else { outer = half }
    }
    return (inner + outer) / 2
  }
}
