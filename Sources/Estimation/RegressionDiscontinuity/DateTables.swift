import AirQuality
import NumericKernels

/// Windows, donuts, balance and made-up dates as tidy tables.
struct DateTables {
  let all: [FitTable]
  let summary: Summary

  init(_ found: DateDiscontinuity, _ balance: DateBalance, _ study: Study) {
    var tables = [Self.sensitivity(found, study), Self.nearby(found, study)]
    if !balance.rows.isEmpty { tables.append(Self.balance(balance)) }
    if let placebos = found.placebos { tables.append(Self.placebos(placebos, found, study)) }
    all = tables
    let unit = study.scaleUnit
    let wide = found.window.bandwidths
    summary = Summary([
      .init("jump, bias-corrected", found.jump.corrected, standardError: found.error, unit: unit),
      .init("jump, conventional", found.jump.conventional, unit: unit),
      .init("error before widening", found.jump.error, unit: unit),
      .init("bandwidth below", wide.below, unit: "steps"),
      .init("bandwidth above", wide.above, unit: "steps"),
      .init("bandwidth of the bias below", wide.biasBelow, unit: "steps"),
      .init("bandwidth of the bias above", wide.biasAbove, unit: "steps"),
      .init("bandwidth that the rule asks for", found.window.asked, unit: "steps"),
      .init("correlation of neighbouring errors", found.window.correlation),
      .init("widening by made-up dates", found.widening),
      .init("steps measured below", Double(balance.measured.below)),
      .init("steps measured above", Double(balance.measured.above)),
      .init("p of as much measured on both sides", balance.densityP),
    ])
  }

  private static func cells(
    _ jump: DateJump?, _ found: DateDiscontinuity, _ study: Study
  ) -> [FitTable.Cell] {
    guard let jump else { return [.missing, .missing, .missing] }
    let level = 0.5 + found.settings.confidenceLevel / 2
    let quantile =
      found.freedom.map { Distribution.studentQuantile(level, degreesOfFreedom: $0) }
      ?? Distribution.normalQuantile(level)
    let reach = quantile * jump.error * found.widening
    return [jump.corrected, jump.corrected - reach, jump.corrected + reach].map {
      FitTable.Cell(study.inEffectUnit($0))
    }
  }

  /// The jump with other bandwidths, and with days around the date left out.
  private static func sensitivity(_ found: DateDiscontinuity, _ study: Study) -> FitTable {
    let unit = study.effectUnit
    let wide = found.window.bandwidths
    var rows: [[FitTable.Cell]] = []
    for factor in [0.5, 0.75, 1, 1.25, 1.5, 2] {
      let other = LocalPolynomialJump.Bandwidths(
        below: wide.below * factor, above: wide.above * factor, biasBelow: wide.biasBelow * factor,
        biasAbove: wide.biasAbove * factor)
      let jump = DateJump(found.settings, found.sample, at: 0, found.window, bandwidths: other)
      rows.append(
        [.number(other.below), .number(found.settings.donut)] + cells(jump, found, study))
    }
    for donut in [3.0, 7, 14] where donut > found.settings.donut {
      var settings = found.settings
      settings.donut = donut
      let jump = (try? DateSample(settings, study)).flatMap {
        DateJump(settings, $0, at: 0, found.window)
      }
      rows.append([.number(wide.below), .number(donut)] + cells(jump, found, study))
    }
    return FitTable(
      name: "bandwidths",
      caption: "The jump with other bandwidths, and with steps left out around it",
      columns: [
        .init("bandwidth", unit: ""), .init("donut", unit: ""), .init("effect", unit: unit),
        .init("lower", unit: unit), .init("upper", unit: unit),
      ], rows: rows)
  }

  /// What was measured around the date, weekday, season and weather taken out.
  private static func nearby(_ found: DateDiscontinuity, _ study: Study) -> FitTable {
    let wide = found.window.bandwidths
    let unit = study.scaleUnit
    let rows = found.sample.x.indices.filter {
      found.sample.x[$0] >= -wide.below && found.sample.x[$0] <= wide.above
    }
    return FitTable(
      name: "around-the-date", caption: "What is compared around the date",
      columns: [.init("date", unit: ""), .init("before", unit: unit), .init("after", unit: unit)],
      rows: rows.map { row in
        let date = study.panel.axis.date(at: found.sample.cut + Int(found.sample.x[row]))
        let isAfter = found.sample.x[row] >= 0
        return [
          .text("\(date)"), isAfter ? .missing : .number(found.sample.y[row]),
          isAfter ? .number(found.sample.y[row]) : .missing,
        ]
      }, drawing: .lines(x: "date", values: ["before", "after"]))
  }

  private static func balance(_ balance: DateBalance) -> FitTable {
    FitTable(
      name: "balance-at-cutoff", caption: "What else jumps where the measure begins",
      columns: [
        .init("quantity", unit: ""), .init("jump", unit: ""), .init("lower", unit: ""),
        .init("upper", unit: ""), .init("p"),
      ],
      rows: balance.rows.map { row in
        [
          .text("\(row.name), \(row.unit)"), .number(row.jump), .number(row.lower),
          .number(row.upper), .number(row.p),
        ]
      })
  }

  private static func placebos(
    _ placebos: DatePlacebos, _ found: DateDiscontinuity, _ study: Study
  ) -> FitTable {
    let unit = study.effectUnit
    return FitTable(
      name: "made-up-dates", caption: "The same jump on dates on which nothing was done",
      columns: [
        .init("date", unit: ""), .init("effect", unit: unit), .init("lower", unit: unit),
        .init("upper", unit: unit),
      ],
      rows: placebos.values.map { place, jump in
        [.text("\(study.panel.axis.date(at: found.sample.cut + Int(place)))")]
          + cells(jump, found, study)
      }, drawing: .intervals(x: "date", estimate: "effect", lower: "lower", upper: "upper"))
  }
}
