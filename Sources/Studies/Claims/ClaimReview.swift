public import Cooperation
public import Documents
public import Store

/// Tests published claims, one after the other.
public struct ClaimReview: Job {
  /// The records, and with them the annual means.
  public let registry: Registry
  /// What is tested.
  public let claims: [Claim]
  /// An archive with daily PM2.5 by city; `nil` for the annual means alone.
  public let data: Archive?
  /// Threads for the daily panel; `nil` for the machine's. No verdict depends on it.
  public var threads: Int?

  /// A review of some claims of a registry.
  ///
  /// - Parameter ids: of the claims; all when none is named.
  /// - Throws: `RegistryError.unknownRecord` for an id that no claim has.
  public init(
    of ids: [String] = [], in registry: Registry, data: Archive? = nil, threads: Int? = nil
  ) throws(RegistryError) {
    self.registry = registry
    self.data = data
    self.threads = threads
    guard !ids.isEmpty else {
      claims = registry.claims
      return
    }
    var chosen: [Claim] = []
    for id in ids {
      guard let record = registry.record(.claims, id) else {
        throw .unknownRecord(
          id, kind: .claims, nearest: Registry.nearest(to: id, in: registry.claims.map(\.id)))
      }
      chosen.append(Claim(record))
    }
    claims = chosen
  }

  /// One evaluation a claim, in their order.
  public func run(_ watch: JobWatch) throws -> [ClaimEvaluation] {
    let tester = ClaimTester(registry, threads: threads)
    // The cities' days are the same for every claim.
    let library = try data.map { ReadOnceLibrary(try ArchiveLibrary($0)) }
    return try claims.enumerated().map { number, claim in
      try watch.begin(number, of: claims.count, .verbatim(claim.id))
      return try tester.evaluate(claim, library: library)
    }
  }

  /// Keeps verdicts with their claims in an archive.
  ///
  /// - Parameter language: of the sentences that are kept.
  public static func keep(
    _ evaluations: [ClaimEvaluation], in archive: Archive, language: Language
  ) throws {
    try archive.save(
      evaluations.map {
        RegistryFinding(
          kind: .claims, id: $0.claim, title: "evaluate-claims", verdict: $0.verdict.rawValue,
          sentence: Value.message($0.reason).text(in: language))
      })
  }
}
