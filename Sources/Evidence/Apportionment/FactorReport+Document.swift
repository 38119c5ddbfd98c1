import AirQuality
public import Documents
public import SourceApportionment
import Studies

/// Factors of speciated samples: those that were asked for lead (under constraints, else rotated, else
/// free), and what is said of them is said of these.
extension FactorReport: Documented {
  /// What it says.
  public var document: Document {
    Document(
      title: "sources.title",
      footer: .madeBy("voc pmf")
    ) {
      Section("answer", role: .answer) {
        Block.lead(lead)
        steering
        fit
        Message("sources.assumption")
      }
      Section(heading) {
        shown.factorTable("factors", heading)
        shown.profileChart("profiles")
      }
      Section("sources.leading") { shown.leadingTable("leading-species", "sources.leading") }
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
        Block.list(remarks)
        "sources.files" as Message
        constrained.map { _ in "sources.files-constrained" as Message }
        rotation.map { _ in "sources.files-rotated" as Message }
      }
      Section("sources.settings", role: .detail) {
        Block.code(
          (try? StableJSON.encode(solution.settings)).map { String(decoding: $0, as: UTF8.self) }
            ?? "")
      }
    }
  }

  // MARK: Which factors lead

  /// The factors that were asked for.
  var shown: FactorView {
    if let constrained { return FactorView(FactorReport(constrained)) }
    if let rotation { return FactorView(FactorReport(rotation)) }
    return FactorView(self)
  }

  private var heading: Message {
    constrained != nil
      ? "sources.factors-constrained"
      : rotation != nil ? "sources.factors-rotated" : "sources.factors"
  }

  /// The factors that do not lead.
  private var others: [Section] {
    guard constrained != nil || rotation != nil else { return [] }
    let free = FactorView(self)
    var sections = [
      Section("sources.factors-free") {
        free.factorTable("free-factors", "sources.factors-free")
        free.profileChart("free-profiles")
        constrained == nil ? [] : Self.determination(self, least: solution.qTrue)
      },
      Section("sources.leading-free") {
        free.leadingTable("free-leading-species", "sources.leading-free")
      },
    ]
    if constrained != nil, let rotation {
      let rotated = FactorView(FactorReport(rotation))
      sections += [
        Section("sources.factors-rotated") {
          Self.rise("sources.rotation-rise", rotation)
          rotated.factorTable("rotated-factors", "sources.factors-rotated")
          rotated.profileChart("rotated-profiles")
        },
        Section("sources.leading-rotated") {
          rotated.leadingTable("rotated-leading-species", "sources.leading-rotated")
        },
      ]
    }
    return sections
  }

  // MARK: Sentences

  private var lead: Message {
    func day(_ instant: Instant?) -> Value {
      .optional(instant) { .date($0.date(utcOffset: solution.utcOffset).description) }
    }
    return say(
      "sources.lead", factors: solution.factorCount, samples: solution.instants.count,
      species: solution.species.count, from: day(solution.instants.first),
      until: day(solution.instants.last))
  }

  private static func rise(
    _ id: String, _ steered: SteeredSolution, _ others: [String: Value] = [:]
  ) -> Message {
    Message(
      id,
      [
        "rise": .number(steered.rise, .decimals(1)),
        "share": .share(steered.relativeRise, decimals: 2),
      ].merging(others) { $1 })
  }

  private var steering: Message? {
    if let constrained {
      return Self.rise(
        "sources.shown-constrained", constrained,
        ["count": .count(constrained.solution.constraints.count)])
    }
    return rotation.map { Self.rise("sources.shown-rotated", $0) }
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
    guard let selection else { return nil }
    return selection.suggested.map { say("sources.suggested", count: $0) }
      ?? "sources.none-suggested"
  }

  private var notes: [Note] {
    var notes: [Note] = []
    if solution.stability * Double(solution.starts.count) < 1.5 {
      notes.append(Note.warning("sources.unstable"))
    }
    notes += signalNotes
    let own = shown
    notes += own.emptyNotes
    if own.solution.qRatio > 2 {
      notes.append(
        Note.warning("sources.high-q", ratio: own.solution.qRatio.decimals(1)))
    }
    // A rotation has no draws of its own.
    let questioned = own.report.questions == FactorQuestions() ? self : own.report
    notes += Self.determination(questioned, least: own.solution.qTrue)
    for (id, steered, limit) in [
      ("sources.constraints-cost", constrained, 0.01), ("sources.rotation-costs", rotation, 0.05),
    ] {
      guard let steered, steered.relativeRise > limit else { continue }
      notes.append(Note(.warning, Self.rise(id, steered)))
    }
    return notes
  }

  /// How well factors are determined.
  private static func determination(_ report: FactorReport, least qTrue: Double) -> [Note] {
    var notes: [Note] = []
    func add(_ isWorrying: Bool, _ id: String, _ values: [String: Value] = [:]) {
      notes.append(Note(isWorrying ? .warning : .note, Message(id, values)))
    }
    if let bootstrap = report.bootstrap {
      let least =
        Double(bootstrap.found.min() ?? 0) / Double(max(bootstrap.settings.replicates, 1))
      add(
        least < 0.8, "sources.bootstrapped",
        [
          "draws": .count(bootstrap.settings.replicates), "length": .count(bootstrap.blockLength),
          "least": .share(least),
        ])
      if bootstrap.settings.strata == .seasons { add(false, "sources.stratified") }
    } else {
      add(true, "sources.no-bootstrap")
    }
    if let ranges = report.ranges {
      add(
        false, "sources.ranged",
        ["rise": .number(ranges.displacement.levels[0].rise, .decimals(2))])
    } else if report.bootstrap != nil {
      add(true, "sources.percentiles-only")
    }
    if let displacement = report.displacement ?? report.ranges?.displacement {
      for (place, level) in displacement.levels.enumerated() {
        let swaps = level.swaps.reduce(0, +)
        add(
          place == 0 && swaps > 0, "sources.displaced",
          ["rise": FactorView.rise(level.rise), "swaps": .count(swaps)])
      }
      if let first = displacement.levels.first {
        let swaps = first.swaps.reduce(0, +)
        add(
          swaps > 0, swaps > 0 ? "sources.not-defined" : "sources.defined",
          ["rise": FactorView.rise(first.rise)])
      }
      if displacement.largestFall > 0.01 * qTrue { add(true, "sources.fell") }
    } else {
      add(true, "sources.no-displacement")
    }
    if let both = report.bootstrapDisplacement {
      add(
        both.drawsDropped * 5 > both.drawsKept, "sources.both",
        ["kept": .count(both.drawsKept), "dropped": .count(both.drawsDropped)])
    }
    return notes
  }

  // MARK: Numbers of factors and starts

  private var selectionTable: Table? {
    guard let selection else { return nil }
    return Table("factor-counts", "sources.selection", selection.entries) {
      Column("factors") { $0.factors }
      Column("q-true") { $0.qTrue.decimals(1) }
      Column("q-ratio") { $0.qRatio.decimals(2) }
      Column("agree") { $0.stability.share }
      Column("residual-mean") { $0.residualMean.decimals(2) }
      Column("residual-deviation") { $0.residualDeviation.decimals(2) }
    }
  }

  /// Q over its expectation by the number of factors.
  private var selectionChart: Chart? {
    guard let selection, selection.entries.count > 1 else { return nil }
    func points(_ label: (FactorCountSelection.Entry) -> Message?) -> [Chart.Point] {
      selection.entries.map {
        Chart.Point(
          x: .name(.verbatim(String($0.factors))), y: .number($0.qRatio), label: label($0))
      }
    }
    return Chart(
      "factor-counts", "sources.factor-counts", width: 420, height: 220,
      x: Chart.Axis("axis.factors", labelAngle: 0), y: Chart.Axis("axis.q-ratio", hasZero: true),
      layers: [
        Chart.Layer(.line, points { _ in nil }, style: .pointed),
        Chart.Layer(
          .text, points { say("joined", parts: $0.stability.share) }, colour: .ink),
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
          .point,
          solution.starts.map {
            Chart.Point(x: .number($0.objective), y: .number($0.likeness))
          }, opacity: 0.6, size: 70)
      ])
  }

  /// What was left out or replaced when the samples were read.
  public var remarks: [Message] { notices }

  // MARK: Files

  /// One row a factor and species, as `--format csv` prints it.
  public var profileTable: Table { FactorView(self).profileTable }

  /// Profiles, contributions and starts as tables, by the names of their files.
  public var tables: [(name: String, table: Table)] {
    let free = FactorView(self)
    var tables = [
      ("profiles", free.profileTable), ("contributions", free.contributionTable),
      ("starts", free.startTable),
    ]
    for (name, steered) in [("constrained", constrained), ("rotated", rotation)] {
      guard let steered else { continue }
      let view = FactorView(FactorReport(steered))
      tables.append(("\(name)-profiles", view.profileTable))
      tables.append(("\(name)-contributions", view.contributionTable))
    }
    return tables
  }
}

extension SpeciatedSample {
  /// What was left out or replaced when the samples were read.
  public var remarks: [Message] { notices }
}
