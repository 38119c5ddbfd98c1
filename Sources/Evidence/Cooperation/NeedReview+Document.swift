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
          Message(
            "match.need",
            [
              "need": .text(need.id), "organisation": names[need.organisation],
              "name": .named(need.names), "verified": .term(need.verification),
            ])
        ) {
          Message(
            "match.wish", ["fields": .terms(need.fields), "modes": .terms(need.modes)])
          for candidate in match.candidates.prefix(most) {
            blocks(
              candidate, isTied: match.candidates.count { $0.rank == candidate.rank } > 1, names)
          }
          if match.candidates.count > most {
            Message("match.more", ["count": .count(match.candidates.count - most)])
          }
          if !match.together.isEmpty {
            Message("match.together", ["names": names.list(match.together)])
          }
          if let gap = match.gap { Message("match.gap", ["gap": .message(gap)]) }
          if let platform = match.platform {
            Message(
              "match.platform",
              [
                "names": names.list(platform.organisations),
                "words": registry.record(.platformFunctions, platform.function).map {
                  .named($0.names)
                } ?? .text(platform.words), "function": .text(platform.function),
              ])
          }
        }
      }
    }
  }

  /// Needs that were left out.
  public var remarks: [Message] {
    leftOut > 0 ? [Message("match.left-out", ["count": .count(leftOut)])] : []
  }

  private func blocks(
    _ candidate: NeedMatcher.Candidate, isTied: Bool, _ names: NameBook
  ) -> [Block] {
    let open: [Value] =
      candidate.missingFields.map { .term($0) } + candidate.missingModes.map { .term($0) }
    return [
      .heading(
        Message(
          isTied ? "match.candidate-tied" : "match.candidate",
          [
            "score": .number(candidate.score, .decimals(0)),
            "organisation": names[candidate.organisation], "rank": .count(candidate.rank),
          ])),
      .list(
        candidate.reasons.map {
          Message(
            "match.reason", ["points": .number($0.points, .decimals(0)), "text": .message($0.text)])
        } + (open.isEmpty ? [] : [Message("match.not-shown", ["terms": .list(open)])])
          + candidate.remarks.map { Message("match.not-counted", ["remark": .message($0)]) }),
    ]
  }

  /// One line a candidate; a need without any has one, too.
  private var table: Table {
    let rows = matches.flatMap { match -> [(NeedMatcher.Match, NeedMatcher.Candidate?)] in
      match.candidates.isEmpty ? [(match, nil)] : match.candidates.map { (match, $0) }
    }
    return Table("matches", "match.title", rows) {
      Column("need", heading: "record-kind-one.needs") { .text($0.0.need) }
      Column("requester", heading: "match.requester") { .text($0.0.requester) }
      Column("candidate", heading: "record.organisation") {
        .optional($0.1) { .text($0.organisation) }
      }
      Column("rank", heading: "match.rank") { .optional($0.1) { .count($0.rank) } }
      Column("score", heading: "match.score") {
        .optional($0.1) { .number($0.score, .decimals(1)) }
      }
      Column("reasons", heading: "record.why") {
        .optional($0.1) { .list($0.reasons.map { .message($0.text) }) }
      }
      Column("missing_fields", heading: "record.fields") {
        .optional($0.1) { .names($0.missingFields.map(\.rawValue)) }
      }
      Column("missing_modes", heading: "record.modes") {
        .optional($0.1) { .names($0.missingModes.map(\.rawValue)) }
      }
      Column("not_counted", heading: "match.not-counted-column") {
        .optional($0.1) { .list($0.remarks.map { .message($0) }) }
      }
      Column("gap", heading: "match.gap-column") { .optional($0.0.gap) { .message($0) } }
      Column("platform", heading: "match.platform-column") {
        .optional($0.0.platform) { .text($0.function) }
      }
    }
  }
}
