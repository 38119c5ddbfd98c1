/// Cells whose emissions are multiplied by the same drawn numbers, added up.
struct EmissionBlocks: Sendable {
  struct Key: Hashable, Sendable {
    let type: Int
    /// −1 for electric machines.
    let stage: Int
    let hasHours: Bool
    let hasLoadFactor: Bool
  }

  struct Block: Sendable {
    let key: Key
    var machines = 0.0
    var work = 0.0
    var squaredWork = 0.0
    var zeroHour = PollutantVector.zero
    var deterioration = PollutantVector.zero
    var subtraction = PollutantVector.zero

    func grams(_ position: Int) -> Double {
      zeroHour[position] + deterioration[position] - subtraction[position]
    }
  }

  /// In the order of the cells.
  let blocks: [Block]

  init(_ emissions: ClassEmissions) {
    var positions: [Key: Int] = [:]
    var blocks: [Block] = []
    for cell in emissions.cells {
      let own = cell.cell
      let key = Key(
        type: Int(own.key.type), stage: cell.factors < 0 ? -1 : Int(own.key.stage),
        hasHours: own.key.hasHours, hasLoadFactor: own.key.hasLoadFactor)
      let place = positions[key] ?? blocks.count
      if place == blocks.count {
        positions[key] = place
        blocks.append(Block(key: key))
      }
      blocks[place].machines += own.machines
      blocks[place].work += own.work
      blocks[place].squaredWork += own.squaredWork
      blocks[place].zeroHour += cell.zeroHour
      blocks[place].deterioration += cell.deterioration
      blocks[place].subtraction += cell.subtraction
    }
    self.blocks = blocks
  }

  /// Share of a type's work that its effective number of machines leaves of an error which each
  /// has for itself: Σw² / (Σw)².
  func dilution(_ type: Int, _ belongs: (Key) -> Bool) -> Double {
    var work = 0.0
    var squared = 0.0
    for block in blocks where block.key.type == type && belongs(block.key) {
      work += block.work
      squared += block.squaredWork
    }
    return work > 0 ? min(1, squared / (work * work)) : 1
  }
}
