import Foundation
package import NumericKernels
package import PanelKernels

/// Cigarette sales per head in 39 US states, 1970 to 2000; California's Proposition 99 begins in
/// 1989. The standard case of synthetic controls, read from the shared data.
public struct ProposalNinetyNine {
  /// States by name; California is column `california`.
  public let states: [String]
  /// Position of the treated state.
  public let california: Int
  /// `years × states`, packs per head.
  package let values: Matrix
  /// Row of 1989.
  public let start = 19

  /// Reads the file.
  public init() throws {
    let text = try String(
      contentsOfFile: SharedData.path("prop99/california_prop99.csv"), encoding: .utf8)
    var columns: [String: [Double]] = [:]
    for line in text.split(whereSeparator: \.isNewline).dropFirst() {
      let fields = line.split(separator: ";")
      guard fields.count == 4, let value = Double(fields[2]) else {
        throw CocoaError(.fileReadCorruptFile)
      }
      columns[String(fields[0]), default: []].append(value)
    }
    states = columns.keys.sorted()
    california = states.firstIndex(of: "California") ?? 0
    values = Matrix(columns: states.map { columns[$0] ?? [] })
  }

  /// California from 1989 on against the other states.
  package var assignment: PanelAssignment {
    PanelAssignment(
      treated: [california], starts: [start],
      donors: states.indices.filter { $0 != california })
  }

  /// The panel with its sums.
  package func prepared() throws -> PreparedPanel {
    try PreparedPanel(values, starts: [start])
  }
}
