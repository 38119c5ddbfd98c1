import AirQuality
import Cooperation
import Documents

extension ClaimTester {
  /// Counts what a claim counts, as far as the records go.
  func counted(_ claim: Claim) -> ClaimEvaluation {
    guard let claimed = claim.value else {
      return notTestable(claim, Message("claims.gives-no-figure"))
    }
    let found = found(claim)
    let count = ClaimEvaluation.Count(found: found, claimed: claimed)
    let words = Message(
      "claims.counted", ["found": .count(found), "claimed": .text(claim.valueText)])
    // The records of meetings and people are openings of public pages: they can fall short of
    // the truth, hardly exceed it. Members and partners are complete by their nature.
    let isComplete = claim.test == .memberCount || claim.test == .partnerCount
    if Double(found) == claimed || (!isComplete && Double(found) > claimed) {
      return evaluation(
        claim, .supported, words, count: count, canSay: [Message("claims.number-agrees")],
        cannotSay: [Message("claims.output-only")])
    }
    guard isComplete else {
      return notTestable(
        claim, Message("claims.incomplete", ["words": .message(words)]), count: count)
    }
    // What a source counts is not always told: then another number contradicts nothing.
    guard claim.record["evaluable"] == "yes" else {
      return notTestable(
        claim, Message("claims.unclear-count", ["words": .message(words)]), count: count)
    }
    return evaluation(
      claim, .contradicted, Message("claims.may-count-otherwise", ["words": .message(words)]),
      count: count,
      canSay: [Message("claims.other-number")], cannotSay: [Message("claims.which-is-right")])
  }

  private func found(_ claim: Claim) -> Int {
    let record = claim.record
    switch claim.test {
    case .partnerCount: return registry.project(record["count"])?.chinese.count ?? 0
    case .memberCount: return members(record["count"], asOf: PartialDate(record["as_of"]))
    case .meetingCount:
      return activities(of: claim).count {
        $0.kind == .meeting || $0.kind == .seminar
      }
    default:
      let kind = CooperationMode(rawValue: record["count"])
      let chosen = activities(of: claim).filter { $0.kind == kind }
      return claim.unit == "times" ? chosen.count : chosen.reduce(0) { $0 + ($1.people ?? 0) }
    }
  }

  /// Local governments that take part on a day, by country.
  private func members(_ side: String, asOf date: PartialDate?) -> Int {
    var ids: Set<String> = []
    for partnership in registry.partnerships {
      if let date, let joined = partnership.joined, joined.first > date.last { continue }
      let id = side == "JP" ? partnership.japanese : partnership.chinese
      guard let kind = registry.organisation(id)?.kind, kind.isLocalGovernment else { continue }
      // Business matching reaches provinces that are no members of the programme.
      if registry.organisation(partnership.japanese)?.kind == .businessAssociation { continue }
      if side == "CN cities", kind != .municipality { continue }
      ids.insert(id)
    }
    return ids.count
  }

  /// What took place in the fiscal years of a claim, led or hosted by its organisation.
  private func activities(of claim: Claim) -> [Activity] {
    let organisations = Set(claim.record.list("scope_orgs"))
    let short = organisations.compactMap { id -> String? in
      guard let name = registry.organisation(id)?.names.english,
        let open = name.firstIndex(of: "("), let close = name.lastIndex(of: ")")
      else { return nil }
      return String(name[name.index(after: open)..<close])
    }
    return registry.activities.filter { activity in
      guard activity.isDone, activity.sameAs == nil,
        let project = registry.project(activity.project)
      else { return false }
      let year = project.fiscalYear.beginning
      if let base = claim.baseYear, year < base { return false }
      if let end = claim.endYear, year > end { return false }
      return organisations.contains(project.japanese)
        || short.contains { activity.record["host"].contains($0) }
    }
  }
}
