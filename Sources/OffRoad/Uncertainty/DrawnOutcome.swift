import NumericKernels

/// Emissions at every draw: intervals by class, and the totals draw by draw.
struct DrawnOutcome: Sendable {
  /// By type and stage.
  let classes: [UncertaintyResult.Row]
  /// By pollutant's position, t a year at every draw.
  let totals: [[Double]]
  /// The whole fleet.
  let total: UncertaintyResult.Row

  private struct Group: Sendable {
    let type: Int
    let stage: Int
    var members: [Int]
  }

  init(_ blocks: EmissionBlocks, _ parameters: DrawnParameters, draws: Int, level: Double) {
    var groups: [Group] = []
    for (index, block) in blocks.blocks.enumerated() {
      let (type, stage) = (block.key.type, block.key.stage)
      if let place = groups.firstIndex(where: { $0.type == type && $0.stage == stage }) {
        groups[place].members.append(index)
      } else {
        groups.append(Group(type: type, stage: stage, members: [index]))
      }
    }
    let classesOfMachines = groups
    var rows: [UncertaintyResult.Row] = []
    var totals = [[Double]](repeating: Array(repeating: 0, count: draws), count: 8)
    // Some classes at a time: all draws of all classes at once could be more than fits.
    let atOnce = 32
    for first in stride(from: 0, to: groups.count, by: atOnce) {
      let results = parallelMap(count: min(atOnce, groups.count - first)) { offset in
        let group = classesOfMachines[first + offset]
        let drawn = Self.drawn(group, blocks, parameters, draws: draws)
        return (row: Self.row(group, blocks, drawn, level: level), drawn: drawn)
      }
      for result in results {
        rows.append(result.row)
        for position in 0..<8 where !result.drawn[position].isEmpty {
          for draw in 0..<draws { totals[position][draw] += result.drawn[position][draw] }
        }
      }
    }
    classes = rows
    self.totals = totals
    let centres = (0..<8).map { position in
      blocks.blocks.reduce(0) { $0 + $1.grams(position) } * 1e-6
    }
    total = Self.row(type: "all", stage: "all", centres, totals, level: level)
  }

  /// By pollutant's position, t a year of one class at every draw; empty where it emits nothing.
  private static func drawn(
    _ group: Group, _ blocks: EmissionBlocks, _ parameters: DrawnParameters, draws: Int
  ) -> [[Double]] {
    var result = [[Double]](repeating: [], count: 8)
    let one = [Double](repeating: 1, count: draws)
    for member in group.members {
      let block = blocks.blocks[member]
      var activity = [Double](repeating: 1e-6, count: draws)
      for place in parameters.activity(block.key) {
        let column = parameters.columns[place]
        for draw in 0..<draws { activity[draw] *= column[draw] }
      }
      for pollutant in ExhaustPollutant.allCases {
        let position = pollutant.position
        let (zero, aged, less) = (
          block.zeroHour[position], block.deterioration[position], block.subtraction[position]
        )
        guard zero != 0 || aged != 0 || less != 0 else { continue }
        if result[position].isEmpty { result[position] = Array(repeating: 0, count: draws) }
        let factor = parameters.factor(block.key, pollutant).map { parameters.columns[$0] } ?? one
        let worse = parameters.deterioration(pollutant).map { parameters.columns[$0] } ?? one
        for draw in 0..<draws {
          result[position][draw] +=
            activity[draw] * ((zero + aged * worse[draw]) * factor[draw] - less)
        }
      }
    }
    return result
  }

  private static func row(
    _ group: Group, _ blocks: EmissionBlocks, _ drawn: [[Double]], level: Double
  ) -> UncertaintyResult.Row {
    let centres = (0..<8).map { position in
      group.members.reduce(0) { $0 + blocks.blocks[$1].grams(position) } * 1e-6
    }
    return row(
      type: MachineType.all[group.type].identifier,
      stage: group.stage < 0 ? "electric" : EngineStage.all[group.stage].identifier, centres,
      drawn, level: level)
  }

  private static func row(
    type: String, stage: String, _ centres: [Double], _ drawn: [[Double]], level: Double
  ) -> UncertaintyResult.Row {
    var estimates: [ExhaustPollutant: IntervalEstimate] = [:]
    for pollutant in ExhaustPollutant.allCases {
      estimates[pollutant] = IntervalEstimate(
        centre: centres[pollutant.position], draws: drawn[pollutant.position], level: level)
    }
    return UncertaintyResult.Row(type: type, stage: stage, tonnes: estimates)
  }
}
