public import Documents

/// Finds who can serve a need, and says why, and what stays open.
///
/// The Chinese side's wish comes first: whoever has shown nothing in any field that was wished is
/// no candidate, however near the ties. The Japanese side's ability comes second: it is taken
/// from what an organisation had done by the need's fiscal year and from what it offers for that
/// year. Points order candidates; they are no probability.
public struct NeedMatcher: Sendable {
  private let registry: Registry
  private let suppliers: [Supplier]
  private let platform: Platform?

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

  /// A project as experience: known by its fiscal year.
  private struct Experience: Sendable {
    let year: FiscalYear
    let project: String
  }

  /// What the records hold of one Japanese organisation.
  private struct Supplier: Sendable {
    let id: String
    var fields: [CooperationField: [Experience]] = [:]
    var modes: [CooperationMode: [Experience]] = [:]
    var offers: [Offer] = []
    var partnerships: [Partnership] = []
  }

  /// A matcher over a registry's organisations, projects, offers and partnerships.
  public init(_ registry: Registry) {
    self.registry = registry
    var suppliers: [String: Supplier] = [:]
    var counted: Set<String> = []
    for project in registry.projects where project.status != .cancelled && project.status != .wish {
      counted.insert(project.japanese)
      guard [.done, .underWay].contains(project.status) else { continue }
      let experience = Experience(year: project.fiscalYear, project: project.id)
      var supplier = suppliers[project.japanese] ?? Supplier(id: project.japanese)
      for field in Set(project.fields) { supplier.fields[field, default: []].append(experience) }
      for mode in Set(project.modes) { supplier.modes[mode, default: []].append(experience) }
      suppliers[project.japanese] = supplier
    }
    for offer in registry.offers where offer.isOpen {
      suppliers[offer.organisation, default: Supplier(id: offer.organisation)].offers.append(offer)
    }
    for tie in registry.partnerships {
      suppliers[tie.japanese, default: Supplier(id: tie.japanese)].partnerships.append(tie)
    }
    // Who gives: local governments, institutes, agencies, associations and companies. Ministries
    // and the platform itself mediate.
    self.suppliers = registry.organisations.filter { organisation in
      organisation.country == "JP" && organisation.mergedInto == nil
        && organisation.kind != .ministry
        && (organisation.kind != .platform || counted.contains(organisation.id))
    }.map { suppliers[$0.id] ?? Supplier(id: $0.id) }
    platform = Self.platform(of: registry)
  }

  /// One part of a score.
  public struct Reason: Hashable, Codable, Sendable {
    /// Points it gives.
    public let points: Double
    /// Why, with the records behind it.
    public let text: Message
  }

  /// An organisation that can serve a need, at least in part.
  public struct Candidate: Hashable, Codable, Sendable {
    /// Id of the organisation.
    public let organisation: String
    /// 0 to 100.
    public let score: Double
    /// 1 for the best; the same for candidates of one score, whose order says nothing.
    public internal(set) var rank: Int
    /// What the score is made of.
    public let reasons: [Reason]
    /// Wished fields in which it has shown nothing.
    public let missingFields: [CooperationField]
    /// Wished modes in which it has shown nothing.
    public let missingModes: [CooperationMode]
    /// What is there and does not help: offers too small or in another language, ties that ended.
    public let remarks: [Message]
  }

  /// The plan's help where one municipality alone cannot serve a need.
  public struct Platform: Hashable, Codable, Sendable {
    /// Organisations that are the platform.
    public let organisations: [String]
    /// Id of the platform's function that the plan gives it for this.
    public let function: String
    /// The plan's words for it.
    public let words: String
  }

  /// What came of the search for one need.
  public struct Match: Hashable, Codable, Sendable {
    /// Id of the need.
    public let need: String
    /// Who asks.
    public let requester: String
    /// By falling score; of one score by id, which says nothing.
    public let candidates: [Candidate]
    /// Organisations that together cover more than the best alone; empty when the best covers
    /// all, or when nobody adds anything.
    public let together: [String]
    /// What nobody covers, or why nobody can be named; `nil` when everything is covered.
    public let gap: Message?
    /// Who helps where no single organisation covers the wish; `nil` where one does.
    public let platform: Platform?
  }

