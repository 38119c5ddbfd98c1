import AirQuality
import NumericKernels

/// What one column of a file stands for.
public struct ColumnSummary: Hashable, Codable, Sendable {
  /// What a column can be.
  public enum Kind: String, Hashable, Codable, Sendable, CaseIterable {
    /// A compound.
    case compound
    /// A sum over compounds, kept out of profiles.
    case total
    /// Weather, inorganic gases, contributions of factors.
    case other
    /// Nothing that is known; left out.
    case unknown
  }

  /// As the file writes it.
  public let header: String
  /// What it is.
  public let kind: Kind
  /// The compound's English name.
  public let compound: String?
  /// How many values.
  public let values: Int?
  /// How many of the steps are below detection.
  public let belowDetection: Int?
  /// Method detection limit in the unit.
  public let limit: Double?
  /// Unit.
  public let unit: String?
  /// Near spellings of an unknown name.
  public let nearest: [String]
}

extension SpeciatedRecord {
  /// What every column stands for: compounds, totals, others and unknown ones.
  public var columnSummaries: [ColumnSummary] {
    let own = compounds.indices.map { column in
      ColumnSummary(
        header: headers[column], kind: .compound, compound: compounds[column].name,
        values: (0..<axis.count).count { !values[$0, column].isNaN && !isBelow($0, column) },
        belowDetection: (0..<axis.count).count { isBelow($0, column) }, limit: limits[column],
        unit: scale.unit.symbol, nearest: [])
    }
    func summary(_ series: MonitoringSeries, _ kind: ColumnSummary.Kind) -> ColumnSummary {
      ColumnSummary(
        header: series.pollutant.identifier, kind: kind, compound: nil,
        values: series.validCount, belowDetection: nil, limit: nil, unit: series.unit.symbol,
        nearest: [])
    }
    return own + totals.map { summary($0, .total) } + others.map { summary($0, .other) }
      + unmatched.map {
        ColumnSummary(
          header: $0.name, kind: .unknown, compound: nil, values: nil, belowDetection: nil,
          limit: nil, unit: nil, nearest: $0.nearest)
      }
  }
}
