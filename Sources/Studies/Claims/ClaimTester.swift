import Documents
public import Cooperation
import Estimation

/// Tests published claims with the records and, where there is one, an archive of daily data.
public struct ClaimTester: Sendable {
  let registry: Registry
  /// Threads for the daily panel; `nil` for the machine's.
  public var threads: Int?
  /// Groups of cities where nothing was done, on which the daily panel is repeated.
  public var negativeControls = 200

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
        Message("claims.no-level", ["places": NameBook(registry).list(claim.places)]))
    case .none:
      return notTestable(
        claim,
        claim.record["kind"] == "input"
          ? Message("claims.no-budget") : Message("claims.nothing-measured"))
    case .memberCount, .meetingCount, .partnerCount, .headCount: return counted(claim)
    }
  }

  func notTestable(
    _ claim: Claim, _ reason: Message, count: ClaimEvaluation.Count? = nil,
    windows: [ClaimEvaluation.Window] = []
  ) -> ClaimEvaluation {
    evaluation(
      claim, .notTestable, reason, windows: windows, count: count,
      canSay: [Message("claims.published")],
      cannotSay: [Message("claims.whether-true", ["reason": .message(reason)])])
  }

  func evaluation(
    _ claim: Claim, _ verdict: ClaimEvaluation.Verdict, _ reason: Message,
    windows: [ClaimEvaluation.Window] = [], panel: [ClaimEvaluation.PanelFinding] = [],
    count: ClaimEvaluation.Count? = nil, canSay: [Message], cannotSay: [Message]
  ) -> ClaimEvaluation {
    ClaimEvaluation(
      claim: claim.id, statement: .named(claim.names), figure: claim.figure, source: claim.source,
      verification: claim.verification, verdict: verdict, reason: reason,
      windows: windows, panel: panel, count: count, canSay: canSay, cannotSay: cannotSay)
  }
}

extension Claim {
  /// The figure with its unit, with the decimals that were written.
  var figure: Value {
    guard let value else { return .message("claims.no-figure") }
    if unit == "true/false" { return .message(value == 1 ? "claims.yes" : "claims.no") }
    let decimals = valueText.split(separator: ".").dropFirst().first?.count ?? 0
    if unit == "%" { return .number(value, .decimals(decimals), unit: unit) }
    return .message(
      Message(
        "claims.quantity",
        [
          "value": .number(value, .decimals(decimals)),
          "unit": .named(RecordTranslations.of(unit)),
        ]))
  }
}
