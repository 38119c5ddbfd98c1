import AirQuality
import Foundation
import NumericKernels

/// Means of a normalised series and its bootstrap models over periods.
struct PeriodMeans {
  let model: WeatherModel
  let observed: MonitoringSeries
  let normalised: MonitoringSeries
  /// Normalised steps of the axis.
  let steps: [Int]
  let replicates: [BootstrapReplicate]

  private var isLog: Bool { model.scale == .log }

  private func scaled(_ value: Double) -> Double { isLog ? log(value) : value }
  private func unscaled(_ value: Double) -> Double { isLog ? exp(value) : value }

  /// Every period of a kind that has a normalised step: means of `normalised`, as other packages
  /// print them, and the spread between models about them.
  func means(by period: CalendarPeriod) -> [NormalisedPeriod] {
    var places: [CivilDate: [Int]] = [:]
    for (place, step) in steps.enumerated() {
      places[period.start(of: normalised.axis.date(at: step)), default: []].append(place)
    }
    let measured = Dictionary(
      grouping: steps, by: { CalendarPeriod.month.start(of: normalised.axis.date(at: $0)) }
    ).mapValues(\.count)
    return places.keys.sorted().map { start in
      let own = places[start] ?? []
      let level = mean(normalised, own)
      let end = period.end(ofPeriodStarting: start)
      let expected = expected(from: start, until: end)
      var isWhole = true
      var month = CalendarPeriod.month.start(of: start)
      while month < end {
        let next = CalendarPeriod.month.end(ofPeriodStarting: month)
        if 2 * (measured[month] ?? 0) < self.expected(from: month, until: next) { isWhole = false }
        month = next
      }
      return NormalisedPeriod(
        label: period.label(ofPeriodStarting: start), start: start,
        observed: unscaled(mean(observed, own)), normalised: unscaled(level),
        interval: ModelInterval(
          estimate: level, replicates: replicates.map { mean($0.normalised, own) },
          level: model.confidenceLevel, isLog: isLog),
        count: own.count, share: Double(own.count) / Double(max(1, expected)), isWhole: isWhole)
    }
  }

  /// Steps that the axis's lattice has between two days.
  private func expected(from start: CivilDate, until end: CivilDate) -> Int {
    let offset = normalised.axis.utcOffset
    return normalised.axis.latticePositions(
      from: Instant(start, utcOffset: offset), until: Instant(end, utcOffset: offset)
    ).count
  }

  /// Mean on the model's scale over places of `steps`.
  private func mean(_ series: MonitoringSeries, _ places: [Int]) -> Double {
    Summation.mean(places.map { scaled(series.storage[steps[$0]]) })
  }

  private func mean(_ replicate: [Double], _ places: [Int]) -> Double {
    Summation.mean(places.map { replicate[$0] })
  }
}
