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

/// Each station's distance to the donors' mean course, its level before taken off.
struct StationGaps: Sendable {
  /// `times × stations`, on the outcome's scale.
  fileprivate let gaps: Matrix
  /// The donors' mean by step; NaN where none was measured.
  let donorCourse: [Double]
  fileprivate let treated: [Int]
  /// First step after the start of each treated station, in the order of the treated.
  fileprivate let starts: [Int]

  init(_ study: Study) {
    var matrix = study.responses
    let before = study.beforePositions
    for station in 0..<matrix.columns {
      let known = before.map { matrix[$0, station] }.filter { !$0.isNaN }
      let mean = known.isEmpty ? Double.nan : Summation.mean(known)
      for step in 0..<matrix.rows { matrix[step, station] -= mean }
    }
    let donors = study.donorIndices
    let course = (0..<matrix.rows).map { step -> Double in
      let known = donors.map { matrix[step, $0] }.filter { !$0.isNaN }
      return known.isEmpty ? .nan : Summation.mean(known)
    }
    for station in 0..<matrix.columns {
      for step in 0..<matrix.rows { matrix[step, station] -= course[step] }
    }
    gaps = matrix
    donorCourse = course
    treated = study.treatedIndices
    let axis = study.panel.axis
    starts = study.treatedIndices.map { index in
      guard case .since(let start) = study.treatments[index] else { return 0 }
      return axis.positions(from: start, until: axis.end).lowerBound
    }
  }

  /// The mean change of a station within a part; NaN where it has no steps in it.
  fileprivate func change(_ station: Int, _ part: HeterogeneityPart, from start: Int) -> Double {
    func mean(_ steps: [Int], from first: Int) -> Double {
      let known = steps.lazy.filter { $0 >= first }.map { gaps[$0, station] }.filter { !$0.isNaN }
      var (sum, count) = (0.0, 0)
      for value in known {
        sum += value
        count += 1
      }
      return count > 0 ? sum / Double(count) : .nan
    }
    return mean(part.after, from: start) - mean(part.before, from: 0)
  }
}

/// The change of every station within every part of a kind, and what a group of stations has beside all
/// others.
///
/// An effect that is the same in all parts shifts a treated station's changes by one number, so that the
/// differences between parts may be exchanged among all stations, treated ones too. That number is taken off
/// before groups are formed.
struct PartTable: Sendable {
  private let parts: [HeterogeneityPart]
  /// By place in a group, station and part.
  private var changes: [[[Double]]]
  private var totals: [[(sum: Double, count: Int)]] = []
  private let treated: [Int]
  /// What the treated stations have beside the donors, by part.
  private(set) var own: [Double] = []

  init(_ gaps: StationGaps, _ parts: [HeterogeneityPart]) {
    self.parts = parts
    treated = gaps.treated
    let places = Dictionary(
      gaps.treated.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    // Whoever takes a place of the group takes its start; a treated station keeps its own.
    var byStart: [Int: [[Double]]] = [:]
    for start in Set(gaps.starts) {
      byStart[start] = (0..<gaps.gaps.columns).map { station in
        let from = places[station].map { gaps.starts[$0] } ?? start
        return parts.map { gaps.change(station, $0, from: from) }
      }
    }
    changes = gaps.starts.map { byStart[$0] ?? [] }
    totals = Self.totals(changes, parts.count)
    own = effects(of: treated)
    let middle = Summation.mean(own)
    for place in changes.indices {
      for station in treated {
        for part in parts.indices { changes[place][station][part] -= middle }
      }
    }
    totals = Self.totals(changes, parts.count)
  }

  /// By place and part the sum over all stations that have a change, and how many have.
  private static func totals(
    _ changes: [[[Double]]], _ parts: Int
  ) -> [[(sum: Double, count: Int)]] {
    changes.map { stations in
      (0..<parts).map { part in
        let known = stations.map { $0[part] }.filter { !$0.isNaN }
        return (Summation.sum(known), known.count)
      }
    }
  }

  /// By part the mean change of a group less that of all other stations; NaN where a member has none.
  func effects(of group: [Int]) -> [Double] {
    parts.indices.map { part in
      let counted = parts[part].member.map { [$0] } ?? Array(group.indices)
      return Summation.mean(
        counted.map { place in
          var (sum, count) = totals[place][part]
          for member in group where !changes[place][member][part].isNaN {
            sum -= changes[place][member][part]
            count -= 1
          }
          return count > 0 ? changes[place][group[place]][part] - sum / Double(count) : .nan
        })
    }
  }
}
