import NumericKernels

/// The posterior of a structural time-series model that is learnt from a first part of a series and
/// carried on over the rest.
///
/// - Source: Brodersen et al. (2015), doi:10.1214/14-AOAS788. Several short chains instead of one
///   long, so that threads share the work and the chains can be held against each other.
struct StructuralPosterior: Sendable {
  /// Chains; fixed, so that the answer does not depend on the number of threads.
  static let chains = 4

  /// Draws of the mean over the steps after that were seen, of what would have been seen.
  let means: [Double]
  /// Draws of noise and innovations' standard deviations, in the outcome's unit.
  let noise: [Double]
  let level: [Double]
  /// Of spells, and what is left of one a step later; 0 where the model has none.
  let spell: [Double]
  let persistence: [Double]
  /// Draws of the level at the last step learnt from, less its mean over all of them.
  let drift: [Double]
  /// Share of draws in which each column counted.
  let inclusion: [Double]
  /// Mean of each column's coefficient, 0 where it does not count.
  let coefficients: [Double]
  /// What is expected of every step without the measure: mean and ends of the band.
  let path: [Double]
  let lower: [Double]
  let upper: [Double]
  /// The larger of between- over within-chain spread of the mean; near 1 when chains agree.
  let scaleReduction: Double
  /// Standard error of the posterior mean from the finite number of draws.
  let simulationError: Double
  /// Ends of the mean effect added up from the first step after, and its mean: one a step after.
  let cumulative: [(mean: Double, lower: Double, upper: Double)]

  /// - Parameters:
  ///   - response: one a step; NaN where missing.
  ///   - design: `steps × columns`, none missing; columns on their own scale.
  ///   - learnt: steps before the measure: the first part.
  ///   - after: steps of the period after.
  ///   - draws: kept, over all chains.
  ///   - forced: how many of the first columns always count.
  ///   - offset: what was taken from the response beforehand and belongs to every path.
  init(
    response: [Double], design: Matrix, forced: Int = 0, learnt: Int, after: Range<Int>,
    states: StructuralStates, priors: StructuralPriors, draws: Int, level coverage: Double,
    seed: UInt64, offset: [Double]? = nil
  ) throws(KernelError) {
    let known = (0..<learnt).filter { response[$0].isFinite }
    guard known.count > 3 else { throw .tooFewObservations(rows: known.count, columns: 3) }
    let centre = Summation.mean(known.map { response[$0] })
    let spread = Summation.variance(known.map { response[$0] }).squareRoot()
    let unit = spread > 0 ? spread : 1
    let standard = StandardisedColumns(design, rows: known)
    let sample = ChainSample(
      values: response.map { ($0 - centre) / unit }, columns: standard.columns, forced: forced,
      known: known,
      learnt: learnt, after: after, states: states, priors: priors,
      // A series that never moves has no scale to be uncertain on.
      isStill: spread <= 1e-12 * max(abs(centre), 1e-300))
    let each = max(2, (draws + Self.chains - 1) / Self.chains)
    let found = parallelMap(count: Self.chains) { chain in
      var stream = NormalDraws(seed: seed, index: UInt64(chain))
      return states.hasSpells
        ? sample.runCollapsed(draws: each, burn: max(120, each / 2), using: &stream)
        : sample.run(draws: each, burn: max(50, each / 5), using: &stream)
    }
    let all = found.flatMap(\.self)
    let seen = after.filter { response[$0].isFinite }
    let shift = offset.map { offset in Summation.mean(seen.map { offset[$0] }) } ?? 0
    means = all.map { $0.mean * unit + centre + shift }
    noise = all.map { $0.noise.squareRoot() * unit }
    level = all.map { $0.level.squareRoot() * unit }
    spell = all.map { $0.spell.squareRoot() * unit }
    persistence = all.map(\.persistence)
    drift = all.map { $0.drift * unit }
    let total = Double(all.count)
    inclusion = (0..<design.columns).map { (column: Int) -> Double in
      Double(all.count { $0.coefficients[column] != 0 }) / total
    }
    coefficients = (0..<design.columns).map { column in
      let sum = all.reduce(0.0) { $0 + $1.coefficients[column] }
      return standard.scales[column] > 0 ? sum / total * unit / standard.scales[column] : 0
    }
    let tail = (1 - coverage) / 2
    var path = [Double](repeating: .nan, count: response.count)
    var lower = path
    var upper = path
    for step in 0..<response.count {
      let values = all.map { $0.path[step] * unit + centre + (offset?[step] ?? 0) }
      path[step] = Summation.mean(values)
      lower[step] = Summation.quantile(values, probability: tail)
      upper[step] = Summation.quantile(values, probability: 1 - tail)
    }
    self.path = path
    self.lower = lower
    self.upper = upper
    var sums = [Double](repeating: 0, count: all.count)
    var cumulative: [(mean: Double, lower: Double, upper: Double)] = []
    for step in after {
      if response[step].isFinite {
        for draw in all.indices {
          sums[draw] += response[step] - (all[draw].path[step] * unit + centre)
        }
      }
      cumulative.append(
        (
          Summation.mean(sums), Summation.quantile(sums, probability: tail),
          Summation.quantile(sums, probability: 1 - tail)
        ))
    }
    self.cumulative = cumulative
    let chainMeans = found.map { chain in Summation.mean(chain.map(\.mean)) }
    let within = Summation.mean(found.map { chain in Summation.variance(chain.map(\.mean)) })
    let between = Summation.variance(chainMeans)
    scaleReduction = within > 0 ? (1 + between / within).squareRoot() : 1
    // Means of blocks of a tenth of a chain know how draws hang together.
    let block = max(1, each / 10)
    let blocks = found.flatMap { chain in
      stride(from: 0, to: chain.count - block + 1, by: block).map { first in
        Summation.mean(chain[first..<(first + block)].map(\.mean))
      }
    }
    simulationError =
      blocks.count > 1
      ? (Summation.variance(blocks) / Double(blocks.count)).squareRoot() * unit : 0
  }
}

