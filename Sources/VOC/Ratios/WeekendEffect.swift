import AirQuality
import NumericKernels

/// How Saturdays and Sundays differ from working days: a test without a measure, since weather
/// knows no weekdays.
///
/// Holidays are not known and count as the weekday they fall on.
public struct WeekendEffect: Hashable, Codable, Sendable {
  /// Total or family.
  public let name: String
  /// What of it.
  public let quantity: WeighedQuantity
  /// Mean on weekends over the mean on working days, minus one, per cent.
  public let percent: Double
  /// Lower end of the interval from drawing whole weeks.
  public let lower: Double
  /// Upper end.
  public let upper: Double
  /// Whole weeks that were drawn.
  public let weeks: Int

  /// Totals of mass and ozone formation, and families by mass.
  static func effects(
    _ record: SpeciatedRecord, settings: RatioAnalysis
  ) throws(VOCError) -> [WeekendEffect] {
    var assessment = ReactivityAssessment()
    assessment.rule = settings.rule
    assessment.air = settings.air ?? record.scale.air
    // A mixing ratio without a stated air has no mass to sum.
    guard record.scale.unit.dimension == .mass || assessment.air != nil else { return [] }
    var effects: [WeekendEffect] = []
    for quantity in [WeighedQuantity.mass, .ozoneFormation] {
      let weighed = try record.weighed(quantity, assessment)
      let all = Array(weighed.compounds.indices)
      var subjects = [("total", all)]
      if quantity == .mass {
        subjects += CompoundFamily.allCases.map { family in
          (family.rawValue, all.filter { weighed.compounds[$0].family == family })
        }
      }
      for (name, columns) in subjects where !columns.isEmpty {
        if let effect = WeekendEffect(
          name, quantity, weighed.sum(columns), record.axis, settings)
        {
          effects.append(effect)
        }
      }
    }
    return effects
  }

  private init?(
    _ name: String, _ quantity: WeighedQuantity, _ values: [Double], _ axis: TimeAxis,
    _ settings: RatioAnalysis
  ) {
    // Sums and counts by week: working days, then weekend.
    var weeks: [Int: (sums: (Double, Double), counts: (Double, Double))] = [:]
    for (row, value) in values.enumerated() where !value.isNaN {
      let date = axis.date(at: row)
      // Days since a Monday: 1970-01-05.
      let week = (date.daysSinceEpoch - 4 - (date.weekday - 1)) / 7
      var entry = weeks[week] ?? ((0, 0), (0, 0))
      if date.weekday <= 5 {
        entry.sums.0 += value
        entry.counts.0 += 1
      } else {
        entry.sums.1 += value
        entry.counts.1 += 1
      }
      weeks[week] = entry
    }
    let ordered = weeks.sorted { $0.key < $1.key }.map(\.value)
    @Sendable func percent(_ drawn: [Int]) -> Double {
      var sums = (0.0, 0.0)
      var counts = (0.0, 0.0)
      for index in drawn {
        sums.0 += ordered[index].sums.0
        sums.1 += ordered[index].sums.1
        counts.0 += ordered[index].counts.0
        counts.1 += ordered[index].counts.1
      }
      return 100 * ((sums.1 / counts.1) / (sums.0 / counts.0) - 1)
    }
    let value = percent(Array(ordered.indices))
    guard ordered.count >= 10, value.isFinite else { return nil }
    let seed = settings.seed
    let count = ordered.count
    let draws = parallelMap(count: settings.replicates) { index in
      var stream = RandomStream(seed: seed, index: UInt64(index))
      return percent((0..<count).map { _ in stream.index(below: count) })
    }.filter(\.isFinite)
    let tail = (1 - settings.confidenceLevel) / 2
    self.name = name
    self.quantity = quantity
    self.percent = value
    lower = Summation.quantile(draws, probability: tail)
    upper = Summation.quantile(draws, probability: 1 - tail)
    self.weeks = count
  }
}
