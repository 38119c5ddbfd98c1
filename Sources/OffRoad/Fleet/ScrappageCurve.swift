import AirQuality

/// How many machines are gone after a share of their median life.
///
/// - Source: NONROAD’s default curve, `Datasets/off-road/scrappage.csv`: half are gone at one
///   median life and all at two.
public struct ScrappageCurve: Hashable, Codable, Sendable {
  private let lives: [Double]
  private let gone: [Double]

  /// NONROAD’s default.
  public static let nonroad: ScrappageCurve = {
    let rows = ReferenceTable(named: "off-road/scrappage.csv").rows
    return ScrappageCurve(
      lives: rows.map { $0.number("fraction_of_median_life") ?? 0 },
      gone: rows.map { ($0.number("scrapped_pct") ?? 0) / 100 })
  }()

  /// Where NONROAD’s curve comes from.
  public static let backing = Backing(sources: ["MOVES-NONROAD"], isBacked: true)

  private init(lives: [Double], gone: [Double]) {
    self.lives = lives
    self.gone = gone
  }

  /// A curve through points: ages in median lives, ascending from 0, and shares gone, from 0 to 1.
  ///
  /// - Throws: `OffRoadError.setting` when they do not ascend.
  public init(points: [(lives: Double, gone: Double)]) throws(OffRoadError) {
    let ascends = zip(points, points.dropFirst()).allSatisfy {
      $0.lives < $1.lives && $0.gone <= $1.gone
    }
    guard points.count >= 2, points[0] == (0, 0), ascends, points[points.count - 1].gone == 1
    else {
      throw .setting(
        "scrappage", problem: "is no curve from nothing gone to all gone",
        remedy: "give ages ascending from 0 and shares ascending from 0 to 1")
    }
    self.init(lives: points.map(\.lives), gone: points.map(\.gone))
  }

  /// Share of machines still there at an age in median lives; straight between the points.
  public func surviving(lives age: Double) -> Double {
    guard age > 0 else { return 1 }
    guard let above = lives.firstIndex(where: { $0 >= age }) else { return 0 }
    guard above > 0 else { return 1 }
    let share = (age - lives[above - 1]) / (lives[above] - lives[above - 1])
    return 1 - (gone[above - 1] + share * (gone[above] - gone[above - 1]))
  }
}
