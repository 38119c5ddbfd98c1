/// How many machines of each age a population has, from its sales and its scrappage.
///
/// Sales before the base year are taken to have grown straight, so that with the scrappage curve
/// they give the base year's ages; from there on each year scraps by the curve and new machines
/// close the balance to the population's growth.
///
/// - Source: US EPA (2005), EPA-420-P-05-018, and NONROAD2008a (`scrptime`, `agedist`, `grwfac`),
///   whose figures `Tests/OffRoadTests/Golden` holds.
struct NonroadAges: Sendable {
  /// Machines by age in years from 0, over the base year's population.
  private(set) var shares: [Double]

  /// Ages that are followed, as in NONROAD.
  private static let ages = 51

  /// - Parameters:
  ///   - fullLoadHours: hours times load factor, a year.
  ///   - medianLife: hours at full load.
  ///   - baseYear: of the population.
  ///   - year: in which the ages are wanted.
  ///   - growth: of the population from a year to a later or earlier one, a share a year.
  init(
    fullLoadHours: Double, medianLife: Double, baseYear: Int, year: Int, curve: ScrappageCurve,
    growth: (_ from: Int, _ to: Int) -> Double
  ) {
    let lifeYears = min(MedianLife.longestYears, medianLife / fullLoadHours)
    let surviving = (0..<Self.ages).map { age in
      age == 0 ? 1 : curve.surviving(lives: Double(age) / lifeYears)
    }
    let life = (1..<Self.ages).first { surviving[$0] <= 0 }.map { $0 + 1 } ?? Self.ages
    shares = Self.initial(
      surviving, life: life, lifeYears: lifeYears, growth: growth(baseYear, baseYear + 1))
    var population = 1.0
    if year < baseYear {
      // Ages cannot be followed backwards: the base year's are kept.
      let back = max(0, 1 + Double(year - baseYear) * growth(baseYear, year))
      for age in shares.indices { shares[age] *= back }
    }
    for next in stride(from: baseYear + 1, through: year, by: 1) {
      population = max(0, population * (1 + growth(next - 1, next)))
      var later = [Double](repeating: 0, count: Self.ages)
      for age in 1..<Self.ages {
        let kept = surviving[age - 1] > 0 ? surviving[age] / surviving[age - 1] : 1
        later[age] = max(0, shares[age - 1] * kept)
      }
      later[0] = population - later.reduce(0, +)
      shares = later
    }
    // A population that shrinks faster than it wears out sells nothing.
    shares = shares.map { max(0, $0) }
  }

  private static func initial(
    _ surviving: [Double], life: Int, lifeYears: Double, growth: Double
  ) -> [Double] {
    // NONROAD's fit of the growth of sales to that of the population.
    let sales = growth / (1 - 1.4306 * growth * lifeYears - 0.24 * growth)
    var shares = (0..<ages).map { age in
      age < life ? (1 + sales * Double(life - 1 - age)) * surviving[age] : 0
    }
    let total = shares.reduce(0, +)
    for age in shares.indices { shares[age] /= total }
    return shares
  }
}
