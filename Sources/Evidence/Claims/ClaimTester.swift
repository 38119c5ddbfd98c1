public import Documents
public import Cooperation
import Estimation

/// Tests published claims with the records and, where there is one, an archive of daily data.
public struct ClaimTester: Sendable {
  let registry: Registry
  /// Threads for the daily panel; `nil` for the machine's.
  public var threads: Int?
  /// Groups of cities where nothing was done, on which the daily panel is repeated.
  public var negativeControls = 200

  /// Language of the reasons and of what can be said. Default: English.
  public var language = Language.english

  /// A tester of a registry's claims.
  public init(_ registry: Registry, threads: Int? = nil) {
    self.registry = registry
    self.threads = threads
  }

  /// Tests a claim.
  ///
  /// - Parameter library: daily series; `nil` for the annual means alone.
  /// - Throws: what the library throws. A panel that cannot be put together is no error: the
  ///   reason stands among what cannot be said.
  public func evaluate(
    _ claim: Claim, library: (any ProvenanceLibrary)? = nil
  ) throws -> ClaimEvaluation {
    switch claim.test {
    case .relativeChange: return try relativeChange(claim, library)
    case .level:
      return notTestable(
        claim,
        say(
          ClaimPhrases.noLevel,
          ["places": NameBook(registry, language).list(claim.places)]))
    case .none:
      return notTestable(
        claim,
        claim.record["kind"] == "input"
          ? say(ClaimPhrases.noBudget) : say(ClaimPhrases.nothingMeasured))
    case .memberCount, .meetingCount, .partnerCount, .headCount: return counted(claim)
    }
  }

  func notTestable(
    _ claim: Claim, _ reason: String, count: ClaimEvaluation.Count? = nil,
    windows: [ClaimEvaluation.Window] = []
  ) -> ClaimEvaluation {
    evaluation(
      claim, .notTestable, say(ClaimPhrases.because, ["reason": reason]), windows: windows,
      count: count, canSay: [say(ClaimPhrases.published)],
      cannotSay: [say(ClaimPhrases.whetherTrue, ["reason": reason])])
  }

  func say(_ phrase: Phrase, _ values: [String: String] = [:]) -> String {
    phrase.text(language, values)
  }

  /// Several parts of one sentence.
  func list(_ parts: [String]) -> String {
    parts.joined(separator: language == .english ? ", " : "、")
  }

  func evaluation(
    _ claim: Claim, _ verdict: ClaimEvaluation.Verdict, _ reason: String,
    windows: [ClaimEvaluation.Window] = [], panel: [ClaimEvaluation.PanelFinding] = [],
    count: ClaimEvaluation.Count? = nil, canSay: [String], cannotSay: [String]
  ) -> ClaimEvaluation {
    let names = NameBook(registry, language)
    let unit = names.text(RecordTranslations.of(claim.unit))
    let figure =
      claim.valueText.isEmpty
      ? say(ClaimPhrases.noFigure)
      : claim.unit == "true/false"
        ? say(claim.value == 1 ? ClaimPhrases.yes : ClaimPhrases.no)
        : NumberText.settingPerCent("\(claim.valueText) \(unit)", language)
    return ClaimEvaluation(
      claim: claim.id, statement: names.text(claim.names),
      figure: figure,
      source: claim.source, verification: claim.verification, verdict: verdict, reason: reason,
      windows: windows, panel: panel, count: count, canSay: canSay, cannotSay: cannotSay)
  }
}
