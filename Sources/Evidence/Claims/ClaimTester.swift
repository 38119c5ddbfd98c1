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
        "there is no annual mean of \(claim.places.joined(separator: ", ")) in the records and "
          + "none of its stations in the archive")
    case .none:
      return notTestable(
        claim,
        claim.record["kind"] == "input"
          ? "the records hold no budget" : "it names nothing that the records or monitors measure")
    case .memberCount, .meetingCount, .partnerCount, .headCount: return counted(claim)
    }
  }

  func notTestable(
    _ claim: Claim, _ reason: String, count: ClaimEvaluation.Count? = nil,
    windows: [ClaimEvaluation.Window] = []
  ) -> ClaimEvaluation {
    evaluation(
      claim, .notTestable, "because \(reason)", windows: windows, count: count,
      canSay: ["that it was published, by whom and when"],
      cannotSay: ["whether it is true: \(reason)"])
  }

  func evaluation(
    _ claim: Claim, _ verdict: ClaimEvaluation.Verdict, _ reason: String,
    windows: [ClaimEvaluation.Window] = [], panel: [ClaimEvaluation.PanelFinding] = [],
    count: ClaimEvaluation.Count? = nil, canSay: [String], cannotSay: [String]
  ) -> ClaimEvaluation {
    ClaimEvaluation(
      claim: claim.id, statement: claim.statement,
      figure: claim.valueText.isEmpty ? "no figure" : "\(claim.valueText) \(claim.unit)",
      source: claim.source, verification: claim.verification, verdict: verdict, reason: reason,
      windows: windows, panel: panel, count: count, canSay: canSay, cannotSay: cannotSay)
  }
}
