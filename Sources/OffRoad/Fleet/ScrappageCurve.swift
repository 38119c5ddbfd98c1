import Documents
import AirQuality

/// How many machines are gone after a share of their median life.
///
/// - Source: NONROAD’s default curve, `Datasets/off-road/scrappage.csv`: half are gone at one
///   median life and all at two. NONROAD takes the curve as steps of half a per cent.
public struct ScrappageCurve: Hashable, Codable, Sendable {
  private let lives: [Double]
  private let gone: [Double]
  /// Whether the share stays as it is between two points, or goes straight from one to the other.
  public let isStepped: Bool

  /// NONROAD’s default.
  public static let nonroad: ScrappageCurve = {
    let rows = ReferenceTable(named: "off-road/scrappage.csv").rows
    return ScrappageCurve(
      lives: rows.map { $0.number("fraction_of_median_life") ?? 0 },
      gone: rows.map { ($0.number("scrapped_pct") ?? 0) / 100 }, isStepped: true)
  }()

  /// Where NONROAD’s curve comes from.
  public static let backing = Backing(sources: ["MOVES-NONROAD"], isBacked: true)

  private init(lives: [Double], gone: [Double], isStepped: Bool) {
    self.lives = lives
    self.gone = gone
    self.isStepped = isStepped
  }

  /// A curve straight through points: ages in median lives, ascending from 0, and shares gone, from 0 to 1.
  ///
  /// - Throws: `OffRoadError.setting` when they do not ascend.
  public init(points: [(lives: Double, gone: Double)]) throws(OffRoadError) {
    let ascends = zip(points, points.dropFirst()).allSatisfy {
      $0.lives < $1.lives && $0.gone <= $1.gone
    }
    guard points.count >= 2, points[0] == (0, 0), ascends, points[points.count - 1].gone == 1
    else {
      throw .setting(
        "scrappage", problem: "error.off-road.is-no-curve-from",
        remedy: "error.off-road.give-ages-ascending-from")
    }
    self.init(lives: points.map(\.lives), gone: points.map(\.gone), isStepped: false)
  }

  /// Share of machines still there at an age in median lives.
  public func surviving(lives age: Double) -> Double {
    guard age > 0 else { return 1 }
    // The first point beyond the age; ages are products, so a point may be missed by rounding.
    let age = age * (1 + 1e-12)
    var low = 0
    var high = lives.count
    while low < high {
      let middle = (low + high) / 2
      if lives[middle] > age { high = middle } else { low = middle + 1 }
    }
    guard low < lives.count else { return 1 - gone[gone.count - 1] }
    guard !isStepped else { return 1 - gone[low - 1] }
    let share = (age - lives[low - 1]) / (lives[low] - lives[low - 1])
    return 1 - (gone[low - 1] + share * (gone[low] - gone[low - 1]))
  }
}
