import AirQuality
public import Documents
public import SourceApportionment
import Studies

/// Factors of speciated samples: those that were asked for lead (under constraints, else rotated, else
/// free), and what is said of them is said of these.
extension FactorReport: Documented {
  /// What it says.
  public var document: Document {
    Document(title: "sources.title", footer: .madeBy("voc pmf")) {
      Section("answer", role: .answer) {
        Block.lead(lead)
        steering
        premises ?? []
        fit
        Message("sources.assumption")
      }
      Section(heading) {
        shown.factorTable("factors", heading)
        shown.profileChart("profiles")
      }
      Section("sources.leading") { shown.leadingTable("leading-species", "sources.leading") }
      Section("sources.sites") { siteBlocks }
      Section("sources.rolling") { rollingBlocks }
      Section("sources.signals") { signalTable }
      Section("figures") {
        shown.contributionChart
        shown.hourChart
        shown.weekdayChart
        shown.residualChart
        selectionChart
        startChart
      }
      Section("doubts") { notes }
      Section("sources.selection") {
        suggestion
        selectionTable
      }
      others
      Section("sources.notices", role: .detail) {
        Block.list(notices)
        "sources.files" as Message
        sites.map { _ in "sources.files-sites" as Message }
        rolling.map { _ in "sources.files-rolling" as Message }
        constrained.map { _ in "sources.files-constrained" as Message }
        rotation.map { _ in "sources.files-rotated" as Message }
      }
      Section("sources.settings", role: .detail) { Block.settings(solution.settings) }
    }
  }

  // MARK: Places and windows

  @ListBuilder<Block> private var siteBlocks: [Block] {
    if let sites {
      shown.siteTable(sites)
      shown.siteChart(sites)
    }
  }

  /// The windows beside the factors that they are compared with.
  private var windows: RollingView? { rolling.map { RollingView(rolling: $0, view: shown) } }

  @ListBuilder<Block> private var rollingBlocks: [Block] {
    if let windows {
      windows.lead
      windows.factorTable
      windows.massChart
    }
  }

  // MARK: Which factors lead

  /// The factors that were asked for.
  var shown: FactorView {
    FactorView((constrained ?? rotation).map { FactorReport($0) } ?? self)
  }

  private var heading: Message {
    constrained != nil
      ? "sources.factors-constrained"
      : rotation != nil ? "sources.factors-rotated" : "sources.factors"
  }

  /// The factors that do not lead.
  @ListBuilder<Section> private var others: [Section] {
    if constrained != nil || rotation != nil {
      let free = FactorView(self)
      Section("sources.factors-free") {
        free.factorTable("free-factors", "sources.factors-free")
        free.profileChart("free-profiles")
        constrained == nil ? [] : Self.determination(self, least: solution.qTrue)
      }
      Section("sources.leading-free") {
        free.leadingTable("free-leading-species", "sources.leading-free")
      }
    }
    if constrained != nil, let rotation {
      let rotated = FactorView(FactorReport(rotation))
      Section("sources.factors-rotated") {
        Self.rise("sources.rotation-rise", rotation)
        rotated.factorTable("rotated-factors", "sources.factors-rotated")
        rotated.profileChart("rotated-profiles")
      }
      Section("sources.leading-rotated") {
        rotated.leadingTable("rotated-leading-species", "sources.leading-rotated")
      }
    }
  }

  // MARK: Sentences

  private var lead: Message {
    func day(_ instant: Instant?) -> CivilDate? { instant?.date(utcOffset: solution.utcOffset) }
    return say(
      "sources.lead", factors: solution.factorCount, samples: solution.instants.count,
      species: solution.species.count, from: day(solution.instants.min()),
      until: day(solution.instants.max()))
  }

  private static func rise(
    _ id: String, _ steered: SteeredSolution, count: Int? = nil
  ) -> Message {
    say(
      id, rise: steered.rise.decimals(1), share: steered.relativeRise.share(decimals: 2),
      count: count)
  }

  private var steering: Message? {
    constrained.map {
      Self.rise("sources.shown-constrained", $0, count: $0.solution.constraints.count)
    } ?? rotation.map { Self.rise("sources.shown-rotated", $0) }
  }

  private var fit: Message {
    let own = shown.solution
    return say(
      "sources.fit", true: own.qTrue.decimals(1), robust: own.qRobust.decimals(1),
      ratio: own.qRatio.decimals(2),
      agreeing: Int((solution.stability * Double(solution.starts.count)).rounded()),
      starts: solution.starts.count)
  }

  private var suggestion: Message? {
    selection.map {
      $0.suggested.map { say("sources.suggested", count: $0) } ?? "sources.none-suggested"
    }
  }

  @ListBuilder<Note> private var notes: [Note] {
    if solution.stability * Double(solution.starts.count) < 1.5 {
      Note.warning("sources.unstable")
    }
    signalNotes
    let own = shown
    own.emptyNotes
    own.siteNotes(sites ?? [])
    windows?.notes ?? []
    if own.solution.qRatio > 2 {
      Note.warning("sources.high-q", ratio: own.solution.qRatio.decimals(1))
    }
    // A rotation has no draws of its own.
    let questioned = own.report.questions == FactorQuestions() ? self : own.report
    Self.determination(questioned, least: own.solution.qTrue)
    if let constrained, constrained.relativeRise > 0.01 {
      Note(.warning, Self.rise("sources.constraints-cost", constrained))
    }
    if let rotation, rotation.relativeRise > 0.05 {
      Note(.warning, Self.rise("sources.rotation-costs", rotation))
    }
  }