  /// The plan's function for needs that one local government cannot serve alone.
  private static func platform(of registry: Registry) -> Platform? {
    guard let function = registry.record(.platformFunctions, "X1") else { return nil }
    let organisations = registry.organisations.filter { $0.roles.contains(.platform) }.map(\.id)
    guard !organisations.isEmpty else { return nil }
    return Platform(
      organisations: organisations, function: function.id, words: function.names.english)
  }

  /// A need as it is asked for many times: read once.
  private struct Wish {
    let organisation: String
    let year: FiscalYear
    let fields: [CooperationField]
    let modes: [CooperationMode]
    let served: Set<String>
    let languages: [String]
    let peopleDays: Int?

    init(_ need: Need) {
      organisation = need.organisation
      year = need.fiscalYear
      fields = need.fields.filter(\.isNamed)
      modes = need.modes
      served = Set(need.projects)
      languages = need.languages
      peopleDays = need.peopleDays
    }
  }

  /// Candidates for a need.
  public func match(_ need: Need) -> Match {
    guard need.record["status"] != "withdrawn" else {
      return Match(
        need: need.id, requester: need.organisation, candidates: [], together: [],
        gap: "match.withdrawn", platform: nil)
    }
    let wish = Wish(need)
    let wished = wish.fields
    var candidates = suppliers.compactMap { candidate($0, wish) }
      .sorted { ($1.score, $0.organisation) < ($0.score, $1.organisation) }
    for position in candidates.indices {
      let isTied = position > 0 && candidates[position].score == candidates[position - 1].score
      candidates[position].rank = isTied ? candidates[position - 1].rank : position + 1
    }
    let isServable =
      candidates.contains { $0.missingFields.isEmpty && $0.missingModes.isEmpty }
    let gap = gap(wish, candidates)
    return Match(
      need: need.id, requester: need.organisation, candidates: candidates,
      together: together(candidates, wished), gap: gap, platform: isServable ? nil : platform)
  }

  private func gap(_ need: Wish, _ candidates: [Candidate]) -> Message? {
    let wished = need.fields
    let covered = Set(
      candidates.flatMap { candidate in
        wished.filter { !candidate.missingFields.contains($0) }
      })
    let modes = Set(
      candidates.flatMap { candidate in
        need.modes.filter { !candidate.missingModes.contains($0) }
      })
    var gaps: [Message] = []
    let openFields = wished.filter { !covered.contains($0) }
    if !openFields.isEmpty {
      gaps.append(Message("match.nobody", ["fields": .terms(openFields)]))
    }
    if wished.isEmpty {
      gaps.append("match.no-field")
    }
    let openModes = need.modes.filter { !modes.contains($0) }
    if !candidates.isEmpty, !openModes.isEmpty {
      gaps.append(Message("match.no-mode", ["modes": .terms(openModes)]))
    }
    return gaps.isEmpty ? nil : .oneByOne(gaps)
  }

