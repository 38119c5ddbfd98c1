import AirQuality
import Documents
import Foundation
import NumericKernels

/// The steps of a part, before and after; of the kind `station` one treated station instead.
struct HeterogeneityPart: Sendable {
  let name: Message
  let before: [Int]
  let after: [Int]
  /// Place of the one station of a group that counts; `nil` for all of them.
  var member: Int? = nil

  var stepsBefore: Int { before.count }
  var stepsAfter: Int { after.count }

  /// The parts of a kind.
  static func parts(
    of kind: Heterogeneity.Kind, _ study: Study, _ gaps: StationGaps, end: CivilDate?
  ) throws(PartRefusal) -> [HeterogeneityPart] {
    let axis = study.panel.axis
    let before = Array(study.beforePositions)
    let last = end.map { Instant($0, utcOffset: axis.utcOffset) }
    func isInForce(_ step: Int) -> Bool {
      last.map { axis.instant(at: step).secondsSinceEpoch < $0.secondsSinceEpoch + 86_400 } ?? true
    }
    let all = Array(study.afterPositions)
    let after = all.filter(isInForce)
    let daily = axis.step.meanSeconds <= 86_400
    switch kind {
    case .season:
      guard axis.step.meanSeconds <= 31 * 86_400 else { throw tooCoarse(study) }
      return try divided(4, ["winter", "spring", "summer", "autumn"], before, after) {
        axis.date(at: $0).month % 12 / 3
      }
    case .weekday:
      guard daily else { throw tooCoarse(study) }
      return try divided(2, ["weekdays", "weekends"], before, after) {
        axis.date(at: $0).weekday > 5 ? 1 : 0
      }
    case .hour:
      guard axis.step.periodsPerDay >= 24 else { throw tooCoarse(study) }
      return try divided(4, ["night", "morning", "afternoon", "evening"], before, after) {
        let seconds = axis.instant(at: $0).secondsSinceEpoch + axis.utcOffset
        return (seconds % 86_400 + 86_400) % 86_400 / 21_600
      }
    case .sector:
      guard let wind = study.covariates.first(where: { $0.pollutant == .windDirection }) else {
        throw PartRefusal(reason: "error.heterogeneity.no-wind")
      }
      let sectors = (0..<axis.count).map { Self.sector(wind, $0) }
      return try divided(4, ["north", "east", "south", "west"], before, after) { sectors[$0] }
    case .level:
      let levels = gaps.donorCourse
      let known = (before + after).map { levels[$0] }.filter { !$0.isNaN }
      let (low, high) = (
        Summation.quantile(known, probability: 1.0 / 3),
        Summation.quantile(known, probability: 2.0 / 3)
      )
      return try divided(3, ["low", "middle", "high"], before, after) {
        levels[$0].isNaN ? nil : levels[$0] < low ? 0 : levels[$0] < high ? 1 : 2
      }
    case .persistence:
      let behind = all.filter { !isInForce($0) }
      let names = ["first-third", "second-third", "last-third"]
      var parts = names.indices.map { third in
        HeterogeneityPart(
          name: named(names[third]), before: before,
          after: Array(
            after[(third * after.count / 3)..<((third + 1) * after.count / 3)]))
      }
      if !behind.isEmpty {
        parts.append(HeterogeneityPart(name: named("behind"), before: before, after: behind))
      }
      return try enough(parts)
    case .station:
      guard study.treatedIndices.count > 1 else {
        throw PartRefusal(reason: "error.heterogeneity.one-station")
      }
      return try enough(
        study.treatedStations.enumerated().map { place, station in
          HeterogeneityPart(
            name: .verbatim(station.name), before: before, after: after, member: place)
        })
    }
  }

  private static func named(_ name: String) -> Message { Message("heterogeneity.part.\(name)") }

  /// Steps by a number from 0 on; `nil` counts nowhere.
  private static func divided(
    _ count: Int, _ names: [String], _ before: [Int], _ after: [Int], _ place: (Int) -> Int?
  ) throws(PartRefusal) -> [HeterogeneityPart] {
    try enough(
      (0..<count).map { part in
        HeterogeneityPart(
          name: named(names[part]), before: before.filter { place($0) == part },
          after: after.filter { place($0) == part })
      })
  }

