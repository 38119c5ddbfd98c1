import AirQuality
public import Documents
public import SourceApportionment
import Studies

/// A chemical mass balance: what each source brought on average, and how well that is known.
extension MassBalance: Documented {
  /// What it says.
  public var document: Document {
    Document(title: "sources.cmb-title", footer: .madeBy("voc cmb"), data: sampleTable) {
      Section("answer", role: .answer) {
        Block.lead(largest)
        if !undetermined.isEmpty {
          say("sources.cmb-not-told", sources: undetermined.map { sources[$0] })
        }
        say("sources.cmb-lead", sources: sources.count, samples: rows.count, species: species.count)
        say(
          total == nil ? "sources.cmb-fit-without-total" : "sources.cmb-fit",
          determination: mean(\.rSquared).decimals(3), chi: mean(\.reducedChiSquared).decimals(2),
          mass: mean(\.percentMass).decimals(1, "%"))
      }
      Section("sources.cmb-means") {
        meanTable
        Message("sources.cmb-errors")
      }
      Section("sources.cmb-clusters") { clusterTable }
      Section("sources.cmb-species") {
        speciesTable
        shareChart
      }
      Section("sources.cmb-influence") { influenceTable }
      Section("doubts") { notes }
    }
  }

  private func mean(_ pick: (Row) -> Double) -> Double { rows.map(pick).mean }

  /// Sources that half of the samples or more cannot tell from another one.
  private var undetermined: [Int] {
    sources.indices.filter { source in
      2 * rows.count { $0.isUndetermined(source, settings) } >= rows.count
    }
  }

  /// What all sources bring, those that cannot be told apart by their sum.
  private var all: Double {
    let means = meanContributions
    let open = undetermined
    let known = sources.indices.filter { !open.contains($0) }.map { max(0, means[$0]) }
    return known.reduce(max(0, open.map { means[$0] }.reduce(0, +)), +)
  }

  /// The source that brings most among those that the samples tell, with its share of what all bring.
  private var largest: Message {
    let means = meanContributions
    let open = undetermined
    guard
      let most = sources.indices.filter({ !open.contains($0) }).max(by: { means[$0] < means[$1] }),
      means[most] > 0
    else { return open.isEmpty ? "sources.cmb-nothing" : "sources.cmb-none-told" }
    let error = 1.96 * meanStandardErrors[most]
    return say(
      open.isEmpty ? "sources.cmb-largest" : "sources.cmb-largest-told", source: sources[most],
      mean: Ends(means[most] - error, means[most] + error).around(means[most], unit.symbol),
      share: (means[most] / all).share)
  }

  /// Samples without a balance and sources that can hardly be told apart.
  @ListBuilder<Note> public var notes: [Note] {
    for sample in leftOut {
      Note.warning(
        "sources.cmb-left-out", time: Value.date(sample.instant.formatted(utcOffset: utcOffset)),
        reason: sample.reason)
    }
    for pair in alike {
      Note.warning("sources.cmb-alike", sources: pair.sources, cosine: pair.cosine.decimals(4))
    }
  }

  /// Calculated against measured, and what of it is from which source.
  private var speciesTable: Table {
    Table("species", "sources.cmb-species", note: "sources.cmb-species-note", speciesBalances) {
      speciesColumn
      Column("measured", unit: unit.symbol) { $0.measured }
      Column("calculated", unit: unit.symbol) { $0.calculated }
      Column("ratio") { $0.ratio?.decimals(2) }
      Column("residual-over-uncertainty") { $0.scaledResidual.decimals(2) }
      for (place, name) in sources.enumerated() {
        Column(name, .verbatim(name)) { $0.bySource[place] }
      }
    }
  }

  private var speciesColumn: Column<SpeciesBalance> {
    let names = SpeciesNames(speciesBalances.map(\.species))
    return Column("species") { names[$0.species] }
  }

  /// How far each species steers each source.
  private var influenceTable: Table {
    Table(
      "influence", "sources.cmb-influence", note: "sources.cmb-influence-note", speciesBalances
    ) {
      speciesColumn
      for (place, name) in sources.enumerated() {
        Column(name, .verbatim(name)) { $0.influences[place].decimals(2) }
      }
    }
  }

  /// Mean contributions with their intervals.
  private var shareChart: Chart {
    let means = zip(meanContributions, meanStandardErrors)
    return .bars(
      "means", "sources.cmb-means-figure",
      zip(sources, means).map { source, mean in
        Chart.Entry(source, mean.0, Ends(mean.0 - 1.96 * mean.1, mean.0 + 1.96 * mean.1))
      }, value: Chart.Axis("axis.contribution", unit: unit.symbol))
  }

  private var meanTable: Table {
    let means = meanContributions
    let errors = meanStandardErrors
    func some(_ count: Int) -> Message {
      say("sources.some-of-all", some: count, all: rows.count)
    }
    return Table("means", "sources.cmb-means", sources.indices) {
      Column("source", "column.emission-source") { sources[$0] }
      Column("mean", unit: unit.symbol) { means[$0].error(errors[$0]) }
      Column("standard-error", unit: unit.symbol) { errors[$0].error(errors[$0]) }
      Column("t-statistic") { (means[$0] / errors[$0]).decimals(1) }
      Column("error-of-samples", unit: unit.symbol) { meanErrors[$0].samples.error(errors[$0]) }
      Column("error-of-profiles", unit: unit.symbol) { meanErrors[$0].profiles.error(errors[$0]) }
      Column("negative") { source in some(rows.count { $0.contributions[source] < 0 }) }
      Column("undetermined") { source in
        some(rows.count { $0.isUndetermined(source, settings) })
      }
    }
  }

  /// One row a sample.
  private var sampleTable: Table {
    Table("samples", "sources.cmb-title", rows.indices) {
      Column(file: "time") { .date(instants[$0].formatted(utcOffset: utcOffset)) }
      for (place, name) in sources.enumerated() {
        Column(file: name) { rows[$0].contributions[place] }
        Column(file: "\(name)_standard_error") { rows[$0].standardErrors[place] }
      }
      Column(file: "r_squared") { rows[$0].rSquared }
      Column(file: "chi_squared") { rows[$0].reducedChiSquared }
      Column(file: "percent_mass") { rows[$0].percentMass }
      Column(file: "degrees_of_freedom") { rows[$0].degreesOfFreedom }
    }
  }
}
