import Documents
import AirQuality
import NumericKernels

/// Whether what was measured in the two periods is of the same part of the year.
///
/// Winter against summer is the oldest way to make an improvement; the share of measured steps by
/// month shows it. The calendar of the periods does not: a station that was silent in summer before
/// the measure has no summer there.
struct SeasonOverlap {
  /// 0 when the shares of the twelve months agree, 1 when no month is in both.
  let distance: Double

  init(_ study: Study) {
    let average = study.treatedAverage
    let axis = study.panel.axis
    func shares(_ positions: Range<Int>) -> [Double] {
      var counts = [Double](repeating: 0, count: 12)
      for position in positions where !average[position].isNaN {
        counts[axis.date(at: position).month - 1] += 1
      }
      let total = counts.reduce(0, +)
      return total > 0 ? counts.map { $0 / total } : counts
    }
    distance =
      zip(shares(study.beforePositions), shares(study.afterPositions))
      .reduce(0) { $0 + abs($1.0 - $1.1) } / 2
  }

  /// Whole years differ by leap days and by days that were not measured.
  private static let tolerated = 0.05

  /// Whether the periods are of the same part of the year.
  var isEven: Bool { distance <= Self.tolerated }

  var diagnostics: [Diagnostic] {
    guard !isEven else { return [] }
    return [
      Diagnostic(
        "season-overlap", distance > 0.2 ? .serious : .warning, ["distance": .share(distance)])
    ]
  }
}

extension Study {
  /// Whether what was measured at the treated stations in the two periods is of the same part of the
  /// year.
  public var seasonsAgree: Bool { SeasonOverlap(self).isEven }

  /// What the outcome's scale and the stations' gaps leave out.
  var outcomeDiagnostics: [Diagnostic] { logarithmDiagnostics + unconnectedDiagnostics }

  /// Told when values without a logarithm were left out: seriously where they are more than one in a
  /// hundred, or where their share differs between the periods or the groups, because what is left
  /// out is then part of the change.
  private var logarithmDiagnostics: [Diagnostic] {
    let count = valuesWithoutLogarithm
    guard count > 0 else { return [] }
    var shares: [Double] = []
    for stations in [treatedIndices, donorIndices] {
      for positions in [beforePositions, afterPositions] {
        var lost = 0
        var all = 0
        for station in stations {
          for position in positions {
            let value = panel.matrix[position, station]
            if value.isNaN { continue }
            all += 1
            if value <= 0 { lost += 1 }
          }
        }
        if all > 0 { shares.append(Double(lost) / Double(all)) }
      }
    }
    let most = shares.max() ?? 0
    let apart = most - (shares.min() ?? 0)
    guard most > 0.01 || apart > 0.005 else {
      return [
        Diagnostic("no-logarithm", .note, ["count": .count(count)])
      ]
    }
    return [
      Diagnostic(
        "no-logarithm-many", .serious,
        ["count": .count(count), "percent": .share(most, decimals: most < 0.01 ? 2 : 0)])
    ]
  }

  /// Told when stations share no step with the others, so that their levels cannot be compared.
  private var unconnectedDiagnostics: [Diagnostic] {
    let stations = [treatedIndices, donorIndices].flatMap { group in
      group.isEmpty ? [] : StationAverage(responses, stations: group).leftOut
    }
    guard !stations.isEmpty else { return [] }
    return [
      Diagnostic(
        "stations-unconnected", .warning,
        ["names": .names(stations.map { panel.stations[$0].name })])
    ]
  }
}
