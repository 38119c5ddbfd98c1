import Documents
import AirQuality
import Estimation
import Foundation
import NumericKernels

/// Daily mixtures as centred log-ratios, with what they are adjusted for.
struct LogRatioSample {
  let compounds: [Compound]
  /// Positions on the daily axis of the days that entered.
  let days: [Int]
  let isAfter: [Bool]
  /// `days × compounds`.
  let logRatios: Matrix
  /// `days × terms` without the step.
  let nuisance: Matrix
  let nuisanceNames: [String]

  /// - Throws: `VOCError.notPositive` when a value is zero or negative, `.tooFew` with fewer than
  ///   30 whole days in a period, `.compoundMissing` for weather that is not there.
  init(
    _ record: SpeciatedRecord, _ assessment: ReactivityAssessment, covariates: [Pollutant],
    capture: Double, before: DatePeriod, after: DatePeriod, harmonics: Int
  ) throws(VOCError) {
    let weighed = try record.weighed(.mass, assessment)
    func daily(_ series: MonitoringSeries) -> MonitoringSeries {
      series.axis.step == .day
        ? series : series.daily(capture: DataCapture(minimumShare: capture))
    }
    let columns = weighed.compounds.indices.map { column in
      daily(
        MonitoringSeries(
          station: record.station, pollutant: Pollutant("mass"),
          unit: .microgramsPerCubicMetre, axis: record.axis,
          storage: weighed.matrix.column(column)))
    }
    var weather: [MonitoringSeries] = []
    for variable in covariates {
      guard let series = record.other(variable) else {
        throw .compoundMissing(variable.displayName, purpose: "error.voc.adjustment-weather")
      }
      weather.append(daily(series))
    }
    guard let axis = columns.first?.axis, columns.count >= 3 else {
      throw .tooFew(found: columns.count, needed: 3, purpose: "error.voc.mixture-compounds")
    }
    var days: [Int] = []
    var isAfter: [Bool] = []
    var negative: Set<Int> = []
    for position in 0..<axis.count {
      let date = axis.date(at: position)
      guard before.contains(date) || after.contains(date) else { continue }
      let values = columns.map { $0.storage[position] }
      guard values.allSatisfy({ !$0.isNaN }),
        weather.allSatisfy({ Self.value($0, at: axis.instant(at: position)) != nil })
      else { continue }
      for (column, value) in values.enumerated() where value <= 0 { negative.insert(column) }
      days.append(position)
      isAfter.append(after.contains(date))
    }
    guard negative.isEmpty else {
      throw .notPositive(
        negative.sorted().map { weighed.compounds[$0].name }, purpose: "error.voc.log-ratio")
    }
    for (found, name) in [(isAfter.count { !$0 }, "before"), (isAfter.count { $0 }, "after")]
    where found < 30 {
      throw .tooFew(
        found: found, needed: 30,
        purpose: Message("error.voc.mixture-days-which-every", ["name": .fact(name)]))
    }
    var ratios = Matrix(rows: days.count, columns: columns.count)
    for (row, day) in days.enumerated() {
      let logs = columns.map { log($0.storage[day]) }
      let centre = Summation.mean(logs)
      for column in logs.indices { ratios[row, column] = logs[column] - centre }
    }
    var terms = [days.map { _ in 1.0 }]
    var names = ["level"]
    for harmonic in 1...max(1, harmonics) where harmonics > 0 {
      let angles = days.map {
        2 * Double.pi * Double(harmonic)
          * Double(axis.date(at: $0).daysSinceEpoch) / 365.25
      }
      terms += [angles.map { cos($0) }, angles.map { sin($0) }]
      names += ["season cosine \(harmonic)", "season sine \(harmonic)"]
    }
    for series in weather {
      let values = days.map { Self.value(series, at: axis.instant(at: $0)) ?? .nan }
      let name = series.pollutant.displayName
      if series.pollutant == .windDirection {
        // Degrees have no slope, for 359° and 1° are neighbours.
        terms += [values.map { sin($0 * .pi / 180) }, values.map { cos($0 * .pi / 180) }]
        names += ["\(name), east", "\(name), north"]
      } else {
        terms.append(values)
        names.append(name)
      }
    }
    compounds = weighed.compounds
    self.days = days
    self.isAfter = isAfter
    logRatios = ratios
    nuisance = Matrix(columns: terms)
    nuisanceNames = names
  }

  private static func value(_ series: MonitoringSeries, at instant: Instant) -> Double? {
    series.axis.position(of: instant).flatMap { series[$0] }
  }

  /// Each family's isometric balance against all other compounds.
  var balances: [(name: String, values: [Double])] {
    CompoundFamily.allCases.compactMap { family in
      let inside = compounds.indices.filter { compounds[$0].family == family }
      let outside = compounds.indices.filter { compounds[$0].family != family }
      guard !inside.isEmpty, !outside.isEmpty else { return nil }
      let first = Double(inside.count)
      let second = Double(outside.count)
      let factor = (first * second / (first + second)).squareRoot()
      let values = days.indices.map { row in
        factor
          * (Summation.mean(inside.map { logRatios[row, $0] })
            - Summation.mean(outside.map { logRatios[row, $0] }))
      }
      return (family.rawValue, values)
    }
  }

  /// The closed geometric mean of the days of a period.
  func meanShares(after: Bool) -> [CompositionChange.Share] {
    let rows = days.indices.filter { isAfter[$0] == after }
    let centres = compounds.indices.map { column in
      exp(Summation.mean(rows.map { logRatios[$0, column] }))
    }
    let sum = Summation.sum(centres)
    return compounds.indices.map {
      CompositionChange.Share(compound: compounds[$0].name, share: centres[$0] / sum)
    }
  }
}
