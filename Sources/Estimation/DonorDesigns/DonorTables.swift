import AirQuality
import NumericKernels
import PanelKernels

/// Weights, balance, gaps and placebos of a design with donors as tidy tables.
struct DonorTables {
  let all: [FitTable]

  /// Most placebos whose paths are kept.
  private static let mostPaths = 40
  /// Most points of a path.
  private static let mostPoints = 120

  init<Kernel>(
    _ estimation: DonorEstimation<Kernel>, _ found: Counterfactual,
    _ uncertainty: PanelUncertainty, weights: [DonorFit.Weight], gap: [Double]
  ) {
    let panel = estimation.panel
    let unit = estimation.study.scaleUnit
    let bins = Bins(rows: panel.positions.count, most: Self.mostPoints)
    let dates = bins.ranges.map {
      FitTable.Cell.text("\(estimation.study.panel.axis.date(at: panel.positions[$0.lowerBound]))")
    }
    var tables = [
      Self.paths(panel, found, bins: bins, dates: dates, unit: unit),
      Self.balance(panel, found, unit: unit),
    ]
    if let stated = Self.predictors(panel, found, estimation.kernel) { tables.append(stated) }
    if !weights.isEmpty { tables.insert(Self.weights(weights), at: 0) }
    if !uncertainty.placebos.isEmpty {
      tables.append(Self.placebos(panel, found, uncertainty, unit: unit))
      tables.append(Self.fan(uncertainty, gap: gap, bins: bins, dates: dates, unit: unit))
    }
    if let linear = uncertainty.linearEffects { tables.append(linear.table(unit: unit)) }
    if !uncertainty.points.isEmpty {
      tables.append(Self.points(uncertainty, estimation, unit: unit))
    }
    all = tables
  }

  /// Named after the inference; with p-values where it is a test.
  private static func points<Kernel>(
    _ uncertainty: PanelUncertainty, _ estimation: DonorEstimation<Kernel>, unit: String
  ) -> FitTable {
    let inference = estimation.inference.inference
    let panel = estimation.panel
    let isTest = uncertainty.points.contains { $0.pValue != nil }
    return FitTable(
      name: "\(inference.rawValue)-points",
      caption: inference == .jackknifePlus
        ? "Effect at single steps; if blocks of steps are exchangeable, an interval at 1 − α is "
          + "guaranteed to hold it in 1 − 2α"
        : "Effect at single steps, each tested alone",
      columns: [
        .init("date", unit: ""), .init("effect", unit: unit), .init("lower", unit: unit),
        .init("upper", unit: unit),
      ] + (isTest ? [.init("p")] : []),
      rows: uncertainty.points.map { point in
        [
          .text("\(estimation.study.panel.axis.date(at: panel.positions[point.row]))"),
          .number(point.effect), .init(point.interval?.lower), .init(point.interval?.upper),
        ] + (isTest ? [.init(point.pValue)] : [])
      },
      drawing: .intervals(x: "date", estimate: "effect", lower: "lower", upper: "upper"))
  }

  private static func weights(_ weights: [DonorFit.Weight]) -> FitTable {
    FitTable(
      name: "weights", caption: "Donors’ weights",
      columns: [
        .init("station", unit: ""), .init("name", unit: ""), .init("weight"),
        .init("latitude", unit: "°"), .init("longitude", unit: "°"),
      ],
      rows: weights.map { donor in
        [
          .text(donor.station.key), .text(donor.station.name), .number(donor.weight),
          .init(donor.station.coordinate?.latitude), .init(donor.station.coordinate?.longitude),
        ]
      },
      drawing: weights.allSatisfy { $0.station.coordinate != nil }
        ? .places(latitude: "latitude", longitude: "longitude", value: "weight", label: "name")
        : .bars(label: "name", value: "weight"))
  }

  private static func paths(
    _ panel: DonorPanel, _ found: Counterfactual, bins: Bins, dates: [FitTable.Cell],
    unit: String
  ) -> FitTable {
    let observed = panel.observedPath
    let donors = panel.prepared.meanPath(of: panel.assignment.donors)
    return FitTable(
      name: "paths", caption: "Treated stations and what the weighted donors expect",
      columns: [
        .init("date", unit: ""), .init("treated", unit: unit), .init("expected", unit: unit),
        .init("donors", unit: unit), .init("gap", unit: unit),
      ],
      rows: bins.ranges.indices.map { index in
        let range = bins.ranges[index]
        let treated = Bins.mean(observed, range)
        let expected = Bins.mean(found.expected, range)
        return [
          dates[index], .number(treated), .number(expected), .number(Bins.mean(donors, range)),
          .number(treated - expected),
        ]
      },
      drawing: .lines(x: "date", values: ["treated", "expected", "donors"]))
  }

