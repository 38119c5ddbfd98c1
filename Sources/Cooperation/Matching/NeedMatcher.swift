/// Finds who can serve a need, and says why, and what stays open.
///
/// The Chinese side's wish comes first: whoever has shown nothing in any field that was wished is
/// no candidate, however near the ties. The Japanese side's ability comes second: it is taken
/// from what an organisation has done and from what it offers. Points order candidates; they are
/// no probability.
public struct NeedMatcher: Sendable {
  private let registry: Registry
  private let projects: [String: [Project]]
  private let offers: [String: [Offer]]
  private let ties: [String: Set<String>]

  /// Points for each part of a match; together 100.
  public struct Weights: Hashable, Codable, Sendable {
    /// For the share of wished fields in which there is experience.
    public var fields = 50.0
    /// For the share of wished modes with experience.
    public var modes = 20.0
    /// For a partnership with the one who asks.
    public var tie = 20.0
    /// For an open offer in a wished field.
    public var offer = 10.0
    /// The defaults.
    public init() {}
  }

  /// The weights.
  public var weights = Weights()

  /// A matcher over a registry's organisations, projects, offers and partnerships.
  public init(_ registry: Registry) {
    self.registry = registry
    projects = Dictionary(
      grouping: registry.projects.filter { $0.status != .cancelled && $0.status != .wish },
      by: \.japanese)
    offers = Dictionary(grouping: registry.offers.filter(\.isOpen), by: \.organisation)
    var ties: [String: Set<String>] = [:]
    for partnership in registry.partnerships {
      ties[partnership.japanese, default: []].insert(partnership.chinese)
    }
    self.ties = ties
  }

  /// One part of a score.
  public struct Reason: Hashable, Codable, Sendable {
    /// Points it gives.
    public let points: Double
    /// Why, with the records behind it.
    public let text: String
  }

  /// An organisation that can serve a need, at least in part.
  public struct Candidate: Hashable, Codable, Sendable {
    /// Id of the organisation.
    public let organisation: String
    /// 0 to 100.
    public let score: Double
    /// What the score is made of.
    public let reasons: [Reason]
    /// Wished fields in which it has shown nothing.
    public let missingFields: [CooperationField]
    /// Wished modes in which it has shown nothing.
    public let missingModes: [CooperationMode]
  }

  /// What came of the search for one need.
  public struct Match: Hashable, Codable, Sendable {
    /// Id of the need.
    public let need: String
    /// Who asks.
    public let requester: String
    /// By falling score.
    public let candidates: [Candidate]
    /// Organisations that together cover more than the best alone; empty when the best covers
    /// all, or when nobody adds anything.
    public let together: [String]
    /// What nobody covers, or why nobody can be named; `nil` when everything is covered.
    public let gap: String?
  }

  /// Candidates for a need.
  public func match(_ need: Need) -> Match {
    let wished = need.fields.filter(\.isNamed)
    let isNamed = !wished.isEmpty
    let names = registry.organisations.filter { $0.country == "JP" && isSupplier($0) }
    let candidates = names.compactMap { candidate($0.id, need, wished) }
      .sorted { ($1.score, $0.organisation) < ($0.score, $1.organisation) }
    let covered = Set(
      candidates.flatMap { candidate in
        wished.filter { !candidate.missingFields.contains($0) }
      })
    let modes = Set(
      candidates.flatMap { candidate in
        need.modes.filter { !candidate.missingModes.contains($0) }
      })
    var gaps: [String] = []
    let openFields = wished.filter { !covered.contains($0) }
    if !openFields.isEmpty {
      gaps.append(
        "nobody in the records has worked on, or offers, "
          + openFields.map(\.names.english).joined(separator: " and "))
    }
    if !isNamed {
      gaps.append("the need names no field, so only ties and modes can be compared")
    }
    let openModes = need.modes.filter { !modes.contains($0) }
    if !candidates.isEmpty, !openModes.isEmpty {
      gaps.append(
        "no candidate has worked through "
          + openModes.map(\.names.english).joined(separator: " or "))
    }
    return Match(
      need: need.id, requester: need.organisation, candidates: candidates,
      together: together(candidates, wished), gap: gaps.isEmpty ? nil : gaps.joined(separator: "; ")
    )
  }

  /// Who gives: local governments, institutes, agencies, associations and companies. Ministries
  /// and the platform itself mediate.
  private func isSupplier(_ organisation: Organisation) -> Bool {
    organisation.kind != .ministry
      && (organisation.kind != .platform || projects[organisation.id] != nil)
  }

  private func candidate(
    _ id: String, _ need: Need, _ wished: [CooperationField]
  ) -> Candidate? {
    let own = projects[id] ?? []
    let offers = offers[id] ?? []
    let done = own.filter { [.done, .underWay].contains($0.status) }
    func experience(_ field: CooperationField) -> [Project] {
      done.filter { $0.fields.contains(field) }
    }
    let shown = wished.filter { field in
      !experience(field).isEmpty || offers.contains { $0.fields.contains(field) }
    }
    // The wish first: without a field in common there is no match.
    guard !shown.isEmpty || wished.isEmpty else { return nil }
    let tie = ties[id]?.contains(need.organisation) == true
    guard !wished.isEmpty || tie else { return nil }
    var reasons: [Reason] = []
    if !shown.isEmpty {
      let evidence = shown.map { field in
        let found = experience(field)
        return found.isEmpty
          ? "\(field.names.english): offered"
          : "\(field.names.english): \(found.count) projects, such as \(found[0].id)"
      }
      reasons.append(
        Reason(
          points: weights.fields * Double(shown.count) / Double(wished.count),
          text: evidence.joined(separator: "; ")))
    }
    let modes = need.modes.filter { mode in
      done.contains { $0.modes.contains(mode) } || offers.contains { $0.modes.contains(mode) }
    }
    if !modes.isEmpty {
      reasons.append(
        Reason(
          points: weights.modes * Double(modes.count) / Double(need.modes.count),
          text: "has worked through " + modes.map(\.names.english).joined(separator: ", ")))
    }
    if tie {
      let basis = registry.partnerships.first {
        $0.japanese == id && $0.chinese == need.organisation
      }
      reasons.append(
        Reason(
          points: weights.tie,
          text: "partner of \(need.organisation): \(basis?.record["basis"] ?? "")"))
    }
    if let offer = offers.first(where: { offer in
      wished.contains { offer.fields.contains($0) }
    }) {
      reasons.append(Reason(points: weights.offer, text: "offers it: \(offer.id)"))
    }
    return Candidate(
      organisation: id, score: reasons.reduce(0) { $0 + $1.points }, reasons: reasons,
      missingFields: wished.filter { !shown.contains($0) },
      missingModes: need.modes.filter { !modes.contains($0) })
  }

  /// The best with those that add fields to it, in the order of their scores.
  private func together(_ candidates: [Candidate], _ wished: [CooperationField]) -> [String] {
    guard let best = candidates.first, !best.missingFields.isEmpty else { return [] }
    var open = Set(best.missingFields)
    var chosen = [best.organisation]
    for candidate in candidates.dropFirst() {
      let adds = open.subtracting(candidate.missingFields)
      guard !adds.isEmpty else { continue }
      open.subtract(adds)
      chosen.append(candidate.organisation)
    }
    return chosen.count > 1 ? chosen : []
  }
}
