import AirQuality
public import Documents
public import SourceApportionment
import Studies

/// A chemical mass balance: what each source brought on average, and how well that is known.
extension MassBalance: Documented {
  /// What it says.
  public var document: Document {
    Document(
      title: "sources.cmb-title",
      footer: Message("made-by", ["tool": .text("airaccord \(ToolVersion.current) voc cmb")]),
      data: sampleTable
    ) {
      Section("answer", role: .answer) {
        Block.lead(
          Message(
            "sources.cmb-lead",
            [
              "sources": .count(sources.count), "samples": .count(rows.count),
              "species": .count(species.count),
            ]))
        Message(
          total == nil ? "sources.cmb-fit-without-total" : "sources.cmb-fit",
          [
            "determination": .number(mean(\.rSquared), .decimals(3)),
            "chi": .number(mean(\.reducedChiSquared), .decimals(2)),
            "mass": .number(mean(\.percentMass), .decimals(1), unit: "%"),
          ])
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

  private func mean(_ pick: (Row) -> Double) -> Double {
    rows.map(pick).reduce(0, +) / Double(rows.count)
  }

  /// Samples without a balance and sources that can hardly be told apart.
  public var notes: [Note] {
    leftOut.map { sample in
      Note(
        .warning,
        Message(
          "sources.cmb-left-out",
          [
            "time": .date(sample.instant.formatted(utcOffset: utcOffset)),
            "reason": .message(sample.reason),
          ]))
    }
      + alike.map { pair in
        Note(
          .warning,
          Message(
            "sources.cmb-alike",
            [
              "sources": .names(pair.sources), "cosine": .number(pair.cosine, .decimals(4)),
            ]))
      }
  }

  /// Calculated against measured, and what of it is from which source.
  private var speciesTable: Table {
    let names = SpeciesNames(speciesBalances.map(\.species))
    return Table(
      "species", "sources.cmb-species", note: "sources.cmb-species-note", speciesBalances
    ) {
      Column("species") { .message(names[$0.species]) }
      Column("measured", unit: unit.symbol) { .number($0.measured) }
      Column("calculated", unit: unit.symbol) { .number($0.calculated) }
      Column("ratio") { .optional($0.ratio) { .number($0, .decimals(2)) } }
      Column("residual-over-uncertainty") { .number($0.scaledResidual, .decimals(2)) }
      for (place, name) in sources.enumerated() {
        Column(name, heading: .verbatim(name)) { .number($0.bySource[place]) }
      }
    }
  }

  /// How far each species steers each source.
  private var influenceTable: Table {
    let names = SpeciesNames(speciesBalances.map(\.species))
    return Table(
      "influence", "sources.cmb-influence", note: "sources.cmb-influence-note", speciesBalances
    ) {
      Column("species") { .message(names[$0.species]) }
      for (place, name) in sources.enumerated() {
        Column(name, heading: .verbatim(name)) { .number($0.influences[place], .decimals(2)) }
      }
    }
  }

  /// Mean contributions with their intervals.
  private var shareChart: Chart {
    let means = meanContributions
    let errors = meanStandardErrors
    return .bars(
      "means", "sources.cmb-means-figure",
      sources.indices.map { place in
        Chart.Bar(
          .name(.verbatim(sources[place])), value: means[place],
          interval: (means[place] - 1.96 * errors[place], means[place] + 1.96 * errors[place]))
      }, value: Chart.Axis("axis.contribution", unit: unit.symbol))
  }

  private var meanTable: Table {
    let means = meanContributions
    let errors = meanStandardErrors
    func some(_ count: Int) -> Value {
      .message(
        Message(
          "sources.some-of-all", ["some": .count(count), "all": .count(rows.count)]))
    }
    return Table("means", "sources.cmb-means", sources.indices) {
      Column("source", heading: "column.emission-source") { .text(sources[$0]) }
      Column("mean", unit: unit.symbol) { .number(means[$0], .error(errors[$0])) }
      Column("standard-error", unit: unit.symbol) { .number(errors[$0], .error(errors[$0])) }
      Column("t-statistic") { .number(means[$0] / errors[$0], .decimals(1)) }
      Column("error-of-samples", unit: unit.symbol) {
        .number(meanErrors[$0].samples, .error(errors[$0]))
      }
      Column("error-of-profiles", unit: unit.symbol) {
        .number(meanErrors[$0].profiles, .error(errors[$0]))
      }
      Column("negative") { source in some(rows.count { $0.contributions[source] < 0 }) }
      Column("undetermined") { source in
        some(
          rows.count {
            $0.isFitted[source] && $0.projections[source] < settings.eligibleProjection
          })
      }
    }
  }

  /// One row a sample.
  private var sampleTable: Table {
    Table("samples", "sources.cmb-title", rows.indices) {
      Column(file: "time") { .date(instants[$0].formatted(utcOffset: utcOffset)) }
      for (place, name) in sources.enumerated() {
        Column(file: name) { .number(rows[$0].contributions[place]) }
        Column(file: "\(name)_standard_error") { .number(rows[$0].standardErrors[place]) }
      }
      Column(file: "r_squared") { .number(rows[$0].rSquared) }
      Column(file: "chi_squared") { .number(rows[$0].reducedChiSquared) }
      Column(file: "percent_mass") { .number(rows[$0].percentMass) }
      Column(file: "degrees_of_freedom") { .count(rows[$0].degreesOfFreedom) }
    }
  }
}
