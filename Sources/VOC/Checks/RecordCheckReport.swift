/// What the checks of a chromatograph's record found.
public struct RecordCheckReport: Hashable, Codable, Sendable {
  /// Something that somebody should look at.
  public struct Finding: Hashable, Codable, Sendable {
    /// What kind of thing.
    public enum Kind: String, Hashable, Codable, Sendable, CaseIterable {
      /// The sum over compounds exceeds the total at too many steps.
      case total
      /// Isomers that should come together do not.
      case isomers
      /// The ratio of isomers leaves its usual course for a while.
      case ratio
      /// Neighbours on the carbon ladder do not go together.
      case ladder
      /// Two peaks seem to have changed places for a while.
      case exchange
      /// Canister and instrument differ.
      case canister
    }

    /// What kind.
    public let kind: Kind
    /// Compounds, or the total.
    public let names: [String]
    /// First step, local standard time; `nil` where the whole record is meant.
    public let from: String?
    /// Last step.
    public let until: String?
    /// Share of steps, correlation, ratio over the usual one, or slope.
    public let value: Double
    /// The bound that it misses; `nil` for sections.
    public let bound: Double?
  }

  /// `network/identifier`.
  public let station: String
  /// As they were.
  public let settings: RecordCheck
  /// Steps of the record.
  public let steps: Int
  /// Compounds of the record.
  public let compounds: Int
  /// First step.
  public let from: String
  /// Last step.
  public let until: String
  /// Sums against totals.
  public let totals: [TotalBalance]
  /// Isomers.
  public let isomers: [PairBehaviour]
  /// Neighbours among the straight-chain alkanes.
  public let ladder: [PairBehaviour]
  /// Peaks that seem to have changed places.
  public let exchanges: [ExchangedPeaks]
  /// Pairs of neighbours that were looked at for it.
  public let pairsLookedAt: Int
  /// Pairs whose values are so alike that an exchange cannot be seen.
  public let pairsTooAlike: [[String]]
  /// Ratios over ratios.
  public let plots: [RatioPlot]
  /// Canister against instrument, a compound each.
  public let canister: [CanisterComparison]

  /// Everything that misses its bound, in the order of the kinds.
  public var findings: [Finding] {
    var found: [Finding] = totals.compactMap { total in
      guard let share = total.shareAbove, share > settings.toleratedShare else { return nil }
      return Finding(
        kind: .total, names: [total.name], from: nil, until: nil, value: share,
        bound: settings.toleratedShare)
    }
    func pairs(_ kind: Finding.Kind, _ pairs: [PairBehaviour]) {
      for pair in pairs where pair.correlation < pair.leastCorrelation {
        found.append(
          Finding(
            kind: kind, names: [pair.first, pair.second], from: nil, until: nil,
            value: pair.correlation, bound: pair.leastCorrelation))
      }
    }
    pairs(.isomers, isomers)
    for pair in isomers {
      for section in pair.sections {
        found.append(
          Finding(
            kind: .ratio, names: [pair.first, pair.second], from: section.from,
            until: section.until, value: section.factor, bound: nil))
      }
    }
    pairs(.ladder, ladder)
    for exchange in exchanges {
      found.append(
        Finding(
          kind: .exchange, names: [exchange.first, exchange.second], from: exchange.from,
          until: exchange.until, value: exchange.ratio, bound: nil))
    }
    for row in canister where row.isOff(tolerance: settings.toleratedSlope) {
      found.append(
        Finding(
          kind: .canister, names: [row.compound], from: nil, until: nil, value: row.slope,
          bound: settings.toleratedSlope))
    }
    return found
  }
}
