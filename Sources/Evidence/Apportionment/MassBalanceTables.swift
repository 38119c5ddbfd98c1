import Documents
import AirQuality
import Foundation
public import SourceApportionment

/// A mass balance as a table for spreadsheets and as lines for the terminal.
public struct MassBalanceTables {
  private let balance: MassBalance

  /// Tables of a balance.
  public init(_ balance: MassBalance) { self.balance = balance }

  /// One row a sample.
  public var samples: String {
    var header = ["time"]
    for source in balance.sources { header += [source, "\(source)_standard_error"] }
    header += ["r_squared", "chi_squared", "percent_mass", "degrees_of_freedom"]
    var lines = [DelimitedField.line(header)]
    for (row, instant) in zip(balance.rows, balance.instants) {
      var fields = [instant.formatted(utcOffset: balance.utcOffset)]
      for source in balance.sources.indices {
        fields += ["\(row.contributions[source])", "\(row.standardErrors[source])"]
      }
      fields += [
        "\(row.rSquared)", "\(row.reducedChiSquared)", "\(row.percentMass)",
        String(row.degreesOfFreedom),
      ]
      lines.append(DelimitedField.line(fields))
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// Samples without a balance and sources that can hardly be told apart, one line each.
  public var warnings: [String] {
    balance.leftOut.map { sample in
      "no balance for the sample of \(sample.instant.formatted(utcOffset: balance.utcOffset)): "
        + "\(sample.reason); the means are over the others"
    }
      + balance.alike.map { pair in
        "the profiles of \(pair.sources.joined(separator: " and ")) are nearly one (cosine "
          + "\(NumberText.fixed(pair.cosine, 4))): the samples hardly tell what is of which; look at "
          + "their sum"
      }
  }

  /// The answer in a few lines.
  public var summary: [String] {
    let count = balance.rows.count
    let width = balance.sources.map(\.count).max() ?? 0
    func column(_ name: String) -> String {
      name.padding(toLength: max(24, width), withPad: " ", startingAt: 0)
    }
    var lines = [
      "\(balance.sources.count) sources, \(count) samples, \(balance.species.count) species fitted",
      "",
      column("source") + "  mean (\(balance.unit.symbol))  standard error  negative  "
        + "undetermined",
    ]
    let means = balance.meanContributions
    let errors = balance.meanStandardErrors
    for (source, name) in balance.sources.enumerated() {
      let negative = balance.rows.count { $0.contributions[source] < 0 }
      let undetermined = balance.rows.count {
        $0.isFitted[source] && $0.projections[source] < balance.settings.eligibleProjection
      }
      lines.append(
        column(name)
          + "  \(NumberText.value(means[source]))  ± \(NumberText.value(errors[source]))  "
          + "\(negative) of \(count)  \(undetermined) of \(count)")
    }
    func mean(_ pick: (MassBalance.Row) -> Double) -> Double {
      balance.rows.map(pick).reduce(0, +) / Double(count)
    }
    lines.append("")
    lines.append(
      "means over the samples: R² \(NumberText.fixed(mean(\.rSquared), 3)), χ² "
        + "\(NumberText.fixed(mean(\.reducedChiSquared), 2)), mass explained "
        + "\(NumberText.fixed(mean(\.percentMass), 1)) %")
    return lines + warnings
  }
}
