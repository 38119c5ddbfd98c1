import Foundation
import NumericKernels

/// A number of an inventory with how sure it is.
public struct UncertainNumber: Hashable, Codable, Sendable {
  /// The kinds of spread.
  public enum Spread: Hashable, Codable, Sendable {
    /// Taken as exact.
    case none
    /// Lognormal about the value as median, with the standard deviation of the logarithm.
    case logarithmic(deviation: Double)
    /// Equally likely between two ends; the value is the middle.
    case uniform(low: Double, high: Double)
  }

  /// The central value.
  public let value: Double
  /// How sure it is.
  public let spread: Spread

  /// A number, certain unless a spread is given.
  public init(_ value: Double, spread: Spread = .none) {
    self.value = value
    self.spread = spread
  }

  /// A number equally likely between two ends.
  public init(from low: Double, to high: Double) {
    self.init((low + high) / 2, spread: low == high ? .none : .uniform(low: low, high: high))
  }

  /// Reads `0.95` or `0.9..0.98`; `nil` for anything else or ends in the wrong order.
  public init?(_ text: String) {
    if let number = Double(text) {
      guard number.isFinite else { return nil }
      self.init(number)
      return
    }
    guard let dots = text.firstRange(of: ".."), let low = Double(text[..<dots.lowerBound]),
      let high = Double(text[dots.upperBound...]), low <= high, low.isFinite, high.isFinite
    else { return nil }
    self.init(from: low, to: high)
  }

  /// Whether it can be nothing but zero.
  var isZero: Bool { value == 0 && spread == .none }

  /// The value with probability `p` below it, 0 < p < 1.
  func quantile(_ p: Double) -> Double {
    switch spread {
    case .none: value
    case .logarithmic(let deviation): value * exp(deviation * Distribution.normalQuantile(p))
    case .uniform(let low, let high): low + p * (high - low)
    }
  }
}