  /// The parts with enough steps on both sides; two at least.
  private static func enough(
    _ parts: [HeterogeneityPart]
  ) throws(PartRefusal) -> [HeterogeneityPart] {
    let fewest = Heterogeneity.fewestSteps
    let found = parts.filter { min($0.stepsBefore, $0.stepsAfter) >= fewest }
    guard found.count >= 2 else {
      throw PartRefusal(
        reason: Message("error.heterogeneity.few-steps", ["needed": .count(fewest)]))
    }
    return found
  }

  private static func tooCoarse(_ study: Study) -> PartRefusal {
    PartRefusal(
      reason: Message(
        "error.heterogeneity.coarse", ["average": .fact(study.panel.axis.step.inWords)]))
  }

  /// The quarter of the compass from which the mean wind blows: 0 for the north.
  private static func sector(_ wind: Panel, _ step: Int) -> Int? {
    var (east, north) = (0.0, 0.0)
    for station in wind.stations.indices {
      let value = wind.matrix[step, station]
      guard !value.isNaN else { continue }
      east += sin(value * .pi / 180)
      north += cos(value * .pi / 180)
    }
    guard east != 0 || north != 0 else { return nil }
    let angle = atan2(east, north) * 180 / .pi
    return Int(((angle + 360 + 45) / 90).rounded(.down)) % 4
  }
}

/// Each station's distance to the donors' mean, with its level before taken off.
struct StationGaps: Sendable {
  /// `times × stations`, on the outcome's scale.
  private let levelled: Matrix
  private let sums: [Double]
  private let counts: [Int]
  private let donors: Set<Int>
  /// First step after each treated station's own start, in the order of the treated.
  private let starts: [Int]

  init(_ study: Study) {
    var matrix = study.responses
    let before = study.beforePositions
    for station in 0..<matrix.columns {
      let known = before.map { matrix[$0, station] }.filter { !$0.isNaN }
      let mean = known.isEmpty ? Double.nan : Summation.mean(known)
      for step in 0..<matrix.rows { matrix[step, station] -= mean }
    }
    levelled = matrix
    donors = Set(study.donorIndices)
    var sums = [Double](repeating: 0, count: matrix.rows)
    var counts = [Int](repeating: 0, count: matrix.rows)
    for station in study.donorIndices {
      for step in 0..<matrix.rows where !matrix[step, station].isNaN {
        sums[step] += matrix[step, station]
        counts[step] += 1
      }
    }
    self.sums = sums
    self.counts = counts
    let axis = study.panel.axis
    starts = study.treatedIndices.map { index in
      guard case .since(let start) = study.treatments[index] else { return 0 }
      return axis.positions(from: start, until: axis.end).lowerBound
    }
  }

  /// The donors' mean by step.
  var donorCourse: [Double] {
    zip(sums, counts).map { $1 > 0 ? $0 / Double($1) : .nan }
  }

  /// Effects of a group by part: the mean over its stations; NaN where one has no steps in a part.
  func effects(of group: [Int], _ parts: [HeterogeneityPart]) -> [Double] {
    let inside = group.filter(donors.contains)
    func gap(_ step: Int, _ station: Int) -> Double {
      var (sum, count) = (sums[step], counts[step])
      for other in inside where !levelled[step, other].isNaN {
        sum -= levelled[step, other]
        count -= 1
      }
      return count > 0 ? levelled[step, station] - sum / Double(count) : .nan
    }
    func mean(_ steps: [Int], _ station: Int, from start: Int = 0) -> Double {
      var (sum, count) = (0.0, 0)
      for step in steps where step >= start {
        let value = gap(step, station)
        guard !value.isNaN else { continue }
        sum += value
        count += 1
      }
      return count > 0 ? sum / Double(count) : .nan
    }
    return parts.map { part in
      let members = part.member.map { [$0] } ?? Array(group.indices)
      return Summation.mean(
        members.map { place in
          mean(part.after, group[place], from: starts[place]) - mean(part.before, group[place])
        })
    }
  }
}
