import AirQuality
import Cooperation
import Documents

extension ClaimTester {
  /// Counts what a claim counts, as far as the records go.
  func counted(_ claim: Claim) -> ClaimEvaluation {
    guard let claimed = claim.value else {
      return notTestable(claim, Message("claims.gives-no-figure"))
    }
    let tally = tally(claim)
    let found = tally.number
    let source = SourceAddresses(claim.source)
    // A record that another page names as well is evidence of its own.
    let repeated = tally.records.count { SourceAddresses($0["source"]).repeats(source) }
    let unverified = tally.records.count { $0.verification == .recall }
    let count = ClaimEvaluation.Count(
      found: found, claimed: claimed, repeated: repeated, unverified: unverified)
    let words = Message(
      "claims.counted", ["found": .count(found), "claimed": .text(claim.valueText)])
    // The records of meetings and people are openings of public pages: they can fall short of
    // the truth, hardly exceed it. Members and partners are complete by their nature.
    let isComplete = claim.test == .memberCount || claim.test == .partnerCount
    if Double(found) == claimed || (!isComplete && Double(found) > claimed) {
      let verdict: ClaimEvaluation.Verdict =
        repeated > 0 ? .repeatsSource : unverified > 0 ? .restsOnUnverified : .supported
      let told: Message =
        switch verdict {
        case .repeatsSource:
          Message(
            "claims.count-repeated", ["words": .message(words), "count": .count(repeated)])
        case .restsOnUnverified:
          Message(
            "claims.count-unverified", ["words": .message(words), "count": .count(unverified)])
        default: words
        }
      return evaluation(
        claim, verdict, told, count: count, canSay: [Message("claims.number-agrees")],
        cannotSay: (repeated > 0 ? [Message("claims.own")] : []) + [Message("claims.output-only")])
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

  /// What was counted, and the records behind it.
  private struct Tally {
    let number: Int
    let records: [RegistryRecord]
  }

  private func tally(_ claim: Claim) -> Tally {
    let record = claim.record
    switch claim.test {
    case .partnerCount:
      guard let project = registry.project(record["count"]) else {
        return Tally(number: 0, records: [])
      }
      return Tally(number: project.chinese.count, records: [project.record])
    case .memberCount:
      return
        members(
          record["count"], asOf: PartialDate(record["as_of"]), beside: SourceAddresses(claim.source)
        )
    case .meetingCount:
      let chosen = activities(of: claim).filter { $0.kind == .meeting || $0.kind == .seminar }
      return Tally(number: chosen.count, records: chosen.map(\.record))
    default:
      let kind = CooperationMode(rawValue: record["count"])
      let chosen = activities(of: claim).filter { $0.kind == kind }
      return Tally(
        number: claim.unit == "times" ? chosen.count : chosen.reduce(0) { $0 + ($1.people ?? 0) },
        records: chosen.map(\.record))
    }
  }

  /// Local governments that take part on a day, by country: those that have joined and not left.
  private func members(
    _ side: String, asOf date: PartialDate?, beside source: SourceAddresses
  ) -> Tally {
    var members: [String: [RegistryRecord]] = [:]
    for partnership in registry.partnerships {
      if let date, let joined = partnership.joined, joined.first > date.last { continue }
      if let date, let left = partnership.left, left.last < date.first { continue }
      let id = side == "JP" ? partnership.japanese : partnership.chinese
      guard let kind = registry.organisation(id)?.kind, kind.isLocalGovernment else { continue }
      // Business matching reaches provinces that are no members of the programme.
      if registry.organisation(partnership.japanese)?.kind == .businessAssociation { continue }
      if side == "CN cities", kind != .municipality { continue }
      members[id, default: []].append(partnership.record)
    }
    // A member is evidence of its own when one of its partnerships is.
    let records = members.sorted { $0.key < $1.key }.map { _, all in
      all.first { $0.verification != .recall && !SourceAddresses($0["source"]).repeats(source) }
        ?? all.first { $0.verification != .recall } ?? all[0]
    }
    return Tally(number: members.count, records: records)
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
