import AirQuality
import Foundation
import NumericKernels

/// Means of a normalised series and its bootstrap models over periods.
struct PeriodMeans {
  let model: WeatherModel
  let observed: MonitoringSeries
  let normalised: MonitoringSeries
  let adjusted: MonitoringSeries
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
    return places.keys.sorted().map { start in
      let own = places[start] ?? []
      let level = mean(normalised, own)
      let offset = normalised.axis.utcOffset
      let expected = normalised.axis.latticePositions(
        from: Instant(start, utcOffset: offset),
        until: Instant(period.end(ofPeriodStarting: start), utcOffset: offset)
      ).count
      return NormalisedPeriod(
        label: period.label(ofPeriodStarting: start), start: start,
        observed: unscaled(mean(observed, own)), normalised: unscaled(level),
        interval: ModelInterval(
          estimate: level, replicates: replicates.map { mean($0.normalised, own) },
          level: model.confidenceLevel, isLog: isLog),
        count: own.count, share: Double(own.count) / Double(max(1, expected)))
    }
  }

  func change(
    before: (first: CivilDate, last: CivilDate), after: (first: CivilDate, last: CivilDate)
  ) -> NormalisedChange? {
    func places(_ days: (first: CivilDate, last: CivilDate)) -> [Int] {
      let offset = normalised.axis.utcOffset
      let range = normalised.axis.positions(
        from: Instant(days.first, utcOffset: offset),
        until: Instant(days.last, hour: 24, utcOffset: offset))
      return steps.indices.filter { range.contains(steps[$0]) }
    }
    let early = places(before)
    let late = places(after)
    guard !early.isEmpty, !late.isEmpty else { return nil }
    let levels = [early, late].map { mean(adjusted, $0) }
    let repeated = replicates.compactMap { model -> (Double, Double)? in
      guard let first = model.mean(early), let second = model.mean(late) else { return nil }
      return (first, second)
    }
    let drawn = 2 * repeated.count > replicates.count ? repeated : []
    let measured = [early, late].map { unscaled(mean(observed, $0)) }
    let low = unscaled(levels[0])
    let high = unscaled(levels[1])
    let ratio = ModelInterval(
      estimate: log(high / low),
      replicates: drawn.map { log(unscaled($0.1) / unscaled($0.0)) },
      level: model.confidenceLevel, isLog: true)
    return NormalisedChange(
      before: low, after: high, difference: high - low,
      interval: ModelInterval(
        estimate: high - low, replicates: drawn.map { unscaled($0.1) - unscaled($0.0) },
        level: model.confidenceLevel, isLog: false),
      percent: 100 * (high / low - 1),
      percentInterval: ratio.map {
        ModelInterval(
          lower: 100 * ($0.lower - 1), upper: 100 * ($0.upper - 1), level: $0.level,
          standardError: $0.standardError, models: $0.models)
      },
      observedPercent: 100 * (measured[1] / measured[0] - 1))
  }

  /// Mean on the model's scale over places of `steps`.
  private func mean(_ series: MonitoringSeries, _ places: [Int]) -> Double {
    Summation.mean(places.map { scaled(series.storage[steps[$0]]) })
  }

  private func mean(_ replicate: [Double], _ places: [Int]) -> Double {
    Summation.mean(places.map { replicate[$0] })
  }
}
