import Documents
import AirQuality
import Foundation
public import SourceApportionment

/// A factor report as tables for spreadsheets and as lines for the terminal.
public struct ApportionmentTables {
  private let report: FactorReport
  private var solution: FactorSolution { report.solution }

  /// Tables of a report.
  public init(_ report: FactorReport) { self.report = report }

  /// Tables of factors that were steered.
  init(_ steered: SteeredSolution) { report = FactorReport(steered) }

  /// One row a factor and species: profile, share, the range to report, EPA PMF's bootstrap
  /// percentiles and displacement range.
  public var profiles: String {
    var header = ["factor", "species", "role", "profile", "share"]
    if report.ranges != nil { header += ["lower_90", "upper_90"] }
    if report.bootstrap != nil { header += ["p5", "p25", "median", "p75", "p95"] }
    let level = report.displacement?.levels.first
    if let level {
      let rise = Self.rise(level.rise)
      header += ["displaced_lower_\(rise)", "displaced_upper_\(rise)"]
    }
    header.append("unit")
    let shares = solution.shares
    var lines = [DelimitedField.line(header)]
    for factor in 0..<solution.factorCount {
      for (position, name) in solution.species.enumerated() {
        var row = [
          String(factor + 1), name, solution.roles[position].rawValue,
          "\(solution.profiles[factor][position])", "\(shares[factor][position])",
        ]
        if let ranges = report.ranges {
          row += ["\(ranges.lower[factor][position])", "\(ranges.upper[factor][position])"]
        }
        if let bootstrap = report.bootstrap {
          if let values = bootstrap.profiles[factor]?[position] {
            row += [
              values.fifth, values.lowerQuartile, values.median, values.upperQuartile,
              values.ninetyFifth,
            ].map { "\($0)" }
          } else {
            row += ["", "", "", "", ""]
          }
        }
        if let level, let displacement = report.displacement {
          let place = displacement.species.firstIndex(of: name)
          row +=
            place.map { ["\(level.lower[factor][$0])", "\(level.upper[factor][$0])"] }
            ?? ["", ""]
        }
        row.append(solution.unit.symbol)
        lines.append(DelimitedField.line(row))
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// One row a sample, one column a factor, dimensionless with mean one.
  public var contributions: String {
    var lines = [
      DelimitedField.line(["time"] + (1...solution.factorCount).map { "factor_\($0)" })
    ]
    for (row, instant) in solution.instants.enumerated() {
      lines.append(
        DelimitedField.line(
          [instant.formatted(utcOffset: solution.utcOffset)]
            + solution.contributions.map { "\($0[row])" }))
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// One row a start.
  public var starts: String {
    var lines = ["start,q_true,q_robust,objective,iterations,converged,polished,likeness"]
    for start in solution.starts {
      lines.append(
        DelimitedField.line([
          String(start.index), "\(start.qTrue)", "\(start.qRobust)", "\(start.objective)",
          String(start.iterations), String(start.isConverged), String(start.isPolished),
          "\(start.likeness)",
        ]))
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// The answer in a few lines.
  public var summary: [String] {
    let count = solution.starts.count
    var lines = [
      "\(solution.factorCount) factors, \(solution.instants.count) samples, "
        + "\(solution.species.count) species",
      "Q(true) \(NumberText.fixed(solution.qTrue, 1)), Q(robust) "
        + "\(NumberText.fixed(solution.qRobust, 1)), Q(true)/Q(expected) "
        + NumberText.fixed(solution.qRatio, 2),
      "\(Int((solution.stability * Double(count)).rounded())) of \(count) starts agree with the "
        + "best",
    ]
    if let selection = report.selection {
      lines.append("")
      lines.append("factors  Q(true)     Q/Qexp  agree  residual mean  residual deviation")
      for entry in selection.entries {
        lines.append(
          String(
            format: "%7d  %-10.1f  %-6.2f  %-5.2f  %-13.2f  %.2f", entry.factors, entry.qTrue,
            entry.qRatio, entry.stability, entry.residualMean, entry.residualDeviation))
      }
      lines.append(
        selection.suggested.map { "suggested: \($0) factors; look at what they mean" }
          ?? "no number suggests itself; the smallest is shown")
    }
    return lines + factorLines + doubts
  }

  /// Every factor with the species that it has most of.
  private var factorLines: [String] {
    var lines: [String] = []
    let masses = solution.masses
    let sum = masses.reduce(0, +)
    for factor in 0..<solution.factorCount {
      lines.append("")
      lines.append(
        "\(solution.label(ofFactor: factor)): \(NumberText.value(masses[factor])) "
          + "\(solution.unit.symbol), \(NumberText.percent(sum > 0 ? masses[factor] / sum : 0))")
      let shares = solution.shares[factor]
      let leading = shares.indices.sorted { (shares[$0], $1) > (shares[$1], $0) }.prefix(8)
      for position in leading where shares[position] > 0 {
        lines.append("  " + line(factor, position, shares[position]))
      }
    }
    return lines
  }

  /// The factors of a steered solution, a line each.
  private static func leading(_ solution: FactorSolution) -> [String] {
    (0..<solution.factorCount).map { factor in
      let shares = solution.shares[factor]
      let species = shares.indices.sorted { (shares[$0], $1) > (shares[$1], $0) }.prefix(4)
      return "  factor \(factor + 1): \(NumberText.value(solution.masses[factor])) "
        + "\(solution.unit.symbol); "
        + species.map { "\(solution.species[$0]) \(NumberText.percent(shares[$0]))" }
        .joined(separator: ", ")
    }
  }

  /// `4`, `2.71`.
  static func rise(_ value: Double) -> String {
    NumberText.fixed(value, value == value.rounded() ? 0 : 2)
  }

  private func line(_ factor: Int, _ position: Int, _ share: Double) -> String {
    let name = solution.species[position].padding(
      toLength: max(24, solution.species[position].count), withPad: " ", startingAt: 0)
    var text =
      "\(name) \(NumberText.value(solution.profiles[factor][position]))  "
      + NumberText.percent(share)
    if let ranges = report.ranges {
      text +=
        "  range \(NumberText.value(ranges.lower[factor][position]))–"
        + NumberText.value(ranges.upper[factor][position])
    } else if let values = report.bootstrap?.profiles[factor]?[position] {
      text +=
        "  bootstrap \(NumberText.value(values.fifth))–\(NumberText.value(values.ninetyFifth))"
    }
    if let displacement = report.displacement, let level = displacement.levels.first,
      let place = displacement.species.firstIndex(of: solution.species[position])
    {
      text +=
        "  displaced \(NumberText.value(level.lower[factor][place]))–"
        + NumberText.value(level.upper[factor][place])
    }
    return text
  }

  /// How well the factors are determined.
  private var determination: [String] {
    var lines: [String] = []
    if let bootstrap = report.bootstrap {
      let found = bootstrap.found.map {
        NumberText.percent(Double($0) / Double(bootstrap.settings.replicates))
      }
      lines.append(
        "bootstrap, \(bootstrap.settings.replicates) draws of blocks of \(bootstrap.blockLength): "
          + "factors 1 to \(found.count) found again in \(found.joined(separator: ", "))")
    } else {
      lines.append("not asked how far chance in the samples goes (--bootstrap 100)")
    }
    if let ranges = report.ranges {
      lines.append(
        "ranges: 5th to 95th percentile of the draws, extended to where Q rises by "
          + "\(NumberText.fixed(ranges.displacement.levels[0].rise, 2)); meant to hold 9 of 10 "
          + "elements")
    } else if report.bootstrap != nil {
      lines.append(
        "the draws’ percentiles miss the freedom to rotate and hold fewer than 9 of 10 elements")
    }
    if let displacement = report.displacement ?? report.ranges?.displacement {
      for level in displacement.levels {
        lines.append(
          "displacement by \(Self.rise(level.rise)): factors exchanged "
            + "\(level.swaps.reduce(0, +)) times")
      }
      if displacement.largestFall > 0.01 * solution.qTrue {
        lines.append("displacement found a lower Q: make more starts")
      }
    } else {
      lines.append("not asked how far the factors can be rotated (--displacement)")
    }
    if let both = report.bootstrapDisplacement {
      lines.append(
        "bootstrap and displacement: \(both.drawsKept) draws, \(both.drawsDropped) left out")
    }
    return lines
  }

  /// What the reader should know beyond the factors.
  var doubts: [String] {
    var lines = [""] + determination
    if let constrained = report.constrained {
      lines.append(
        "constrained: Q rises by \(NumberText.value(constrained.rise)), "
          + "\(NumberText.fixed(100 * constrained.relativeRise, 2)) %")
      let own = ApportionmentTables(constrained)
      lines += own.factorLines
      if own.report.questions != FactorQuestions() { lines += [""] + own.determination }
    }
    if let rotation = report.rotation {
      lines.append(
        "rotated: Q rises by \(NumberText.value(rotation.rise)), "
          + "\(NumberText.fixed(100 * rotation.relativeRise, 2)) %")
      lines += Self.leading(rotation.solution)
    }
    for factor in 0..<solution.factorCount {
      if let best = report.comparisons.first(where: { $0.factor == factor }) {
        lines.append(
          "factor \(factor + 1) is most like “\(best.source)”: r "
            + "\(NumberText.fixed(best.correlation, 2)), identity distance "
            + NumberText.fixed(best.identityDistance, 2))
      }
    }
    return lines
  }
}
