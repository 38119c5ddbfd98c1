/// Emissions and costs of one scenario in one year, at every draw.
struct ScenarioEvaluation: Sendable {
  /// By pollutant's position, t a year at every draw.
  let tonnes: [[Double]]
  /// By measure, machines at every draw.
  let machines: [[Double]]
  /// By measure, tonnes of fuel at every draw.
  let fuel: [[Double]]

  /// Numbers of the fleet that are drawn; `nil` takes each as it is.
  struct FleetDraws: Sendable {
    let parameters: DrawnParameters
  }

  init(
    _ blocks: ScenarioBlocks, year: Int, measures: [MeasureDraws], fleet: FleetDraws?, draws: Int
  ) {
    // What has been reached of each measure in the year, at every draw.
    let reached = blocks.measures.enumerated().map { index, measure -> [Double] in
      let progress = measure.progress(in: year)
      return measures[index].share.map { $0 * progress }
    }
    var tonnes = [[Double]](repeating: Array(repeating: 0, count: draws), count: 8)
    var machines = [[Double]](
      repeating: Array(repeating: 0, count: draws), count: blocks.measures.count)
    var fuel = machines
    for block in blocks.blocks {
      let part = Part(
        block, blocks.measures, measures, reached, fleet: fleet?.parameters, draws: draws)
      part.add(to: &tonnes)
      part.addReach(&machines, &fuel, reached)
    }
    self.tonnes = tonnes
    self.machines = machines
    self.fuel = fuel
  }

  /// One block with its weights.
  private struct Part {
    let block: ScenarioBlocks.Block
    let measures: [ControlMeasure]
    let drawn: [MeasureDraws]
    let draws: Int
    let parameters: DrawnParameters?
    /// Share of the machines that are here, rebound left out.
    var share: [Double]
    /// Work over what it would be without measures.
    var work: [Double]
    /// Share of idling that is gone.
    var quiet: [Double]
    /// Share of what age added that is left.
    var worn: [Double]
    /// Share that burns the cleaner fuel.
    var clean: [Double]
    /// Later measures that touch the block.
    let touching: [Int]
    let reached: [[Double]]

    init(
      _ block: ScenarioBlocks.Block, _ measures: [ControlMeasure], _ drawn: [MeasureDraws],
      _ reached: [[Double]], fleet: DrawnParameters?, draws: Int
    ) {
      self.block = block
      self.measures = measures
      self.drawn = drawn
      self.reached = reached
      self.draws = draws
      parameters = fleet
      share = Array(repeating: 1, count: draws)
      quiet = Array(repeating: 0, count: draws)
      worn = share
      clean = quiet
      for index in measures.indices where block.key.movers >> UInt64(index) & 1 == 1 {
        for draw in 0..<draws { share[draw] *= 1 - reached[index][draw] }
      }
      if block.key.path >= 0 {
        for draw in 0..<draws { share[draw] *= reached[block.key.path][draw] }
      }
      work = share
      if block.key.path >= 0 {
        let more = 1 + measures[block.key.path].rebound
        for draw in 0..<draws { work[draw] *= more }
      }
      touching = measures.indices.filter { block.key.touching >> UInt64($0) & 1 == 1 }
      for index in touching {
        let more = measures[index].rebound
        if more != 0 {
          for draw in 0..<draws { work[draw] *= 1 + more * reached[index][draw] }
        }
        switch measures[index].action {
        case .idlingLimit:
          for draw in 0..<draws {
            let left = (1 - quiet[draw]) * (1 - reached[index][draw] * drawn[index].cut[draw])
            quiet[draw] = 1 - left
          }
        case .inspection:
          for draw in 0..<draws { worn[draw] *= 1 - reached[index][draw] * drawn[index].cut[draw] }
        case .lowSulphurFuel: clean = reached[index]
        default: break
        }
      }
    }

    func add(to tonnes: inout [[Double]]) {
      var activity = work
      for draw in 0..<draws { activity[draw] *= 1e-6 }
      for place in parameters?.activity(block.key.activity) ?? [] {
        guard let column = parameters?.columns[place] else { continue }
        for draw in 0..<draws { activity[draw] *= column[draw] }
      }
      for pollutant in ExhaustPollutant.allCases {
        let position = pollutant.position
        var values = engine(block.sums, position, pollutant)
        if let cleaner = block.cleaner {
          let other = engine(cleaner, position, pollutant)
          for draw in 0..<draws { values[draw] += clean[draw] * (other[draw] - values[draw]) }
        }
        for index in touching where !drawn[index].effects[position].isEmpty {
          let effect = drawn[index].effects[position]
          for draw in 0..<draws { values[draw] *= 1 - reached[index][draw] * effect[draw] }
        }
        for draw in 0..<draws { tonnes[position][draw] += activity[draw] * values[draw] }
      }
    }

    /// g a year before anything is done to the exhaust.
    private func engine(
      _ sums: ScenarioBlocks.Sums, _ position: Int, _ pollutant: ExhaustPollutant
    ) -> [Double] {
      let (zero, aged, less) = (
        sums.zeroHour[position], sums.deterioration[position], sums.subtraction[position]
      )
      let (idleZero, idleAged, idleLess) = (
        sums.idleZeroHour[position], sums.idleDeterioration[position],
        sums.idleSubtraction[position]
      )
      let factor =
        block.key.stage < 0
        ? nil
        : parameters?.factor(stage: block.key.stage, pollutant).flatMap { parameters?.columns[$0] }
      let worse = parameters?.deterioration(pollutant).flatMap { parameters?.columns[$0] }
      var values = [Double](repeating: 0, count: draws)
      for draw in 0..<draws {
        let gone = quiet[draw]
        let age = (aged - gone * idleAged) * worn[draw] * (worse?[draw] ?? 1)
        values[draw] =
          (zero - gone * idleZero + age) * (factor?[draw] ?? 1) - (less - gone * idleLess)
      }
      return values
    }

    func addReach(
      _ machines: inout [[Double]], _ fuel: inout [[Double]], _ reached: [[Double]]
    ) {
      if block.key.path >= 0 {
        for draw in 0..<draws {
          machines[block.key.path][draw] += share[draw] * block.machines
          fuel[block.key.path][draw] += work[draw] * block.fuel * 1e-6
        }
      }
      for index in touching {
        for draw in 0..<draws {
          machines[index][draw] += share[draw] * reached[index][draw] * block.machines
          fuel[index][draw] += work[draw] * reached[index][draw] * block.fuel * 1e-6
        }
      }
    }
  }

  /// A year's cost of one measure at every draw.
  func cost(_ index: Int, _ measure: ControlMeasure, _ drawn: MeasureDraws) -> [Double]? {
    guard let cost = measure.cost else { return nil }
    let annuity = cost.annuity
    return machines[index].indices.map { draw in
      machines[index][draw] * (drawn.capital[draw] * annuity + drawn.operating[draw])
        + fuel[index][draw] * drawn.fuel[draw]
    }
  }
}
