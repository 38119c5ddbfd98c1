import NumericKernels

/// The drawn multipliers, one column a parameter.
struct DrawnParameters: Sendable {
  struct Parameter: Sendable {
    let quantity: UncertainQuantity
    /// Type, stage or `all`.
    let subject: String
    /// Of factors and deterioration.
    let pollutant: ExhaustPollutant?
    let distribution: ParameterDistribution
    /// By how much draws are pulled towards the centre, because errors that machines do not share
    /// average out.
    let shrink: Double

    var isFixed: Bool { distribution == .fixed }

    func multiplier(_ probability: Double) -> Double {
      let drawn = distribution.quantile(probability)
      return distribution.centre + shrink * (drawn - distribution.centre)
    }
  }

  let parameters: [Parameter]
  /// One a parameter, each of `draws` multipliers.
  let columns: [[Double]]
  private let positions: [String: Int]

  /// - Parameter stages: that scenarios bring besides those of the blocks.
  init(
    _ analysis: UncertaintyAnalysis, _ blocks: EmissionBlocks, draws: Int, seed: UInt64,
    stages: Set<Int> = []
  ) {
    var parameters: [Parameter] = []
    var positions: [String: Int] = [:]
    func add(
      _ quantity: UncertainQuantity, _ subject: String, _ pollutant: ExhaustPollutant?,
      shrink: Double
    ) {
      positions[Self.name(quantity, subject, pollutant)] = parameters.count
      parameters.append(
        Parameter(
          quantity: quantity, subject: subject, pollutant: pollutant,
          distribution: analysis.distribution(quantity), shrink: shrink))
    }
    let types = Set(blocks.blocks.map(\.key.type)).sorted()
    let shared = analysis.correlation
    for type in types {
      let subject = MachineType.all[type].identifier
      // A wrong count is wrong for all of them.
      add(.population, subject, nil, shrink: 1)
      for (quantity, belongs) in [
        (UncertainQuantity.hours, { (key: EmissionBlocks.Key) in key.hasHours }),
        (.defaultHours, { !$0.hasHours }), (.loadFactor, { $0.hasLoadFactor }),
        (.defaultLoadFactor, { !$0.hasLoadFactor }),
      ] {
        guard blocks.blocks.contains(where: { $0.key.type == type && belongs($0.key) }) else {
          continue
        }
        let dilution = blocks.dilution(type, belongs)
        add(
          quantity, subject, nil,
          shrink: (shared + (1 - shared) * dilution).squareRoot())
      }
    }
    for stage in stages.union(blocks.blocks.map(\.key.stage)).sorted() where stage >= 0 {
      for pollutant in ExhaustPollutant.allCases where !pollutant.followsFuel {
        add(.emissionFactor, EngineStage.all[stage].identifier, pollutant, shrink: 1)
      }
    }
    add(.fuelConsumption, "all", nil, shrink: 1)
    for pollutant in ExhaustPollutant.allCases {
      add(.deterioration, "all", pollutant, shrink: 1)
    }
    self.parameters = parameters
    self.positions = positions
    let drawn = parameters
    columns = parallelMap(count: parameters.count) { index in
      let parameter = drawn[index]
      guard !parameter.isFixed else { return Array(repeating: 1, count: draws) }
      return LatinHypercube.column(draws: draws, seed: seed, dimension: UInt64(index))
        .map(parameter.multiplier)
    }
  }

  private static func name(
    _ quantity: UncertainQuantity, _ subject: String, _ pollutant: ExhaustPollutant?
  ) -> String { "\(quantity.rawValue)|\(subject)|\(pollutant?.rawValue ?? "")" }

  private func position(
    _ quantity: UncertainQuantity, _ subject: String, _ pollutant: ExhaustPollutant? = nil
  ) -> Int? { positions[Self.name(quantity, subject, pollutant)] }

  /// Positions of the parameters that multiply a block's activity.
  func activity(_ key: EmissionBlocks.Key) -> [Int] {
    let type = MachineType.all[key.type].identifier
    return [
      position(.population, type), position(key.hasHours ? .hours : .defaultHours, type),
      position(key.hasLoadFactor ? .loadFactor : .defaultLoadFactor, type),
    ].compactMap(\.self)
  }

  /// Position of the parameter that multiplies a block's factor.
  func factor(_ key: EmissionBlocks.Key, _ pollutant: ExhaustPollutant) -> Int? {
    factor(stage: key.stage, pollutant)
  }

  /// The same for engines of a stage; `nil` for electric machines.
  func factor(stage: Int, _ pollutant: ExhaustPollutant) -> Int? {
    if stage < 0 { return nil }
    return pollutant.followsFuel
      ? position(.fuelConsumption, "all")
      : position(.emissionFactor, EngineStage.all[stage].identifier, pollutant)
  }

  /// Position of the parameter that multiplies what age adds.
  func deterioration(_ pollutant: ExhaustPollutant) -> Int? {
    position(.deterioration, "all", pollutant)
  }
}

/// A total as a function of one draw of some of the parameters, for the variance shares.
struct BlockPlan: Sendable {
  private struct Term: Sendable {
    let activity: [Int]
    let factor: Int
    let deterioration: Int
    let zeroHour: Double
    let aged: Double
    let subtraction: Double
  }

  private let terms: [Term]
  private let parameters: [DrawnParameters.Parameter]

  init(
    _ blocks: EmissionBlocks, _ parameters: DrawnParameters, position: Int, used: [Int]
  ) {
    var places: [Int: Int] = [:]
    for (place, index) in used.enumerated() { places[index] = place }
    let pollutant = ExhaustPollutant.allCases[position]
    self.parameters = used.map { parameters.parameters[$0] }
    terms = blocks.blocks.map { block in
      Term(
        activity: parameters.activity(block.key).compactMap { places[$0] },
        factor: parameters.factor(block.key, pollutant).flatMap { places[$0] } ?? -1,
        deterioration: parameters.deterioration(pollutant).flatMap { places[$0] } ?? -1,
        zeroHour: block.zeroHour[position], aged: block.deterioration[position],
        subtraction: block.subtraction[position])
    }
  }

  /// g a year at one draw.
  func total(_ drawn: [Double]) -> Double {
    var sum = 0.0
    for term in terms {
      let aged = term.aged * (term.deterioration >= 0 ? drawn[term.deterioration] : 1)
      let factor = term.factor >= 0 ? drawn[term.factor] : 1
      var value = factor * (term.zeroHour + aged) - term.subtraction
      for place in term.activity { value *= drawn[place] }
      sum += value
    }
    return sum
  }

  /// t a year at the two ends of one parameter, the others at their centres.
  func swing(_ place: Int, level: Double, _ analysis: UncertaintyAnalysis) -> [Double] {
    [(1 - level) / 2, (1 + level) / 2].map { probability in
      var drawn = parameters.map(\.distribution.centre)
      drawn[place] = parameters[place].multiplier(probability)
      return total(drawn) * 1e-6
    }
  }
}
