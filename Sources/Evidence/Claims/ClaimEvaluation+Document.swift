import AirQuality
import Cooperation
public import Documents
import Estimation
public import Studies

/// What became of the claims: all of them at a glance, then claim by claim.
extension [ClaimEvaluation]: Documented {
  /// What they say.
  public var document: Document {
    Document(
      title: "claims.title", subtitles: ["claims.lead"],
      footer: .madeBy("projects evaluate-claims"),
      data: data
    ) {
      Section("answer", role: .answer) {
        Block.lead(
          say(
            "claims.answer", all: count, supported: number(.supported),
            contradicted: number(.contradicted), same: number(.notDistinguishable),
            repeated: number(.repeatsSource), unverified: number(.restsOnUnverified),
            years: number(.dependsOnYears), open: number(.notTestable)))
      }
      Section("claims.summary") { summary }
      for evaluation in self { evaluation.section }
    }
  }

  private func number(_ verdict: ClaimEvaluation.Verdict) -> Value {
    .count(filter { $0.verdict == verdict }.count)
  }

  /// The statements stand last: in the terminal nothing is pushed aside by long ones.
  private var summary: Table {
    Table("summary", "claims.table", self) {
      Column("claim", "claims.column.claim") { $0.claim }
      Column("figure", "claims.column.figure") { $0.figure }
      Column("verdict", "claims.column.verdict") {
        .marked($0.verdict.severity, .message($0.verdict.message))
      }
      Column("unverified", "claims.column.unverified") { $0.unverifiedShare }
      Column("statement", "claims.column.statement") { .message($0.statement) }
    }
  }

  /// One line a claim.
  private var data: Table {
    Table("claims", "claims.table", self) {
      Column("claim", "claims.column.claim") { $0.claim }
      Column("statement", "claims.column.statement") { .message($0.statement) }
      Column("figure", "claims.column.figure") { $0.figureText }
      Column("verdict", "claims.column.verdict") { .message($0.verdict.message) }
      Column("reason", "claims.column.reason") { .message($0.reason) }
      Column("inputs", "claims.column.inputs") { $0.inputs.all }
      Column("unverified_inputs", "claims.column.unverified") { $0.inputs.unverified }
      Column("claim_verified", "claims.column.verified") { $0.verification.rawValue }
      Column("source") { $0.source }
    }
  }
}

extension ClaimEvaluation.Verdict {
  /// The verdict in words.
  public var message: Message {
    switch self {
    case .supported: "claims.verdict.supported"
    case .repeatsSource: "claims.verdict.repeats-source"
    case .restsOnUnverified: "claims.verdict.rests-on-unverified"
    case .dependsOnYears: "claims.verdict.depends-on-years"
    case .notDistinguishable: "claims.verdict.not-distinguishable"
    case .contradicted: "claims.verdict.contradicted"
    case .notTestable: "claims.verdict.not-testable"
    }
  }

  var severity: Severity {
    switch self {
    case .supported: .good
    case .contradicted: .warning
    case .notDistinguishable, .notTestable, .repeatsSource, .restsOnUnverified, .dependsOnYears:
      .note
    }
  }
}

extension ClaimEvaluation {
  fileprivate var section: Section {
    Section(
      say("claims.heading", claim: claim, statement: statement)
    ) {
      [Note(verdict.severity, judged)]
      say("claims.origin", figure: figure, source: source, verified: Value.term(verification))
      recalled.map { [$0] } ?? []
      windowTable
      chart
      panelTable
      if !canSay.isEmpty { Block.heading("claims.can") }
      Block.list(canSay)
      if !cannotSay.isEmpty { Block.heading("claims.cannot") }
      Block.list(cannotSay)
    }
  }

  private var judged: Message {
    say("claims.judged", verdict: verdict.message, reason: reason)
  }

  private var recalled: Note? {
    guard inputs.unverified > 0 else { return nil }
    return Note.warning("claims.recalled", count: inputs.unverified, all: inputs.all)
  }

  fileprivate var unverifiedShare: Value {
    inputs.all == 0 ? .missing : Self.share(inputs.unverified, of: inputs.all)
  }

  private static func share(_ count: Int, of all: Int) -> Value {
    .message(say("claims.share", count: count, all: all))
  }

