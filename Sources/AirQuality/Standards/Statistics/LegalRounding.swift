/// Rounding as rules and standards prescribe it.
///
/// A decimal number such as 0.0705 has no exact binary form, so a value within a billionth of a
/// tie or of a whole step counts as lying on it: what a person with pencil and paper would do.
public enum LegalRounding: Hashable, Codable, Sendable {
  /// A five is rounded to the even digit: GB/T 8170, China.
  case halfEven(decimals: Int)
  /// A five is rounded up: Japan, the EU, the US (40 CFR 50).
  case halfUp(decimals: Int)
  /// Further digits are dropped: the US for ozone and for the index.
  case truncated(decimals: Int)
  /// Any remainder rounds up: China's index.
  case up(decimals: Int)

  /// The rounded value; negative decimals round to tens and hundreds.
  public func callAsFunction(_ value: Double) -> Double {
    switch self {
    case .halfEven(let decimals):
      return Self.scaled(value, decimals) { scaled in
        let below = scaled.rounded(.down)
        guard abs(scaled - below - 0.5) < Self.tolerance(scaled) else { return scaled.rounded() }
        return below.truncatingRemainder(dividingBy: 2) == 0 ? below : below + 1
      }
    case .halfUp(let decimals):
      return Self.scaled(value, decimals) { scaled in
        let size = abs(scaled)
        let rounded = (size + 0.5 + Self.tolerance(scaled)).rounded(.down)
        return scaled < 0 ? -rounded : rounded
      }
    case .truncated(let decimals):
      return Self.scaled(value, decimals) { scaled in
        let size = (abs(scaled) + Self.tolerance(scaled)).rounded(.down)
        return scaled < 0 && size > 0 ? -size : size
      }
    case .up(let decimals):
      return Self.scaled(value, decimals) { ($0 - Self.tolerance($0)).rounded(.up) }
    }
  }

  /// How many decimals remain.
  public var decimals: Int {
    switch self {
    case .halfEven(let decimals), .halfUp(let decimals), .truncated(let decimals),
      .up(let decimals):
      decimals
    }
  }

  private static func tolerance(_ scaled: Double) -> Double { 1e-9 + 1e-12 * abs(scaled) }

  /// Rounds in units of the last decimal. Whole numbers are divided by a power of ten, which
  /// gives the double nearest to the decimal, the same that the limit was read as.
  private static func scaled(
    _ value: Double, _ decimals: Int, _ round: (Double) -> Double
  ) -> Double {
    guard value.isFinite else { return value }
    let power = (0..<abs(decimals)).reduce(1.0) { power, _ in power * 10 }
    return decimals >= 0 ? round(value * power) / power : round(value / power) * power
  }
}