/// Columns in units of their standard deviation over some rows.
private struct StandardisedColumns {
  let columns: [[Double]]
  let scales: [Double]

  init(_ design: Matrix, rows: [Int]) {
    var columns: [[Double]] = []
    var scales: [Double] = []
    for column in 0..<design.columns {
      let values = design.column(column)
      let inside = rows.map { values[$0] }
      let centre = Summation.mean(inside)
      let spread = Summation.variance(inside).squareRoot()
      let moves = spread > 1e-12 * max(abs(centre), 1e-300)
      scales.append(moves ? spread : 0)
      columns.append(values.map { moves ? ($0 - centre) / spread : 0 })
    }
    self.columns = columns
    self.scales = scales
  }
}

/// One draw of everything that is kept.
private struct PosteriorDraw: Sendable {
  let mean: Double
  let noise: Double
  let level: Double
  let spell: Double
  let persistence: Double
  let drift: Double
  let coefficients: [Double]
  let path: [Double]
}

/// What every chain works on.
private struct ChainSample: Sendable {
  let values: [Double]
  /// Columns that move; others are left out of the choice.
  let columns: [[Double]]
  /// How many of the first always count.
  let forced: Int
  let known: [Int]
  let learnt: Int
  let after: Range<Int>
  let states: StructuralStates
  let priors: StructuralPriors
  let isStill: Bool

  /// Places of the columns that move.
  private var moving: [Int] {
    columns.indices.filter { column in columns[column].contains { $0 != 0 } }
  }

  /// XᵀX over what was seen.
  private func products(_ used: [[Double]]) -> Matrix {
    LinearAlgebra.gram(Matrix(columns: used.map { column in known.map { column[$0] } }))
  }

  /// Draws with the course of level and spells integrated out, and one course a draw.
  func runCollapsed(
    draws: Int, burn: Int, using stream: inout NormalDraws
  ) -> [PosteriorDraw] {
    let moving = isStill ? [] : moving
    let used = moving.map { columns[$0] }
    let isKnown = (0..<learnt).map { values[$0].isFinite }
    var chain = CollapsedChain(
      values: Array(values[..<learnt]), columns: used.map { Array($0[..<learnt]) },
      isKnown: isKnown, states: states, priors: priors, products: products(used),
      isForced: moving.map { $0 < forced })
    if !isStill {
      for round in 0..<burn {
        chain.advance(gain: 3 / Double(round + 10).squareRoot(), using: &stream)
      }
    }
    return (0..<draws).map { _ in
      guard !isStill else {
        return kept(
          [Double](repeating: 0, count: learnt * states.size),
          .init(noise: 0, level: 0, slope: 0, season: 0), [], [], using: &stream)
      }
      chain.advance(gain: 0, using: &stream)
      let course = states.draw(
        chain.explained(subtractedFrom: Array(values[..<learnt])), isKnown: isKnown,
        chain.variances, start: 0, spread: 1, using: &stream)
      return kept(course, chain.variances, chain.coefficients, moving, using: &stream)
    }
  }