  private func candidate(
    _ supplier: Supplier, _ need: Wish
  ) -> Candidate? {
    let wished = need.fields
    // What served the need itself is no reason to serve it, and what came later was not known.
    func counted(_ all: [Experience]?) -> [Experience] {
      (all ?? []).filter { $0.year <= need.year && !need.served.contains($0.project) }
    }
    var remarks: [Message] = []
    let offers = supplier.offers.filter { offer in
      guard offer.fiscalYear == need.year else {
        if wished.contains(where: offer.fields.contains) {
          remarks.append(
            Message(
              "match.offer-of-year",
              ["offer": .text(offer.id), "year": .fiscalYear(offer.fiscalYear.beginning)]))
        }
        return false
      }
      let speaks = Set(offer.languages)
      guard need.languages.isEmpty || speaks.isEmpty || !speaks.isDisjoint(with: need.languages)
      else {
        remarks.append(
          Message(
            "match.offer-in-language",
            [
              "offer": .text(offer.id), "languages": Self.languages(offer.languages),
              "wished": Self.languages(need.languages),
            ]))
        return false
      }
      return true
    }
    let fields = wished.map { field in
      (field: field, found: counted(supplier.fields[field]))
    }
    let shown = fields.filter { entry in
      !entry.found.isEmpty || offers.contains { $0.fields.contains(entry.field) }
    }
    // The wish first: without a field in common there is no match.
    guard !shown.isEmpty || wished.isEmpty else { return nil }
    let tie = tie(supplier, need, &remarks)
    guard !wished.isEmpty || tie != nil else { return nil }
    var reasons: [Reason] = []
    if !shown.isEmpty {
      let evidence = shown.map { entry in
        let facts: [String: Value] = [
          "field": .term(entry.field), "count": .count(entry.found.count),
          "project": entry.found.first.map { .text($0.project) } ?? .missing,
        ]
        return Message(entry.found.isEmpty ? "match.field-offered" : "match.field-shown", facts)
      }
      reasons.append(
        Reason(
          points: weights.fields * Double(shown.count) / Double(wished.count),
          text: .oneByOne(evidence)))
    }
    let modes = need.modes.filter { mode in
      !counted(supplier.modes[mode]).isEmpty || offers.contains { $0.modes.contains(mode) }
    }
    if !modes.isEmpty {
      reasons.append(
        Reason(
          points: weights.modes * Double(modes.count) / Double(need.modes.count),
          text: Message("match.modes", ["modes": .terms(modes)])))
    }
    if let tie {
      reasons.append(
        Reason(
          points: weights.tie,
          text: Message(
            "match.tie",
            [
              "organisation": name(need.organisation), "tie": .text(tie.id),
              "basis": .text(tie.record["basis"]),
            ])))
    }
    if let reason = offered(offers, wished, need) { reasons.append(reason) }
    let shownFields = Set(shown.map(\.field))
    return Candidate(
      organisation: supplier.id, score: reasons.reduce(0) { $0 + $1.points }, rank: 0,
      reasons: reasons, missingFields: wished.filter { !shownFields.contains($0) },
      missingModes: need.modes.filter { !modes.contains($0) }, remarks: remarks)
  }

  /// The partnership with the one who asks that is in force in the need's year.
  private func tie(
    _ supplier: Supplier, _ need: Wish, _ remarks: inout [Message]
  ) -> Partnership? {
    var ended: Partnership?
    for tie in supplier.partnerships where tie.chinese == need.organisation {
      if let joined = tie.joined, joined.first > need.year.lastDay { continue }
      if let left = tie.left, left.last < need.year.firstDay {
        ended = tie
        continue
      }
      return tie
    }
    if let ended {
      remarks.append(
        Message(
          "match.tie-ended", ["tie": .text(ended.id), "day": .date(ended.record["left"])]))
    }
    return nil
  }

  /// The offer of the most people-days in a wished field, against those that are wished.
  private func offered(
    _ offers: [Offer], _ wished: [CooperationField], _ need: Wish
  ) -> Reason? {
    let fitting = offers.filter { offer in wished.contains { offer.fields.contains($0) } }
    guard
      let best = fitting.max(by: { ($0.peopleDays ?? 0, $1.id) < ($1.peopleDays ?? 0, $0.id) })
    else { return nil }
    var offer = Message("match.offer", ["offer": .text(best.id)])
    if !best.languages.isEmpty {
      offer = Message(
        "match.offer-languages",
        ["offer": .text(best.id), "languages": Self.languages(best.languages)])
    }
    var share = 1.0
    var facts: [String: Value] = ["offer": .message(offer)]
    let days: String?
    switch (best.peopleDays, need.peopleDays) {
    case (let free?, let wish?) where wish > 0:
      share = min(1, Double(free) / Double(wish))
      facts["free"] = .count(free)
      facts["wished"] = .count(wish)
      days = "match.offer-days-of"
    case (let free?, _):
      facts["free"] = .count(free)
      days = "match.offer-days"
    case (nil, let wish?):
      facts["wished"] = .count(wish)
      days = "match.offer-days-unknown"
    case (nil, nil): days = nil
    }
    return Reason(
      points: weights.offer * share, text: days.map { Message($0, facts) } ?? offer)
  }

  /// Languages by their names.
  private static func languages(_ codes: [String]) -> Value {
    .list(
      codes.map { code in
        ["en", "ja", "zh"].contains(code) ? .message(Message("language.\(code)")) : .text(code)
      })
  }

  private func name(_ organisation: String) -> Value {
    registry.organisation(organisation).map { .named($0.names) } ?? .text(organisation)
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
