/// Quantiles of numbers without sorting all of them.
///
/// An interval needs four of ten thousand draws in their place; sorting the others takes ten times
/// as long.
///
/// - Source: Hoare (1961), doi:10.1145/366622.366647 (algorithm 65, find), with the median of three
///   as pivot. Quantiles are straight between two places (Hyndman and Fan 1996,
///   doi:10.2307/2684934, type 7).
struct OrderStatistics {
  private var values: [Double]
  /// Places up to here hold what they would when sorted, apart from their own order.
  private var settled = 0

  /// At least one number, none of them NaN.
  init(_ values: [Double]) { self.values = values }

  /// The quantile at a probability; faster when probabilities ascend.
  mutating func quantile(_ probability: Double) -> Double {
    let place = probability * Double(values.count - 1)
    let below = Int(place.rounded(.down))
    let above = min(below + 1, values.count - 1)
    let low = value(at: below)
    guard above > below else { return low }
    let high = value(at: above)
    return low + (place - Double(below)) * (high - low)
  }

  /// The number that would stand at a place if all were sorted.
  mutating func value(at place: Int) -> Double {
    var low = place >= settled ? settled : 0
    var high = values.count - 1
    while low < high {
      let pivot = median(values[low], values[(low + high) / 2], values[high])
      var left = low
      var right = high
      while left <= right {
        while values[left] < pivot { left += 1 }
        while values[right] > pivot { right -= 1 }
        guard left <= right else { break }
        values.swapAt(left, right)
        left += 1
        right -= 1
      }
      if place <= right {
        high = right
      } else if place >= left {
        low = left
      } else {
        break
      }
    }
    settled = place
    return values[place]
  }

  private func median(_ first: Double, _ second: Double, _ third: Double) -> Double {
    max(min(first, second), min(max(first, second), third))
  }
}
