import Cooperation
public import Documents
public import Studies

extension NeedReview.Outcome: Documented {
  /// Need by need: the wish, who can serve it and why, and what nobody can.
  public var document: Document {
    let names = NameBook(registry)
    return Document(title: "match.title", data: table) {
      for (need, match) in zip(needs, matches) {
        Section(
          say(
            "match.need", need: need.id, organisation: names[need.organisation], name: need.names,
            verified: Value.term(need.verification))
        ) {
          say("match.wish", fields: Value.terms(need.fields), modes: Value.terms(need.modes))
          if need.record["status"] == "served" { served(need) }
          for candidate in match.candidates.prefix(most) {
            blocks(
              candidate, isTied: match.candidates.count { $0.rank == candidate.rank } > 1, names)
          }
          if match.candidates.count > most {
            say("match.more", count: match.candidates.count - most)
          }
          if !match.together.isEmpty { say("match.together", names: names.list(match.together)) }
          match.gap.map { say("match.gap", gap: $0) }
          match.platform.map { platform in
            say(
              "match.platform", names: names.list(platform.organisations),
              words: registry.record(.platformFunctions, platform.function)?.names.shown
                ?? .text(platform.words), function: platform.function)
          }
        }
      }
    }
  }

  /// Needs that were left out.
  public var remarks: [Message] {
    leftOut > 0 ? [say("match.left-out", count: leftOut)] : []
  }

  /// That somebody serves the need already, and by which projects as far as the records say it.
  private func served(_ need: Need) -> Message {
    let projects: Value =
      need.projects.isEmpty
      ? .text("") : .message(say("match.served-by", projects: need.projects))
    return say("match.served", projects: projects)
  }

  private func blocks(
    _ candidate: NeedMatcher.Candidate, isTied: Bool, _ names: NameBook
  ) -> [Block] {
    let open: [Value] =
      candidate.missingFields.map { .term($0) } + candidate.missingModes.map { .term($0) }
    return [
      .heading(
        say(
          isTied ? "match.candidate-tied" : "match.candidate", score: candidate.score.decimals(0),
          organisation: names[candidate.organisation], rank: candidate.rank)),
      .list(
        candidate.reasons.map { say("match.reason", points: $0.points.decimals(0), text: $0.text) }
          + (open.isEmpty ? [] : [say("match.not-shown", terms: open)])
          + candidate.remarks.map { say("match.not-counted", remark: $0) }),
    ]
  }

  /// One line a candidate; a need without any has one, too.
  private var table: Table {
    let rows = matches.flatMap { match -> [(NeedMatcher.Match, NeedMatcher.Candidate?)] in
      match.candidates.isEmpty ? [(match, nil)] : match.candidates.map { (match, $0) }
    }
    return Table("matches", "match.title", rows) {
      Column("need", "record-kind-one.needs") { $0.0.need }
      Column("requester", "match.requester") { $0.0.requester }
      Column("candidate", "record.organisation") { $0.1?.organisation }
      Column("rank", "match.rank") { $0.1?.rank }
      Column("score", "match.score") { $0.1?.score.decimals(1) }
      Column("reasons", "record.why") { $0.1?.reasons.map(\.text) }
      Column("missing_fields", "record.fields") { $0.1?.missingFields.map(\.rawValue) }
      Column("missing_modes", "record.modes") { $0.1?.missingModes.map(\.rawValue) }
      Column("not_counted", "match.not-counted-column") { $0.1?.remarks }
      Column("gap", "match.gap-column") { $0.0.gap }
      Column("platform", "match.platform-column") { $0.0.platform?.function }
    }
  }
}
