import Documents
public import AirQuality
public import Estimation
import Foundation
import NumericKernels

/// A measurement at one machine: opacity, or grams a kilowatt-hour from a portable system.
public struct MachineReading: Hashable, Codable, Sendable {
  /// Which machine.
  public let machine: String
  /// When.
  public let date: CivilDate
  /// In the unit of the series of readings.
  public let value: Double

  /// What was read at a machine on a day.
  public init(machine: String, date: CivilDate, value: Double) {
    self.machine = machine
    self.date = date
    self.value = value
  }
}

/// Measurements at machines before and after something was done to them.
///
/// A mixed model with a level of its own for every machine uses all readings; the paired
/// comparison uses only machines read in both periods. It assumes that what else changed between
/// the readings (load, temperature, instrument) is the same before and after on average.
///
/// - Source: Laird and Ware (1982), doi:10.2307/2529876; degrees of freedom within machines,
///   Pinheiro and Bates (2000), doi:10.1007/b98882, section 2.4.
public struct ReadingsAnalysis: Hashable, Codable, Sendable {
  /// First day after.
  public var start: CivilDate
  /// Whether ratios are compared, not differences. Default: yes; readings must be positive.
  public var isLogarithmic = true
  /// Coverage of the intervals. Default: 0.95.
  public var confidenceLevel = 0.95

  /// An analysis of what changed on a day.
  public init(start: CivilDate) { self.start = start }

  /// What the readings say.
  public struct Result: Hashable, Codable, Sendable {
    /// A change with its interval.
    public struct Change: Hashable, Codable, Sendable {
      /// Per cent, or in the readings’ unit when they are not compared as ratios.
      public let value: Double
      /// Of the change.
      public let interval: ConfidenceInterval
      /// Of no change.
      public let pValue: Double
    }

    /// By the mixed model; all machines.
    public let mixed: Change
    /// By pairs; `nil` with fewer than three machines read in both periods.
    public let paired: Change?
    /// Share of the readings’ variance that lies between machines.
    public let machineShare: Double
    /// Machines.
    public let machines: Int
    /// Machines read in both periods.
    public let pairs: Int
    /// Readings.
    public let readings: Int
    /// `%` or the readings’ own.
    public let isRelative: Bool
  }

  /// Compares before and after.
  ///
  /// - Throws: `OffRoadError.tooFew`, `.setting` for readings without a logarithm.
  public func analyse(_ readings: [MachineReading]) throws(OffRoadError) -> Result {
    if isLogarithmic, let bad = readings.first(where: { $0.value <= 0 }) {
      throw .setting(
        "value",
        problem: Message(
          "error.off-road.is-which-has-no",
          ["bad": .fact(bad.value), "machine": .fact(bad.machine)]),
        remedy:
          "error.off-road.compare-differences-replace-values")
    }
    let values = readings.map { isLogarithmic ? log($0.value) : $0.value }
    let isAfter = readings.map { $0.date >= start }
    var numbers: [String: Int] = [:]
    for reading in readings where numbers[reading.machine] == nil {
      numbers[reading.machine] = numbers.count
    }
    let groups = readings.map { numbers[$0.machine] ?? 0 }
    for (found, period): (Int, Message) in [
      (isAfter.count { !$0 }, "error.off-road.readings-before"),
      (isAfter.count { $0 }, "error.off-road.readings-after"),
    ] where found < 3 {
      throw .tooFew(what: period, found: found, needed: 3)
    }
    let model: RandomInterceptModel
    do {
      model = try RandomInterceptModel(
        design: Matrix(
          columns: [Array(repeating: 1, count: values.count), isAfter.map { $0 ? 1 : 0 }]),
        response: values, groups: groups)
    } catch {
      throw .numerical(
        Message("error.off-road.mixed-model-cannot-fitted", ["error": .message(error.message)]))
    }
    // With pairs the comparison is within machines, without them between.
    let pairs = pairedDifferences(values, isAfter, groups, count: numbers.count)
    let freedom =
      pairs.isEmpty ? max(1, numbers.count - 2) : model.withinDegreesOfFreedom
    let mixed = change(
      model.coefficients[1], error: model.covariance[1, 1].squareRoot(),
      freedom: Double(freedom), method: "how.mixed-model")
    var paired: Result.Change?
    if pairs.count >= 3 {
      paired = change(
        Summation.mean(pairs),
        error: (Summation.variance(pairs) / Double(pairs.count)).squareRoot(),
        freedom: Double(pairs.count - 1), method: "how.paired")
    }
    let total = model.groupVariance + model.residualVariance
    return Result(
      mixed: mixed, paired: paired, machineShare: total > 0 ? model.groupVariance / total : 0,
      machines: numbers.count, pairs: pairs.count, readings: readings.count,
      isRelative: isLogarithmic)
  }

  private func pairedDifferences(
    _ values: [Double], _ isAfter: [Bool], _ groups: [Int], count: Int
  ) -> [Double] {
    var before = [[Double]](repeating: [], count: count)
    var after = before
    for index in values.indices {
      if isAfter[index] {
        after[groups[index]].append(values[index])
      } else {
        before[groups[index]].append(values[index])
      }
    }
    return (0..<count).compactMap { machine in
      before[machine].isEmpty || after[machine].isEmpty
        ? nil : Summation.mean(after[machine]) - Summation.mean(before[machine])
    }
  }

  private func change(
    _ value: Double, error: Double, freedom: Double, method: Message
  ) -> Result.Change {
    let reach =
      error * Distribution.studentQuantile((1 + confidenceLevel) / 2, degreesOfFreedom: freedom)
    func shown(_ value: Double) -> Double { isLogarithmic ? 100 * expm1(value) : value }
    return Result.Change(
      value: shown(value),
      interval: ConfidenceInterval(
        lower: shown(value - reach), upper: shown(value + reach), level: confidenceLevel,
        method: method),
      pValue: Distribution.twoSidedP(t: value / error, degreesOfFreedom: freedom))
  }
}
