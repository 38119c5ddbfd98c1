import AirQuality
import Cooperation
import Foundation
import NumericKernels

/// Path with band, effect by step and added up, donors, posterior and checks of a structural model.
struct StructuralTables {
  let all: [FitTable]
  let summary: Summary

  init(
    _ sample: StructuralSample, _ posterior: StructuralPosterior, _ effect: StructuralEffect,
    _ checks: StructuralChecks, _ study: Study
  ) {
    var tables = [
      Self.course(sample, posterior, study), Self.effects(sample, posterior, study),
      Self.posterior(posterior, study), Self.checks(effect, checks, study),
    ]
    let columns = Array(sample.names.indices.dropFirst(sample.forced))
    if !columns.isEmpty { tables.append(Self.explanatory(sample, posterior, columns)) }
    all = tables
    let unit = study.scaleUnit
    func row(_ name: String, _ draws: [Double], _ unit: String) -> Summary.Row {
      Summary.Row(
        name, Summation.mean(draws), standardError: Summation.variance(draws).squareRoot(),
        unit: unit)
    }
    var rows = [
      row("noise", posterior.noise, unit), row("level’s innovations", posterior.level, unit),
    ]
    if posterior.spell.contains(where: { $0 > 0 }) {
      rows += [
        row("spells’ innovations", posterior.spell, unit),
        row("persistence of spells", posterior.persistence, "1"),
      ]
    }
    rows += [
      Summary.Row("effect with the mean level", checks.meanLevel.value, unit: unit),
      Summary.Row("effect at a made-up date", checks.placebo?.effect.value, unit: unit),
      Summary.Row("simulation error", posterior.simulationError, unit: unit),
      Summary.Row("ratio of chains’ spreads", posterior.scaleReduction),
    ]
    summary = Summary(rows)
  }

  /// Observed and expected, in the unit of the series.
  private static func course(
    _ sample: StructuralSample, _ posterior: StructuralPosterior, _ study: Study
  ) -> FitTable {
    let isLog = study.outcome.scale == .log
    func shown(_ value: Double) -> FitTable.Cell { FitTable.Cell(isLog ? exp(value) : value) }
    return FitTable(
      name: "expected-course", caption: "Observed, and expected without the measure, with its band",
      columns: [
        .init("date", unit: ""), .init("observed", unit: study.panel.unit.symbol),
        .init("expected", unit: study.panel.unit.symbol),
        .init("lower", unit: study.panel.unit.symbol),
        .init("upper", unit: study.panel.unit.symbol),
      ],
      rows: sample.response.indices.map { step in
        [
          .text("\(study.panel.axis.date(at: step))"), shown(sample.observed(step)),
          shown(posterior.path[step]), shown(posterior.lower[step]), shown(posterior.upper[step]),
        ]
      },
      drawing: .band(x: "date", values: ["observed", "expected"], lower: "lower", upper: "upper"))
  }

  /// Effect by step and added up, on the outcome's scale.
  private static func effects(
    _ sample: StructuralSample, _ posterior: StructuralPosterior, _ study: Study
  ) -> FitTable {
    let unit = study.scaleUnit
    return FitTable(
      name: "cumulative-effect",
      caption: "Effect by step and added up from the measure’s start, steps that were not measured "
        + "left out",
      columns: [
        .init("date", unit: ""), .init("added up", unit: unit), .init("lower", unit: unit),
        .init("upper", unit: unit), .init("effect", unit: unit),
        .init("effect lower", unit: unit), .init("effect upper", unit: unit),
      ],
      rows: zip(sample.after, posterior.cumulative).map { step, sum in
        let here = sample.observed(step)
        return [
          .text("\(study.panel.axis.date(at: step))"), .number(sum.mean), .number(sum.lower),
          .number(sum.upper), FitTable.Cell(here - posterior.path[step]),
          FitTable.Cell(here - posterior.upper[step]), FitTable.Cell(here - posterior.lower[step]),
        ]
      }, drawing: .band(x: "date", values: ["added up"], lower: "lower", upper: "upper"))
  }

  private static func posterior(_ posterior: StructuralPosterior, _ study: Study) -> FitTable {
    let unit = study.scaleUnit
    func row(_ name: String, _ draws: [Double]) -> [FitTable.Cell] {
      [
        .text(name), .number(Summation.mean(draws)),
        .number(Summation.quantile(draws, probability: 0.025)),
        .number(Summation.quantile(draws, probability: 0.975)),
      ]
    }
    var rows = [row("noise", posterior.noise), row("level’s innovations", posterior.level)]
    if posterior.spell.contains(where: { $0 > 0 }) {
      rows += [
        row("spells’ innovations", posterior.spell),
        row("persistence of spells (no unit)", posterior.persistence),
      ]
    }
    return FitTable(
      name: "posterior",
      caption: "Standard deviations of the model: posterior mean and 95 % of draws",
      columns: [
        .init("quantity", unit: ""), .init("mean", unit: unit), .init("lower", unit: unit),
        .init("upper", unit: unit),
      ], rows: rows)
  }

  private static func checks(
    _ effect: StructuralEffect, _ checks: StructuralChecks, _ study: Study
  ) -> FitTable {
    let unit = study.effectUnit
    func row(_ name: String, _ found: StructuralEffect) -> [FitTable.Cell] {
      [
        .text(name), .number(study.inEffectUnit(found.value)),
        .number(study.inEffectUnit(found.lower)), .number(study.inEffectUnit(found.upper)),
      ]
    }
    var rows = [
      row("\(study.measure.start)", effect), row("mean level", checks.meanLevel),
      row("last level less mean level", checks.drift),
    ]
    if let placebo = checks.placebo { rows.append(row("\(placebo.date)", placebo.effect)) }
    return FitTable(
      name: "level-checks",
      caption:
        "The effect, the effect with the mean level before, and the effect at a made-up date",
      columns: [
        .init("quantity", unit: ""), .init("effect", unit: unit), .init("lower", unit: unit),
        .init("upper", unit: unit),
      ], rows: rows)
  }

  private static func explanatory(
    _ sample: StructuralSample, _ posterior: StructuralPosterior, _ columns: [Int]
  ) -> FitTable {
    FitTable(
      name: "inclusion", caption: "How often each donor or covariate counted, and by how much",
      columns: [
        .init("station", unit: ""), .init("name", unit: ""), .init("share of draws"),
        .init("coefficient"),
      ],
      rows: columns.map { column in
        let donor = sample.donors.first { $0.key == sample.names[column] }
        return [
          .text(donor?.key ?? ""), .text(donor?.name ?? sample.names[column]),
          .number(posterior.inclusion[column]), .number(posterior.coefficients[column]),
        ]
      }, drawing: .bars(label: "name", value: "share of draws"))
  }
}