  func run(draws: Int, burn: Int, using stream: inout NormalDraws) -> [PosteriorDraw] {
    let moving = moving
    let used = moving.map { columns[$0] }
    let size = used.count
    let isForced = moving.map { $0 < forced }
    let slab = SpikeAndSlab(
      products(used), count: known.count, priors: priors, isForced: isForced)
    let isKnown = (0..<learnt).map { values[$0].isFinite }
    var isIn = isForced
    var coefficients = [Double](repeating: 0, count: size)
    var variances = StructuralStates.Variances(
      noise: 0.5, level: 0.01, slope: 1e-4, season: 1e-4)
    if isStill { variances = .init(noise: 0, level: 0, slope: 0, season: 0) }
    var left = [Double](repeating: 0, count: learnt)
    let start = values[known[0]]
    var found: [PosteriorDraw] = []
    found.reserveCapacity(draws)
    let weight = priors.deviationWeight
    let belief = weight * priors.deviation * priors.deviation
    let innovations = Double(learnt - 1)
    for round in 0..<(burn + draws) {
      var course = [Double](repeating: 0, count: learnt * states.size)
      if isStill {
        for step in 0..<learnt { course[step * states.size] = 0 }
      } else {
        for step in known {
          var value = values[step]
          for column in 0..<size where isIn[column] {
            value -= coefficients[column] * used[column][step]
          }
          left[step] = value
        }
        course = states.draw(
          left, isKnown: isKnown, variances, start: start, spread: 1, using: &stream)
        let squares = states.squares(course)
        func innovation(_ sum: Double, _ stream: inout NormalDraws) -> Double {
          // No wider than the outcome itself.
          for _ in 0..<50 {
            let value = stream.variance(freedom: weight + innovations, sumOfSquares: belief + sum)
            if value <= 1 { return value }
          }
          return 1
        }
        variances.level = innovation(squares.level, &stream)
        if states.hasSlope { variances.slope = innovation(squares.slope, &stream) }
        if states.season > 1 { variances.season = innovation(squares.season, &stream) }
        var total = 0.0
        var cross = [Double](repeating: 0, count: size)
        for step in known {
          let base = step * states.size
          let value = values[step] - states.signal(course[base..<(base + states.size)])
          total += value * value
          left[step] = value
        }
        for column in 0..<size {
          var sum = 0.0
          let values = used[column]
          for step in known { sum += values[step] * left[step] }
          cross[column] = sum
        }
        let drawn = slab.draw(cross, total, isIn: &isIn, using: &stream)
        coefficients = drawn.coefficients
        variances.noise = drawn.variance
      }
      guard round >= burn else { continue }
      found.append(kept(course, variances, coefficients, moving, using: &stream))
    }
    return found
  }

  /// A draw of what would have been seen: the course as far as it was learnt, and carried on.
  ///
  /// - Parameters:
  ///   - course: `learnt × size`.
  ///   - coefficients: one a column that moves.
  ///   - moving: places of these.
  private func kept(
    _ course: [Double], _ variances: StructuralStates.Variances, _ coefficients: [Double],
    _ moving: [Int], using stream: inout NormalDraws
  ) -> PosteriorDraw {
    let size = states.size
    var path = [Double](repeating: 0, count: values.count)
    var state = Array(course[((learnt - 1) * size)...])
    let noise = variances.noise.squareRoot()
    for step in path.indices {
      if step < learnt {
        path[step] = states.signal(course[(step * size)..<(step * size + size)])
      } else {
        states.innovate(&state, variances, using: &stream)
        path[step] = states.signal(state[...])
      }
      path[step] += noise * stream.normal()
    }
    for (place, column) in moving.enumerated() where coefficients[place] != 0 {
      let used = columns[column]
      for step in path.indices { path[step] += coefficients[place] * used[step] }
    }
    var sum = 0.0
    var count = 0.0
    for step in after where values[step].isFinite {
      sum += path[step]
      count += 1
    }
    var every = [Double](repeating: 0, count: columns.count)
    for (place, column) in moving.enumerated() { every[column] = coefficients[place] }
    let levels = known.reduce(0.0) { $0 + course[$1 * size] } / Double(known.count)
    return PosteriorDraw(
      mean: count > 0 ? sum / count : .nan, noise: variances.noise, level: variances.level,
      spell: variances.spell, persistence: variances.persistence,
      drift: course[(learnt - 1) * size] - levels, coefficients: every, path: path)
  }
}
