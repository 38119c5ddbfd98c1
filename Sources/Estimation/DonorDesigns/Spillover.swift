import AirQuality
import Documents
import NumericKernels
import PanelKernels

/// Whether the measure may have reached the donors: the effect by rings around the treated
/// stations, and how many of the donors' neighbours are treated.
///
/// If the measure cleaned the air of near donors too, they understate the effect, and the estimate
/// grows with the distance of the donors that it is compared with.
///
/// - Source: rings after Butts (2023), doi:10.48550/arXiv.2105.03737; exposure to treated
///   neighbours after Aronow and Samii (2017), doi:10.1214/16-AOAS1005.
struct Spillover<Kernel: CounterfactualKernel> {
  private let estimation: DonorEstimation<Kernel>
  private let found: Counterfactual
  /// Kilometres from each donor to its nearest treated station.
  private let distances: [Double]

  /// Reach of a neighbourhood, kilometres: a day's transport at 2 to 3 m/s.
  static var neighbourhood: Double { 200 }

  /// `nil` when a station has no coordinate.
  init?(_ estimation: DonorEstimation<Kernel>, _ found: Counterfactual) {
    let stations = estimation.study.panel.stations
    let treated = estimation.panel.assignment.treated.compactMap { stations[$0].coordinate }
    let donors = estimation.panel.assignment.donors.compactMap { stations[$0].coordinate }
    guard treated.count == estimation.panel.assignment.treated.count,
      donors.count == estimation.panel.assignment.donors.count
    else { return nil }
    self.estimation = estimation
    self.found = found
    distances = donors.map { place in
      treated.map { place.kilometres(to: $0) }.min() ?? .infinity
    }
  }

  private var assignment: PanelAssignment { estimation.panel.assignment }
  private var unit: String { estimation.study.scaleUnit }

  /// Share of treated stations among each donor's neighbours, weighed like the comparison.
  var exposure: Double {
    let stations = estimation.study.panel.stations
    let members = Set(assignment.treated)
    var total = 0.0
    for (place, donor) in assignment.donors.enumerated() {
      guard let here = stations[donor].coordinate else { continue }
      var near = 0
      var treated = 0
      for other in assignment.treated + assignment.donors where other != donor {
        guard let there = stations[other].coordinate,
          here.kilometres(to: there) <= Self.neighbourhood
        else { continue }
        near += 1
        if members.contains(other) { treated += 1 }
      }
      let weight =
        found.donorWeights.isEmpty
        ? 1 / Double(assignment.donors.count) : max(0, found.donorWeights[place])
      if near > 0 { total += weight * Double(treated) / Double(near) }
    }
    return total
  }

  /// The effect with the donors of each ring alone.
  private struct Ring {
    let from: Double
    let to: Double
    let donors: [Int]
    let effect: Double
  }

  /// Three rings with as many donors each.
  private var rings: [Ring] {
    get throws(EstimationError) {
      let order = distances.indices.sorted { (distances[$0], $0) < (distances[$1], $1) }
      let size = order.count / 3
      guard size >= 5 else { return [] }
      let panel = estimation.panel
      let frozen = try EstimationError.numerical { () throws(KernelError) in
        try estimation.kernel.frozen(after: found, panel.prepared, assignment)
      }
      var rings: [Ring] = []
      for ring in 0..<3 {
        let places = order[(ring * size)..<(ring == 2 ? order.count : (ring + 1) * size)].sorted()
        let donors = places.map { assignment.donors[$0] }
        let reach = places.map { distances[$0] }
        let effect = try EstimationError.numerical { () throws(KernelError) in
          try frozen.fit(
            panel.prepared,
            PanelAssignment(
              treated: assignment.treated, starts: assignment.starts, donors: donors),
            path: false
          ).effect
        }
        rings.append(
          Ring(from: reach.min() ?? 0, to: reach.max() ?? 0, donors: donors, effect: effect))
      }
      return rings
    }
  }

  var report: (tables: [FitTable], diagnostics: [Diagnostic]) {
    get throws(EstimationError) {
      var diagnostics: [Diagnostic] = []
      let share = exposure
      if share > 0.05 {
        diagnostics.append(
          Diagnostic(
            "spillover", share > 0.2 ? .serious : .warning,
            ["percent": .share(share), "distance": .number(Self.neighbourhood, .decimals(0))]))
      }
      let rings = try rings
      guard let near = rings.first, let far = rings.last else { return ([], diagnostics) }
      diagnostics.append(
        Diagnostic(
          "ring", .note,
          [
            "from": .number(far.from, .decimals(0)), "far": estimation.study.value(far.effect),
            "to": .number(near.to, .decimals(0)), "near": estimation.study.value(near.effect),
          ]))
      let table = FitTable(
        name: "rings", caption: "The effect by distance of the donors it is compared with",
        columns: [
          .init("from", unit: "km"), .init("to", unit: "km"), .init("donors"),
          .init("effect", unit: unit),
        ],
        rows: rings.map {
          [
            .number($0.from), .number($0.to), .number(Double($0.donors.count)),
            .number($0.effect),
          ]
        })
      return ([table], diagnostics)
    }
  }
}
