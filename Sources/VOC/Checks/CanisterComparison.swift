import AirQuality
import Documents
import Foundation
import NumericKernels

/// A compound by canister against the instrument's mean over the same time.
///
/// Both err, so the line has the least squared distances from the points (orthogonal regression); its
/// interval comes from drawing the pairs.
public struct CanisterComparison: Hashable, Codable, Sendable {
  /// The compound.
  public let compound: String
  /// Pairs of samples.
  public let pairs: Int
  /// Canister against instrument: ppbC of the canister for a ppbC of the instrument.
  public let slope: Double
  /// Lower end of its interval.
  public let lower: Double
  /// Upper end.
  public let upper: Double
  /// Canister where the instrument reads zero, ppbC.
  public let intercept: Double
  /// Correlation.
  public let correlation: Double
  /// Middle of 2 (canister − instrument) / (canister + instrument).
  public let relativeDifference: Double

  /// Whether the slope is off by more than is tolerated and its interval leaves out 1.
  public func isOff(tolerance: Double) -> Bool {
    abs(slope - 1) > tolerance && !(lower <= 1 && 1 <= upper)
  }

  /// Fewest pairs that a line is drawn through.
  static let leastPairs = 6

  /// - Throws: `VOCError.badSetting` when the canister's step is shorter than the record's, or no
  ///   sample lies in the record.
  static func rows(
    _ settings: RecordCheck, _ columns: RecordColumns, _ canister: SpeciatedRecord
  ) throws(VOCError) -> [CanisterComparison] {
    guard canister.axis.step.meanSeconds >= columns.axis.step.meanSeconds else {
      throw .badSetting("canister", problem: "error.voc.canister-step")
    }
    let samples = try RecordColumns(canister, air: settings.air)
    let places = (0..<canister.axis.count).map { sample in
      columns.axis.positions(
        from: canister.axis.instant(at: sample), until: canister.axis.instant(at: sample + 1))
    }
    guard places.contains(where: { !$0.isEmpty }) else {
      throw .badSetting("canister", problem: "error.voc.canister-apart")
    }
    let wanted = max(
      1, canister.axis.step.meanSeconds / columns.axis.step.meanSeconds)
    return samples.compounds.enumerated().compactMap { column, compound in
      guard let place = columns.compounds.firstIndex(of: compound) else { return nil }
      var x: [Double] = []
      var y: [Double] = []
      for (sample, rows) in places.enumerated() {
        let measured = rows.map { exp(columns.logarithms[place][$0]) }.filter(\.isFinite)
        let value = exp(samples.logarithms[column][sample])
        // Three quarters of the canister's time.
        guard value.isFinite, 4 * measured.count >= 3 * wanted else { continue }
        x.append(Summation.mean(measured))
        y.append(value)
      }
      guard x.count >= leastPairs, let line = OrthogonalLine(x, y) else { return nil }
      let (own, other) = (x, y)
      let slopes = parallelMap(count: settings.replicates) { draw -> Double in
        var stream = RandomStream(
          seed: settings.seed, index: UInt64(column * settings.replicates + draw))
        let drawn = own.indices.map { _ in stream.index(below: own.count) }
        return OrthogonalLine(drawn.map { own[$0] }, drawn.map { other[$0] })?.slope ?? .nan
      }.filter(\.isFinite)
      let tail = (1 - settings.confidenceLevel) / 2
      return CanisterComparison(
        compound: compound.name, pairs: x.count, slope: line.slope,
        lower: Summation.quantile(slopes, probability: tail),
        upper: Summation.quantile(slopes, probability: 1 - tail), intercept: line.intercept,
        correlation: line.correlation,
        relativeDifference: Summation.median(zip(x, y).map { 2 * ($1 - $0) / ($1 + $0) }))
    }
  }
}
