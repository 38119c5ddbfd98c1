import AirQuality
import Foundation
import NumericKernels

/// Two neighbouring peaks whose values seem to have changed places for a while, as they do when
/// retention times slip and a peak is taken for its neighbour.
///
/// With d the logarithm of their ratio in ppbC (a flame ionisation detector answers to carbon), m its
/// usual course and σ its deviation, a step tells for an exchange by the logarithm of the likelihoods,
/// −2 d m / σ², cut at three so that no single step decides. Sections whose scores add up to more than
/// the threshold are kept when the exchanged values also go better with a third compound than the values
/// as they stand: that of the record that goes best with the first, and the one that goes best with the
/// second. A pair whose course lies within a deviation of 1 cannot be told and is named.
public struct ExchangedPeaks: Hashable, Codable, Sendable {
  /// One compound.
  public let first: String
  /// The other.
  public let second: String
  /// First step, local standard time.
  public let from: String
  /// Last step.
  public let until: String
  /// How many steps.
  public let steps: Int
  /// Median of the first over the second in the section, ppbC.
  public let ratio: Double
  /// What it is usually, there and then.
  public let usualRatio: Double
  /// How many deviations of the ratio lie between the two courses.
  public let distance: Double
}

/// All neighbours of a record, looked at for exchanges.
struct PeakExchanges {
  private(set) var found: [ExchangedPeaks] = []
  private(set) var lookedAt = 0
  private(set) var tooAlike: [[String]] = []

  init(_ settings: RecordCheck, _ columns: RecordColumns) throws(VOCError) {
    let order = try ElutionOrder.order(settings.order)
    let present = order.filter { columns.logarithm(of: $0) != nil }
    for (place, first) in present.enumerated() {
      for second in present.dropFirst(place + 1).prefix(settings.reach) {
        look(at: first, second, settings, columns)
      }
    }
    found.sort { ($0.from, $0.first, $0.second) < ($1.from, $1.first, $1.second) }
  }

  private mutating func look(
    at first: String, _ second: String, _ settings: RecordCheck, _ columns: RecordColumns
  ) {
    guard let own = columns.logarithm(of: first), let other = columns.logarithm(of: second) else {
      return
    }
    let ratios = zip(own, other).map { $0 - $1 }
    guard ratios.count(where: \.isFinite) >= settings.leastSteps,
      let course = SteadyCourse(ratios, stepsPerDay: columns.stepsPerDay)
    else { return }
    lookedAt += 1
    let distances = course.expected.map { 2 * abs($0) / course.deviation }
    guard Summation.median(distances) >= 2 else {
      tooAlike.append([first, second])
      return
    }
    let variance = course.deviation * course.deviation
    let scores = ratios.indices.map { -2 * ratios[$0] * course.expected[$0] / variance }
    let sections = ScoreRuns.runs(
      scores, threshold: settings.threshold, persistence: course.persistence)
    for range in sections {
      let agrees = [(own, other), (other, own)].allSatisfy { mine, theirs in
        Self.companion(of: mine, but: [first, second], columns, settings).map {
          Self.fitsBetter(theirs, than: mine, beside: $0, in: range, columns)
        } ?? true
      }
      guard agrees else { continue }
      let measured = range.filter { ratios[$0].isFinite }
      found.append(
        ExchangedPeaks(
          first: first, second: second, from: columns.axis.label(at: range.lowerBound),
          until: columns.axis.label(at: range.upperBound - 1), steps: measured.count,
          ratio: exp(Summation.median(measured.map { ratios[$0] })),
          usualRatio: exp(Summation.median(measured.map { course.expected[$0] })),
          distance: Summation.median(measured.map { distances[$0] })))
    }
  }

  /// The compound of the record that goes best with one; `nil` when none does by at least 0.5.
  private static func companion(
    of values: [Double], but names: [String], _ columns: RecordColumns, _ settings: RecordCheck
  ) -> [Double]? {
    var best: (values: [Double], correlation: Double)?
    for (place, compound) in columns.compounds.enumerated() where !names.contains(compound.name) {
      let candidate = columns.logarithms[place]
      guard
        let correlation = RecordColumns.correlation(
          values, candidate, least: settings.leastSteps)?.value, correlation >= 0.5,
        correlation > best?.correlation ?? 0
      else { continue }
      best = (candidate, correlation)
    }
    return best?.values
  }

  /// Whether other values lie nearer to a compound's usual ratio to its companion than its own do.
  private static func fitsBetter(
    _ other: [Double], than own: [Double], beside companion: [Double], in range: Range<Int>,
    _ columns: RecordColumns
  ) -> Bool {
    let ratios = zip(own, companion).map { $0 - $1 }
    guard let course = SteadyCourse(ratios, stepsPerDay: columns.stepsPerDay) else { return true }
    func distance(_ values: [Double]) -> Double {
      Summation.median(
        range.map { abs(values[$0] - companion[$0] - course.expected[$0]) }.filter(\.isFinite))
    }
    let exchanged = distance(other)
    let standing = distance(own)
    return exchanged.isNaN || standing.isNaN || exchanged < standing
  }
}

/// The order in which the peaks of a chromatogram follow each other.
enum ElutionOrder {
  /// As the table has it.
  static let usual: [String] = ReferenceTable(named: "reference/voc_elution.csv").rows
    .compactMap { $0["species"] }

  /// A user's order under the catalogue's names, or the usual one.
  ///
  /// - Throws: `VOCError.unknownCompounds`, `.totalAsSpecies`, `.repeatedCompound`.
  static func order(_ names: [String]?) throws(VOCError) -> [String] {
    guard let names else { return usual }
    var found: [String] = []
    for name in names {
      let compound = try CompoundCatalogue.embedded.compound(named: name, place: "order of peaks")
      guard !found.contains(compound.name) else {
        throw .repeatedCompound(compound.name, headers: [name], place: "order of peaks")
      }
      found.append(compound.name)
    }
    return found
  }
}
