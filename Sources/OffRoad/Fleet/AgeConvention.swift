/// How old an engine is in a year, for deterioration.
///
/// Scrappage counts whole years since the model year in either convention.
public enum AgeConvention: String, Codable, CaseIterable, Hashable, Sendable {
  /// Year − model year + 1: at the end of the year, as NONROAD computes. An engine in its first
  /// year is one year old.
  case endOfYear = "end-of-year"
  /// Year − model year: from the middle of one year to the middle of the other.
  case middleOfYear = "middle-of-year"

  /// Years of use of an engine.
  func years(from modelYear: Int, to year: Int) -> Double {
    Double(year - modelYear + (self == .endOfYear ? 1 : 0))
  }
}