  /// The figure in one cell of a file, with its unit.
  fileprivate var figureText: String { figure.text(in: .english) }

  private static func percent(_ value: Double?) -> Value {
    .optional(value) { .number($0, .decimals(1)) }
  }

  // MARK: Tables and figure

  /// Name of its files.
  private var name: String { "claim-\(claim)" }

  private var windowTable: Table {
    Table(name + "-years", "claims.windows", windows) {
      Column("years", "claims.column.years") { $0.years }
      Column("cities", "claims.column.cities", unit: "%") { Self.percent($0.cities.mean) }
      Column("change-of-mean", "claims.column.of-mean", unit: "%") {
        Self.percent($0.cities.changeOfMean)
      }
      Column("others", "claims.column.others", unit: "%", isOptional: true) {
        Self.percent($0.others.mean)
      }
      Column("number-of-others", "claims.column.number", isOptional: true) {
        $0.others.cities.isEmpty ? .missing : .count($0.others.cities.count)
      }
      Column("aggregate", "claims.column.aggregate", unit: "%", isOptional: true) {
        Self.percent($0.aggregate?.mean)
      }
      Column("difference", "claims.column.difference", unit: "percentage points", isOptional: true)
      { Self.percent($0.comparison?.difference) }
      Column("p", "claims.column.p", isOptional: true) { $0.comparison?.pValue.probability }
      Column("unverified", "claims.column.unverified") {
        Self.share($0.cities.unverified, of: $0.cities.inputs)
      }
      Column("agrees", "claims.column.agrees") { .message($0.agrees ? "claims.yes" : "claims.no") }
    }
  }

  private var panelTable: Table {
    Table(name + "-panel", "claims.panel", panel) {
      Column("against", "claims.column.against") { .message($0.comparedWith) }
      Column("years", "claims.column.years") { $0.period }
      Column("cities", "claims.column.cities", unit: "%") { Self.percent($0.change) }
      Column("others", "claims.column.others", unit: "%") { Self.percent($0.othersChange) }
      Column("difference", "claims.column.difference") {
        $0.effect.estimate.decimals(1, $0.effect.unit)
      }
      Column("calibrated", "claims.column.calibrated") { finding in
        .optional(finding.calibrated) {
          .range($0.lower, $0.upper, .decimals(1), unit: finding.effect.unit)
        }
      }
    }
  }

  /// How the pairs of years that a claim can mean decide the number; `nil` where there is one pair.
  private var chart: Chart? {
    guard windows.count > 1 else { return nil }
    var means: [Chart.Point] = []
    var cities: [Chart.Point] = []
    for window in windows {
      func point(_ group: Int, _ value: Double, _ city: Message? = nil) -> Chart.Point {
        Chart.Point(
          x: .number(value), y: .name(.verbatim(window.years)), group: group, label: city)
      }
      cities += window.cities.cities.map { point(1, $0.change, .verbatim($0.name)) }
      cities += window.others.cities.map { point(3, $0.change, .verbatim($0.name)) }
      let all = [(0, window.cities.mean), (2, window.others.mean), (4, window.aggregate?.mean)]
      means += all.compactMap { group, mean in mean.map { point(group, $0) } }
    }
    var layers = [
      Chart.Layer(.point, cities, size: 40, style: .sideBySide),
      Chart.Layer(.point, means, size: 150, style: .sideBySide),
    ]
    if case .number(let claimed, _, _) = figure {
      layers.append(
        Chart.Layer(
          .rule, [Chart.Point(x: .number(claimed))], colour: .ink, size: 1.5, style: .dashed))
    }
    return Chart(
      name, "claims.figure",
      groups: [
        Chart.Group("claims.group.mean", .treated), Chart.Group("claims.group.cities", .palette(5)),
        Chart.Group("claims.group.others", .ink), Chart.Group("claims.group.each-other", .donors),
        Chart.Group("claims.group.aggregate", .expected),
      ], width: 640, height: 56 * windows.count,
      x: Chart.Axis("claims.axis", unit: "%"), layers: layers)
  }
}

extension ClaimEvaluation.Window {
  fileprivate var years: String { "\(cities.baseYear)–\(cities.endYear)" }
}