  /// How well factors are determined.
  @ListBuilder<Note>
  private static func determination(_ report: FactorReport, least qTrue: Double) -> [Note] {
    if let bootstrap = report.bootstrap {
      let draws = bootstrap.settings.replicates
      let least = Double(bootstrap.found.min() ?? 0) / Double(max(draws, 1))
      Note.weighed(least < 0.8)(
        "sources.bootstrapped", draws: draws, length: bootstrap.blockLength, least: least.share)
      if bootstrap.settings.strata == .seasons { Note.remark("sources.stratified") }
    } else {
      Note.warning("sources.no-bootstrap")
    }
    if let ranges = report.ranges {
      Note.remark("sources.ranged", rise: ranges.displacement.levels[0].rise.decimals(2))
    } else if report.bootstrap != nil {
      Note.warning("sources.percentiles-only")
    }
    if let displacement = report.displacement ?? report.ranges?.displacement {
      let swaps = displacement.levels.map { $0.swaps.reduce(0, +) }
      for (place, level) in displacement.levels.enumerated() {
        Note.weighed(place == 0 && swaps[place] > 0)(
          "sources.displaced", rise: FactorView.rise(level.rise), swaps: swaps[place])
      }
      if let first = displacement.levels.first {
        Note.weighed(swaps[0] > 0)(
          swaps[0] > 0 ? "sources.not-defined" : "sources.defined",
          rise: FactorView.rise(first.rise))
      }
      if displacement.largestFall > 0.01 * qTrue { Note.warning("sources.fell") }
    } else {
      Note.warning("sources.no-displacement")
    }
    if let both = report.bootstrapDisplacement {
      Note.weighed(both.drawsDropped * 5 > both.drawsKept)(
        "sources.both", kept: both.drawsKept, dropped: both.drawsDropped)
    }
  }

  // MARK: Numbers of factors and starts

  private var selectionTable: Table? {
    selection.map {
      Table("factor-counts", "sources.selection", $0.entries) {
        Column("factors") { $0.factors }
        Column("q-true") { $0.qTrue.decimals(1) }
        Column("q-ratio") { $0.qRatio.decimals(2) }
        Column("agree") { $0.stability.share }
        Column("residual-mean") { $0.residualMean.decimals(2) }
        Column("residual-deviation") { $0.residualDeviation.decimals(2) }
      }
    }
  }

  /// Q over its expectation by the number of factors.
  private var selectionChart: Chart? {
    guard let selection, selection.entries.count > 1 else { return nil }
    return Chart(
      "factor-counts", "sources.factor-counts", width: 420, height: 220,
      x: Chart.Axis("axis.factors", labelAngle: 0), y: Chart.Axis("axis.q-ratio", hasZero: true),
      layers: [
        Chart.Layer(
          .line, selection.entries, x: { String($0.factors) }, y: { $0.qRatio }, style: .pointed),
        Chart.Layer(
          .text, selection.entries, x: { String($0.factors) }, y: { $0.qRatio },
          label: { say("joined", parts: $0.stability.share) }, colour: .ink),
      ])
  }

  /// The loss of every start beside its likeness with the best.
  private var startChart: Chart? {
    guard solution.starts.count > 1 else { return nil }
    return Chart(
      "starts", "sources.starts", width: 420, height: 200, x: Chart.Axis("axis.loss"),
      y: Chart.Axis("axis.least-correlation"),
      layers: [
        Chart.Layer(
          .point, solution.starts, x: { $0.objective }, y: { $0.likeness }, opacity: 0.6, size: 70)
      ])
  }

  // MARK: Files

  /// One row a factor and species, as `--format csv` prints it.
  public var profileTable: Table { FactorView(self).profileTable }

  /// Profiles, contributions and starts as tables, by the names of their files.
  public var tables: [(name: String, table: Table)] {
    let free = FactorView(self)
    var tables = [("profiles", free.profileTable)]
    tables += free.contributionTables("contributions")
    tables.append(("starts", free.startTable))
    for (name, steered) in [("constrained", constrained), ("rotated", rotation)] {
      guard let steered else { continue }
      let view = FactorView(FactorReport(steered))
      tables.append(("\(name)-profiles", view.profileTable))
      tables += view.contributionTables("\(name)-contributions")
    }
    if let windows {
      tables += [("windows", windows.windowTable), ("window-profiles", windows.profileTable)]
      for file in shown.contributionFiles("rolling-contributions") {
        tables.append((file.name, windows.contributionTable(file.rows, file.name)))
      }
      for file in shown.contributionFiles("rolling-deviations") {
        tables.append((file.name, windows.deviationTable(file.rows, file.name)))
      }
    }
    return tables
  }
}