  /// How alike treated, weighted donors and all donors were before the measure.
  private static func balance(
    _ panel: DonorPanel, _ found: Counterfactual, unit: String
  ) -> FitTable {
    let rows = panel.assignment.starts.min() ?? 0
    let paths = [
      panel.observedPath, found.expected, panel.prepared.meanPath(of: panel.assignment.donors),
    ].map { Array($0.prefix(rows)) }
    func row(_ name: String, _ measure: ([Double]) -> Double) -> [FitTable.Cell] {
      [.text(name)] + paths.map { FitTable.Cell(measure($0)) }
    }
    var cells = [
      row("mean") { Summation.mean($0) },
      row("standard deviation") { Summation.variance($0).squareRoot() },
    ]
    for part in 0..<4 where rows >= 8 {
      cells.append(
        row("mean, quarter \(part + 1) of the period before") { path in
          Summation.mean(Array(path[part * rows / 4..<(part + 1) * rows / 4]))
        })
    }
    return FitTable(
      name: "balance", caption: "Treated stations and donors before the measure",
      columns: [
        .init("quantity", unit: ""), .init("treated", unit: unit),
        .init("weighted donors", unit: unit), .init("all donors", unit: unit),
      ],
      rows: cells)
  }

  /// The predictors that the study states, at the treated stations of the first start, their weighted
  /// donors and all donors, with the importance that was chosen.
  private static func predictors(
    _ panel: DonorPanel, _ found: Counterfactual, _ kernel: some CounterfactualKernel
  ) -> FitTable? {
    guard kernel.takesStated, let stated = panel.prepared.predictors,
      let cohort = found.cohorts.first,
      let units = panel.assignment.cohorts.first?.units
    else { return nil }
    let donors = panel.assignment.donors
    let all = try? stated.table(
      panel.prepared, units: units + donors, before: cohort.start, levels: nil)
    guard let all else { return nil }
    return FitTable(
      name: "predictors", caption: "Predictors of treated stations and donors before the measure",
      columns: [
        .init("predictor", unit: ""), .init("importance"), .init("treated", unit: ""),
        .init("weighted donors", unit: ""), .init("all donors", unit: ""),
      ],
      rows: stated.all.indices.map { place in
        let values = all.map { $0[place] }
        let others = Array(values.dropFirst(units.count))
        return [
          .text(stated.all[place].name), .init(cohort.chosen["importance \(place + 1)"]),
          .number(Summation.mean(Array(values.prefix(units.count)))),
          .number(LinearAlgebra.dot(cohort.donorWeights, others)),
          .number(Summation.mean(others)),
        ]
      })
  }

  private static func placebos(
    _ panel: DonorPanel, _ found: Counterfactual, _ uncertainty: PanelUncertainty, unit: String
  ) -> FitTable {
    let stations = panel.study.panel.stations
    var rows: [[FitTable.Cell]] = [[.text("treated"), .number(found.effect)]]
    for (group, effect) in zip(uncertainty.groups, uncertainty.placebos) {
      rows.append([
        .text(group.map { stations[$0].name }.joined(separator: " + ")), .number(effect),
      ])
    }
    return FitTable(
      name: "placebos", caption: "The same estimate where nothing was done",
      columns: [.init("stations", unit: ""), .init("effect", unit: unit)], rows: rows)
  }

  private static func fan(
    _ uncertainty: PanelUncertainty, gap: [Double], bins: Bins, dates: [FitTable.Cell],
    unit: String
  ) -> FitTable {
    let paths = uncertainty.gaps.prefix(mostPaths)
    var rows: [[FitTable.Cell]] = []
    for (name, path) in [("treated", gap)]
      + paths.enumerated().map({ ("placebo \($0.offset + 1)", $0.element) })
    {
      for (index, range) in bins.ranges.enumerated() {
        rows.append([dates[index], .text(name), .number(Bins.mean(path, range))])
      }
    }
    return FitTable(
      name: "placebo-gaps", caption: "Gap between observed and expected, treated and placebos",
      columns: [.init("date", unit: ""), .init("group", unit: ""), .init("gap", unit: unit)],
      rows: rows,
      drawing: .fan(x: "date", value: "gap", group: "group", highlighted: "treated"))
  }
}

/// Rows of a long panel in a number of ranges that a figure can show.
struct Bins {
  let ranges: [Range<Int>]

  init(rows: Int, most: Int) {
    let width = max(1, (rows + most - 1) / most)
    ranges = stride(from: 0, to: rows, by: width).map { $0..<min($0 + width, rows) }
  }

  static func mean(_ path: [Double], _ range: Range<Int>) -> Double {
    Summation.mean(Array(path[range]))
  }
}
