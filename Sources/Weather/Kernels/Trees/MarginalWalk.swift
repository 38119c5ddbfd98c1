import NumericKernels

/// One worker's walk through trees with two sets of rows: the targets that hold the kept features
/// of the path so far, and the sample rows that hold its averaged features.
///
/// Sets are bits, so that a split costs one pass over words.
final class MarginalWalk {
  private let plan: Plan
  private let targets: BitStack
  private let sample: BitStack
  private var ranks: [Double]
  /// By cell, the mean over its pool of what `ranks` holds.
  private var cellSums: [Double]
  /// The result in the order of the targets' bits, the ensemble's base left out.
  private(set) var sums: [Double]

  /// Everything that all workers share.
  struct Plan: Sendable {
    let ensemble: TreeEnsemble
    let thresholdOfNode: [Int32]
    let targetBits: SplitBits
    let sampleBits: SplitBits
    let averaged: [Bool]
    /// By node, whether a split on a kept feature stands at or below it.
    let keepsBelow: [Bool]
    /// By node, whether a split on an averaged feature stands at or below it.
    let averagesBelow: [Bool]
    /// Cells in the order of the targets' bits, ascending.
    let cells: [Int32]
    let layout: PoolLayout
    let targetCount: Int
    let sampleCount: Int
    /// Longest path.
    let depth: Int
  }

  init(_ plan: Plan) {
    self.plan = plan
    targets = BitStack(plan, plan.targetBits, count: plan.targetCount)
    sample = BitStack(plan, plan.sampleBits, count: plan.sampleCount)
    ranks = [Double](repeating: 0, count: plan.layout.borders.count)
    cellSums = [Double](repeating: 0, count: plan.layout.cellCount)
    sums = [Double](repeating: 0, count: plan.targetCount)
  }

  /// Adds one tree to the sums.
  func add(tree: Int) {
    visit(Int(plan.ensemble.roots[tree]), 0, targets.whole, 0, sample.whole)
  }

  /// - Parameters:
  ///   - targetLevel: level of the stack that holds the targets of the path so far.
  ///   - sampleLevel: level that holds its sample rows.
  private func visit(
    _ node: Int, _ targetLevel: Int, _ targetSpan: BitStack.Span, _ sampleLevel: Int,
    _ sampleSpan: BitStack.Span
  ) {
    if !plan.averagesBelow[node] {
      // The averaged features have been decided: the shares hold for every leaf below.
      clearRanks()
      addRanks(sampleLevel, sampleSpan, weight: 1)
      plan.layout.shares(ranks, into: &cellSums)
      keep(node, targetLevel, targetSpan)
      return
    }
    if !plan.keepsBelow[node] {
      // The kept features have been decided: the leaves below add up to one value a cell.
      clearRanks()
      average(node, sampleLevel, sampleSpan)
      plan.layout.shares(ranks, into: &cellSums)
      scatter(targetLevel, targetSpan, weight: 1)
      return
    }
    let isAveraged = plan.averaged[Int(plan.ensemble.feature[node])]
    for side in 0..<2 {
      let child = Int(side == 0 ? plan.ensemble.left[node] : plan.ensemble.right[node])
      if isAveraged {
        let span = sample.narrow(sampleLevel, sampleSpan, node: node, isLeft: side == 0)
        if !span.isEmpty { visit(child, targetLevel, targetSpan, sampleLevel + 1, span) }
      } else {
        let span = targets.narrow(targetLevel, targetSpan, node: node, isLeft: side == 0)
        if !span.isEmpty { visit(child, targetLevel + 1, span, sampleLevel, sampleSpan) }
      }
    }
  }

  /// Below here only kept features split, and `cellSums` holds the shares.
  private func keep(_ node: Int, _ level: Int, _ span: BitStack.Span) {
    guard plan.ensemble.feature[node] >= 0 else {
      scatter(level, span, weight: plan.ensemble.value[node])
      return
    }
    for side in 0..<2 {
      let narrowed = targets.narrow(level, span, node: node, isLeft: side == 0)
      guard !narrowed.isEmpty else { continue }
      keep(
        Int(side == 0 ? plan.ensemble.left[node] : plan.ensemble.right[node]), level + 1,
        narrowed)
    }
  }

  /// Below here only averaged features split; adds value × rank of every leaf to `ranks`.
  private func average(_ node: Int, _ level: Int, _ span: BitStack.Span) {
    guard plan.ensemble.feature[node] >= 0 else {
      addRanks(level, span, weight: plan.ensemble.value[node])
      return
    }
    for side in 0..<2 {
      let narrowed = sample.narrow(level, span, node: node, isLeft: side == 0)
      guard !narrowed.isEmpty else { continue }
      average(
        Int(side == 0 ? plan.ensemble.left[node] : plan.ensemble.right[node]), level + 1,
        narrowed)
    }
  }

  private func clearRanks() {
    unsafe ranks.withUnsafeMutableBufferPointer { unsafe $0.update(repeating: 0) }
  }

  /// Adds weight × the number of the set's rows before each border.
  private func addRanks(_ level: Int, _ span: BitStack.Span, weight: Double) {
    guard let set = unsafe sample.level(level) else { return }
    let borders = plan.layout.borders
    unsafe borders.withUnsafeBufferPointer { borders in
      unsafe ranks.withUnsafeMutableBufferPointer { ranks in
        var word = span.low
        var before = 0
        for index in 0..<borders.count {
          let border = unsafe Int(borders[index])
          let whole = border >> 6
          let end = min(whole, span.high)
          while word < end {
            before += unsafe set[word].nonzeroBitCount
            word += 1
          }
          var count = before
          if whole >= span.low, whole < span.high {
            let rest = UInt64(border & 63)
            count += unsafe (set[whole] & ((UInt64(1) << rest) - 1)).nonzeroBitCount
          }
          unsafe ranks[index] += weight * Double(count)
        }
      }
    }
  }

  /// Adds weight × the cell's sum to every target of a set.
  private func scatter(_ level: Int, _ span: BitStack.Span, weight: Double) {
    guard let set = unsafe targets.level(level) else { return }
    unsafe plan.cells.withUnsafeBufferPointer { cells in
      unsafe cellSums.withUnsafeBufferPointer { cellSums in
        unsafe sums.withUnsafeMutableBufferPointer { sums in
          for word in span.low..<span.high {
            var bits = unsafe set[word]
            let base = word << 6
            if bits == ~0, unsafe cells[base] == cells[base + 63] {
              let share = unsafe weight * cellSums[Int(cells[base])]
              for place in base..<base + 64 { unsafe sums[place] += share }
              continue
            }
            while bits != 0 {
              let place = base + bits.trailingZeroBitCount
              unsafe sums[place] += unsafe weight * cellSums[Int(cells[place])]
              bits &= bits &- 1
            }
          }
        }
      }
    }
  }
}
