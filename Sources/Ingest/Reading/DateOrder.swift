import AirQuality

/// Which part of a date such as `01/06/2019` comes first.
public enum DateOrder: String, Codable, Sendable, CaseIterable {
  /// 1 June.
  case dayFirst = "day-first"
  /// 6 January.
  case monthFirst = "month-first"

  /// The order of a column of dates: proven by a part above 12, else as it was declared.
  ///
  /// Dates that do not begin with one or two digits and a slash say nothing here.
  ///
  /// - Parameters:
  ///   - texts: with their lines in the file.
  ///   - declared: what the user says; the file may not contradict it.
  /// - Throws: `IngestError.ambiguousDate` where neither the file nor the user says which, and
  ///   `.contradictoryDates` where the file or the user contradicts the file.
  static func of(
    _ texts: some Sequence<(text: String, line: Int)>, declared: DateOrder?, column: String,
    file: String
  ) throws(IngestError) -> DateOrder {
    var proof: (order: DateOrder, text: String, line: Int)?
    var first: (text: String, line: Int)?
    for (text, line) in texts {
      guard let (left, right) = parts(text) else { continue }
      if first == nil { first = (text, line) }
      let order: DateOrder? = left > 12 ? .dayFirst : right > 12 ? .monthFirst : nil
      guard let order else { continue }
      if let proof, proof.order != order {
        throw .contradictoryDates(
          proof.text, text, column: column, file: file, firstLine: proof.line, line: line)
      }
      if let declared, declared != order {
        throw .contradictoryDates(
          declared.rawValue, text, column: column, file: file, firstLine: nil, line: line)
      }
      if proof == nil { proof = (order, text, line) }
    }
    if let order = proof?.order ?? declared { return order }
    guard let first else { return .monthFirst }
    throw .ambiguousDate(first.text, column: column, file: file, line: first.line)
  }

  /// The two parts before the year.
  private static func parts(_ text: String) -> (Int, Int)? {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false).prefix(2)
    guard parts.count == 2, parts.allSatisfy({ (1...2).contains($0.count) }),
      let left = Int(parts[0]), let right = Int(parts[1])
    else { return nil }
    return (left, right)
  }
}
