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
      footer: .madeBy("projects evaluate-claims"), data: data
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

  private func number(_ verdict: ClaimEvaluation.Verdict) -> Int {
    count { $0.verdict == verdict }
  }

  /// The statements stand last: in the terminal nothing is pushed aside by long ones.
  private var summary: Table {
    Table("summary", "claims.table", self) {
      Column("claim", "claims.column.claim") { $0.claim }
      Column("figure", "claims.column.figure") { $0.figure }
      Column("verdict", "claims.column.verdict") { $0.verdict.message.marked($0.verdict.severity) }
      Column("unverified", "claims.column.unverified") { $0.unverifiedShare }
      Column("statement", "claims.column.statement") { $0.statement }
    }
  }

  /// One line a claim.
  private var data: Table {
    Table("claims", "claims.table", self) {
      Column("claim", "claims.column.claim") { $0.claim }
      Column("statement", "claims.column.statement") { $0.statement }
      Column("figure", "claims.column.figure") { $0.figure.text(in: .english) }
      Column("verdict", "claims.column.verdict") { $0.verdict.message }
      Column("reason", "claims.column.reason") { $0.reason }
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
    Section(say("claims.heading", claim: claim, statement: statement)) {
      Note(verdict.severity, say("claims.judged", verdict: verdict.message, reason: reason))
      say("claims.origin", figure: figure, source: source, verified: Value.term(verification))
      if inputs.unverified > 0 {
        Note.warning("claims.recalled", count: inputs.unverified, all: inputs.all)
      }
      windowTable
      chart
      panelTable
      if !canSay.isEmpty { Block.heading("claims.can") }
      Block.list(canSay)
      if !cannotSay.isEmpty { Block.heading("claims.cannot") }
      Block.list(cannotSay)
    }
  }

  fileprivate var unverifiedShare: Message? {
    inputs.all == 0 ? nil : Self.share(inputs.unverified, of: inputs.all)
  }

  private static func share(_ count: Int, of all: Int) -> Message {
    say("claims.share", count: count, all: all)
  }

  // MARK: Tables and figure

  /// Name of its files.
  private var name: String { "claim-\(claim)" }

  private var windowTable: Table {
    Table(name + "-years", "claims.windows", windows) {
      Column("years", "claims.column.years") { $0.years }
      Column("cities", "claims.column.cities", unit: "%") { $0.cities.mean?.decimals(1) }
      Column("change-of-mean", "claims.column.of-mean", unit: "%") {
        $0.cities.changeOfMean?.decimals(1)
      }
      Column("others", "claims.column.others", unit: "%", isOptional: true) {
        $0.others.mean?.decimals(1)
      }
      Column("number-of-others", "claims.column.number", isOptional: true) {
        $0.others.cities.isEmpty ? nil : $0.others.cities.count
      }
      Column("aggregate", "claims.column.aggregate", unit: "%", isOptional: true) {
        $0.aggregate?.mean?.decimals(1)
      }
      Column("difference", "claims.column.difference", unit: "percentage points", isOptional: true)
      { $0.comparison?.difference.decimals(1) }
      Column("p", "claims.column.p", isOptional: true) { $0.comparison?.pValue.probability }
      Column("unverified", "claims.column.unverified") {
        Self.share($0.cities.unverified, of: $0.cities.inputs)
      }
      Column("agrees", "claims.column.agrees") { .message($0.agrees ? "claims.yes" : "claims.no") }
    }
  }

  private var panelTable: Table {
    Table(name + "-panel", "claims.panel", panel) {
      Column("against", "claims.column.against") { $0.comparedWith }
      Column("years", "claims.column.years") { $0.period }
      Column("cities", "claims.column.cities", unit: "%") { $0.change.decimals(1) }
      Column("others", "claims.column.others", unit: "%") { $0.othersChange?.decimals(1) }
      Column("difference", "claims.column.difference") {
        $0.effect.estimate.decimals(1, $0.effect.unit)
      }
      Column("calibrated", "claims.column.calibrated") { finding in
        finding.calibrated?.range(finding.effect.unit, .decimals(1))
      }
    }
  }

  /// How the pairs of years that a claim can mean decide the number; `nil` where there is one pair.
  private var chart: Chart? {
    guard windows.count > 1 else { return nil }
    typealias Mark = (years: String, group: Int, value: Double, city: String?)
    let cities = windows.flatMap { window -> [Mark] in
      window.cities.cities.map { (window.years, 1, $0.change, $0.name) }
        + window.others.cities.map { (window.years, 3, $0.change, $0.name) }
    }
    let means = windows.flatMap { window -> [Mark] in
      [(0, window.cities.mean), (2, window.others.mean), (4, window.aggregate?.mean)]
        .compactMap { group, mean in mean.map { (window.years, group, $0, nil) } }
    }
    func layer(_ marks: [Mark], size: Double) -> Chart.Layer {
      Chart.Layer(
        .point, marks, x: { $0.value }, y: { $0.years }, groups: { $0.group },
        label: { $0.city.map { .verbatim($0) } }, size: size, style: .sideBySide)
    }
    let claimed = if case .number(let claimed, _, _) = figure { claimed } else { Double?.none }
    return Chart(
      name, "claims.figure",
      groups: [
        Chart.Group("claims.group.mean", .treated), Chart.Group("claims.group.cities", .palette(5)),
        Chart.Group("claims.group.others", .ink), Chart.Group("claims.group.each-other", .donors),
        Chart.Group("claims.group.aggregate", .expected),
      ], width: 640, height: 56 * windows.count,
      x: Chart.Axis("claims.axis", unit: "%"),
      layers: [layer(cities, size: 40), layer(means, size: 150)]
        + (claimed.map { [.reference(at: $0, size: 1.5)] } ?? []))
  }
}

extension ClaimEvaluation.Window {
  fileprivate var years: String { "\(cities.baseYear)–\(cities.endYear)" }
}
