import AirAccord
import ArgumentParser

/// Prints the air quality index of stations.
struct IndexCommand: Verb {
  static let configuration = CommandConfiguration.of("aqi")

  /// A version, or the one in force.
  enum Scheme: String, ExpressibleByArgument, CaseIterable {
    case china2012 = "china-2012"
    case china2026 = "china-2026"
    case us2012 = "us-2012"
    case us2024 = "us-2024"
    case inForce = "in-force"
  }

  @OptionGroup var archive: ArchiveOption
  @OptionGroup var selection: SelectionOptions
  @Option(help: "The version: china-2012, china-2026, us-2012, us-2024 or in-force.")
  var scheme: Scheme = .inForce
  @Option(help: "Whose index in-force means: china or us.")
  var authority: AirQualityStandard.Authority = .china
  @Option(help: "An index for each day or hour.")
  var by: AirQualityIndexSeries.Step = AirQualityIndexSeries().step
  @Flag(help: "Use the NowCast of particulate matter for an hour.")
  var nowcast = false
  @Option(help: "First day.")
  var from: CivilDate?
  @Option(help: "Last day.")
  var to: CivilDate?
  @OptionGroup var shown: ResultOptions

  func validate() throws {
    guard authority == .china || authority == .us else {
      throw refusal("usage.index-authority", authority: authority.rawValue)
    }
    if nowcast, by != .hour { throw refusal("usage.nowcast-by-hour") }
    if let from, let to, to < from { throw refusal("usage.from-after-to") }
  }

  func presentation() throws -> Presentation {
    var review = IndexReview(selection.chosen, in: try archive.opened())
    review.index.step = by
    review.index.usesNowCast = nowcast
    review.index.choice =
      AirQualityIndexScheme(rawValue: scheme.rawValue).map { .fixed($0) } ?? .inForce(authority)
    review.from = from
    review.to = to
    let (indices, found) = try outcome(of: review)
    return Presentation(
      indices, AirQualityIndexList(indices).document, remarks: found.remarks)
  }
}
