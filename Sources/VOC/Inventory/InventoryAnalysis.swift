import Documents
import AirQuality
import Foundation
import NumericKernels

/// Adds an inventory up, applies measures to it, and says how sure the sums are.
///
/// Every uncertain number is drawn in a Latin hypercube, independently of the others; measures act
/// one after the other in their order, so that the second on a process finds less to take. What
/// measures take off together is the sum of what each takes off in that order.
public struct InventoryAnalysis: Hashable, Codable, Sendable {
  /// Draws. Default: 2,000.
  public var draws = 2_000
  /// Seed. Default: 1.
  public var seed: UInt64 = 1
  /// Coverage of the intervals. Default: 0.95.
  public var confidenceLevel = 0.95
  /// How far reactivities may lie from the truth.
  public var deviations = ConstantDeviations()
  /// Bars of the tornado. Default: 12.
  public var tornadoBars = 12
  /// The year over which the emission is spread by the schedules. Default: `nil`, none.
  public var year: Int?

  /// All settings at their defaults.
  public init() {}

  /// Adds up.
  ///
  /// - Throws: `VOCError.badSetting` for numbers that cannot be, `.field` for targets, components
  ///   and profiles that are not there, `.unknownCompounds` for profiles.
  public func tally(
    _ inventory: EmissionInventory, measures: [AbatementMeasure] = []
  ) throws(VOCError) -> InventoryTally {
    guard draws >= 100 else {
      throw .badSetting(
        "draws", problem: Message("error.voc.draws-are-too-few", ["draws": .fact(draws)]))
    }
    guard confidenceLevel > 0, confidenceLevel < 1 else {
      throw .badSetting(
        "confidence level",
        problem: Message("error.voc.level-is-no-share", ["confidenceLevel": .fact(confidenceLevel)])
      )
    }
    if let year, !(1_900...2_200).contains(year) {
      throw .badSetting("year", problem: "error.voc.no-such-year")
    }
    let model = try InventoryModel(inventory, measures, deviations)
    let sample = LatinHypercube.sample(
      draws: draws, parameters: model.parameters.count, seed: seed)
    let drawn = parallelMap(count: draws) { draw in
      model.evaluate(
        model.parameters.indices.map { model.parameters[$0].number.quantile(sample[draw, $0]) })
    }
    let central = model.evaluate(model.parameters.map(\.number.value))
    return InventoryTally(
      inventory, measures, settings: self, model: model, central: central, drawn: drawn,
      tornado: tornado(model, sample, drawn))
  }

  /// One bar a parameter: the outcome at its 5 % and 95 % point with all others at their middle.
  private func tornado(
    _ model: InventoryModel, _ sample: Matrix, _ drawn: [InventoryModel.Outcome]
  ) -> [InventoryTally.Bar] {
    let middle = model.parameters.map(\.number.value)
    let outcomes = drawn.map(model.headline)
    let ranks = Self.ranks(outcomes)
    let bars = model.parameters.indices.map { index -> InventoryTally.Bar in
      func outcome(at p: Double) -> Double {
        var values = middle
        values[index] = model.parameters[index].number.quantile(p)
        return model.headline(model.evaluate(values))
      }
      return InventoryTally.Bar(
        parameter: model.parameters[index].name, low: outcome(at: 0.05), high: outcome(at: 0.95),
        rankCorrelation: Self.correlation(Self.ranks(sample.column(index)), ranks))
    }
    return Array(
      bars.sorted {
        (abs($1.high - $1.low), $0.parameter) < (abs($0.high - $0.low), $1.parameter)
      }.prefix(tornadoBars))
  }

  private static func ranks(_ values: [Double]) -> [Double] {
    let order = values.indices.sorted { (values[$0], $0) < (values[$1], $1) }
    var ranks = [Double](repeating: 0, count: values.count)
    for (rank, index) in order.enumerated() { ranks[index] = Double(rank) }
    return ranks
  }

  private static func correlation(_ first: [Double], _ second: [Double]) -> Double {
    let a = Summation.mean(first)
    let b = Summation.mean(second)
    let left = first.map { $0 - a }
    let right = second.map { $0 - b }
    let scale = (LinearAlgebra.dot(left, left) * LinearAlgebra.dot(right, right)).squareRoot()
    return scale > 0 ? LinearAlgebra.dot(left, right) / scale : 0
  }
}
