import Documents
import AirQuality
package import NumericKernels

/// What a value below the detection limit counts as. Nothing is substituted unless one is chosen.
public enum CensoringRule: String, Hashable, Codable, Sendable, CaseIterable {
  /// Zero: the least it can be.
  case zero
  /// Half of the limit.
  case half
  /// The limit: the most it can be.
  case limit
  /// For means: that of a lognormal fitted by maximum likelihood to values and limit.
  ///
  /// - Source: Cohen (1959), doi:10.1080/00401706.1959.10489859.
  case likelihood
  /// For means: a line through the logarithms against normal order statistics gives what lies
  /// below the limit.
  ///
  /// - Source: Helsel and Cohn (1988), doi:10.1029/WR024i012p01997.
  case orderStatistics = "order-statistics"

  /// Whether it gives means only and no single values.
  public var isForMeansOnly: Bool { self == .likelihood || self == .orderStatistics }
}

extension SpeciatedRecord {
  /// Compounds of which some values are below detection, with how many.
  public var censoredCounts: [(compound: Compound, count: Int)] {
    compounds.indices.compactMap { column in
      let count = (0..<axis.count).reduce(0) { $0 + (isBelow($1, column) ? 1 : 0) }
      return count > 0 ? (compounds[column], count) : nil
    }
  }

  /// Compounds without one value above the limit.
  public var undetected: [Compound] {
    compounds.indices.filter { column in
      var anyBelow = false
      for row in 0..<axis.count {
        if isBelow(row, column) {
          anyBelow = true
        } else if !values[row, column].isNaN {
          return false
        }
      }
      return anyBelow
    }.map { compounds[$0] }
  }

  /// Refuses what a rule cannot answer.
  func require(_ rule: CensoringRule?, singleValues: Bool) throws(VOCError) {
    let missing = undetected
    guard missing.isEmpty else { throw .allBelowDetection(missing.map(\.name)) }
    let censored = censoredCounts
    guard !censored.isEmpty else { return }
    guard let rule else {
      throw .censoredWithoutRule(
        compounds: censored.map(\.compound.name), values: censored.reduce(0) { $0 + $1.count })
    }
    if singleValues, rule.isForMeansOnly { throw .ruleForMeansOnly(rule.rawValue) }
    guard rule != .zero else { return }
    let without = censored.filter { item in
      compounds.firstIndex(of: item.compound).map { limits[$0] == nil } ?? true
    }
    guard without.isEmpty else {
      throw .limitMissing(without.map(\.compound.name), rule: rule.rawValue)
    }
  }

  /// Single values with those below detection put to what the rule says, `steps × compounds`, NaN
  /// where missing.
  ///
  /// - Throws: `VOCError` when values are below detection and the rule is missing, gives means
  ///   only or lacks limits, or when a compound was never detected.
  package func filled(_ rule: CensoringRule?) throws(VOCError) -> Matrix {
    try require(rule, singleValues: true)
    var filled = values
    for column in compounds.indices {
      let limit = limits[column]
      for row in 0..<axis.count where isBelow(row, column) {
        switch rule {
        case .zero: filled[row, column] = 0
        case .half: filled[row, column] = (limit ?? .nan) / 2
        case .limit: filled[row, column] = limit ?? .nan
        case .likelihood, .orderStatistics, nil: break
        }
      }
    }
    return filled
  }

  /// The mean of each compound over some steps, in the record's unit; NaN where nothing was
  /// measured.
  ///
  /// - Throws: as `filled`; `.tooFew` where a rule for means has fewer than three detected values.
  package func means(
    over rows: Range<Int>, rule: CensoringRule?
  ) throws(VOCError) -> [Double] {
    guard let rule, rule.isForMeansOnly else {
      let filled = try filled(rule)
      return compounds.indices.map { column in
        Summation.mean(rows.map { filled[$0, column] }.filter { !$0.isNaN })
      }
    }
    try require(rule, singleValues: false)
    var means: [Double] = []
    for column in compounds.indices {
      let below = rows.count { isBelow($0, column) }
      let observed = rows.filter { !isBelow($0, column) }.map { values[$0, column] }
        .filter { !$0.isNaN }
      guard below > 0 else {
        means.append(Summation.mean(observed))
        continue
      }
      do {
        let limit = limits[column] ?? .nan
        means.append(
          rule == .likelihood
            ? try CensoredLognormal.maximumLikelihood(
              observed: observed, censored: below, limit: limit
            ).mean
            : try CensoredLognormal.orderStatisticsMean(
              observed: observed, censored: below, limit: limit))
      } catch {
        if case .tooFewObservations = error {
          throw .tooFew(
            found: observed.count, needed: 3,
            purpose: Message(
              "error.voc.mean",
              ["name": .fact(compounds[column].name), "rule": .fact(rule.rawValue)]))
        }
        throw .numerical(
          Message(
            "error.voc.of-compound",
            ["compound": .fact(compounds[column].name), "problem": .message(error.message)]))
      }
    }
    return means
  }
}
