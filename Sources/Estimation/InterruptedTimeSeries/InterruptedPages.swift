import AirQuality
import Foundation
import NumericKernels

/// What a regression shows beside its effect: the path without the measure with its band, the effect
/// added up, and the coefficients.
struct InterruptedPages {
  let counterfactual: MonitoringSeries
  let summary: Summary
  let tables: [FitTable]

  private static let mostPoints = 180

  init(
    _ settings: InterruptedTimeSeries, _ study: Study, _ sample: InterruptedSample,
    _ answer: InterruptedAnswer
  ) {
    let course = Course(sample, answer, isDifferenced: settings.order == .seasonalDifference)
    counterfactual = study.path(named: "without the measure", course.expected)
    let unit = study.scaleUnit
    summary = Summary(
      answer.terms.names.indices.map { place in
        Summary.Row(
          answer.terms.names[place], answer.fit.coefficients[place],
          standardError: (answer.fit.covariance[place, place] * answer.widening).squareRoot(),
          unit: answer.terms.isPerYear[place] ? unit + " a year" : unit)
      } + [
        Summary.Row("residual deviation", answer.fit.innovationVariance.squareRoot(), unit: unit)
      ])
    tables = [
      Self.path(study, sample, answer, course), Self.cumulative(study, sample, answer, course),
    ]
  }

  private static func label(_ study: Study, _ position: Int) -> FitTable.Cell {
    .text("\(study.panel.axis.date(at: position))")
  }

  /// Means of neighbouring steps, on the study's unit.
  private static func path(
    _ study: Study, _ sample: InterruptedSample, _ answer: InterruptedAnswer, _ course: Course
  ) -> FitTable {
    let isLog = study.outcome.scale == .log
    func shown(_ value: Double) -> Double { isLog ? exp(value) : value }
    let unit = study.panel.unit.symbol
    let rows = sample.rows.filter { !course.expected[$0].isNaN }
    return FitTable(
      name: "its-path",
      caption: "Treated stations, what is expected without the measure, and the band of that",
      columns: [
        .init("date", unit: ""), .init("treated", unit: unit), .init("expected", unit: unit),
        .init("lower", unit: unit), .init("upper", unit: unit),
      ],
      rows: Bins(rows: rows.count, most: mostPoints).ranges.map { range in
        let steps = rows[range].map(\.self)
        let expected = Summation.mean(steps.map { course.expected[$0] })
        let reach = answer.reach(course.weights(steps))
        return [
          label(study, steps[0]),
          .number(shown(Summation.mean(steps.map { sample.response[$0] }))),
          .number(shown(expected)), .number(shown(expected - reach)),
          .number(shown(expected + reach)),
        ]
      },
      drawing: .lines(x: "date", values: ["treated", "expected", "lower", "upper"]))
  }

  /// The effect summed over the measured steps since the measure began, in the unit of the series
  /// times steps.
  private static func cumulative(
    _ study: Study, _ sample: InterruptedSample, _ answer: InterruptedAnswer, _ course: Course
  ) -> FitTable {
    let isLog = study.outcome.scale == .log
    let unit = "\(study.panel.unit.symbol) × \(study.panel.axis.step)"
    var total = 0.0
    var gradient = [Double](repeating: 0, count: answer.terms.names.count)
    var rows: [[FitTable.Cell]] = []
    for range in Bins(rows: sample.after.count, most: mostPoints).ranges {
      for step in sample.after[range] {
        let effect = course.effect(step)
        // On the log scale what was measured is taken as given: e^y (1 − e^−effect).
        let measured = isLog ? exp(sample.response[step]) : 0
        total += isLog ? -measured * expm1(-effect) : effect
        let slope = isLog ? measured * exp(-effect) : 1
        for (place, response) in course.responses(step) { gradient[place] += slope * response }
      }
      let reach = answer.reach(gradient)
      rows.append([
        label(study, sample.after[range.upperBound - 1]), .number(total), .number(total - reach),
        .number(total + reach),
      ])
    }
    return FitTable(
      name: "its-cumulative", caption: "The effect added up since the measure began",
      columns: [
        .init("date", unit: ""), .init("effect", unit: unit), .init("lower", unit: unit),
        .init("upper", unit: unit),
      ],
      rows: rows, drawing: .lines(x: "date", values: ["effect", "lower", "upper"]))
  }

  /// Expected values and responses, step by step, in the coefficients of the answer.
  private struct Course {
    /// One a step of the axis without the measure; NaN where a column has no value.
    let expected: [Double]
    private let terms: SeriesTerms
    /// Where a coefficient's column stands among the sample's.
    private let sources: [Int]
    private let impact: [Int]
    private let coefficients: [Double]
    private let isDifferenced: Bool

    init(_ sample: InterruptedSample, _ answer: InterruptedAnswer, isDifferenced: Bool) {
      terms = sample.terms
      self.isDifferenced = isDifferenced
      let names = sample.terms.names
      let sources = answer.terms.names.map { name in names.firstIndex(of: name) ?? 0 }
      self.sources = sources
      impact = Array(answer.terms.impact)
      let coefficients = answer.fit.coefficients
      self.coefficients = coefficients
      let columns = sample.terms.columns
      let inImpact = Set(answer.terms.impact)
      let places = coefficients.indices
      // Of a differenced series only the response is known: what was measured less it.
      expected = columns[0].indices.map { step in
        if isDifferenced {
          return sample.response[step]
            - places.filter { inImpact.contains($0) }
            .reduce(0) { $0 + coefficients[$1] * columns[sources[$1]][step] }
        }
        return places.filter { !inImpact.contains($0) }
          .reduce(0) { $0 + coefficients[$1] * columns[sources[$1]][step] }
      }
    }

    func responses(_ step: Int) -> [(place: Int, response: Double)] {
      impact.map { ($0, terms.columns[sources[$0]][step]) }
    }

    func effect(_ step: Int) -> Double {
      responses(step).reduce(0) { $0 + coefficients[$1.place] * $1.response }
    }

    /// Weights of the coefficients in the mean expected value over steps.
    func weights(_ steps: [Int]) -> [Double] {
      coefficients.indices.map { place in
        guard impact.contains(place) == isDifferenced else { return 0 }
        return Summation.mean(steps.map { terms.columns[sources[place]][$0] })
      }
    }
  }
}
