extension ScenarioBlocks {
  /// Which of a scenario's measures target a class, as bits, each kind of class asked once.
  struct Reach {
    private let measures: [ControlMeasure]
    /// Bits of the measures that leave machines in their class.
    let stayers: UInt64
    private var known: [UInt64: UInt64] = [:]

    init(_ measures: [ControlMeasure]) {
      self.measures = measures
      var stayers: UInt64 = 0
      for (index, measure) in measures.enumerated() where !measure.action.movesMachines {
        stayers |= 1 << UInt64(index)
      }
      self.stayers = stayers
    }

    /// Bits of the measures that target a class whose engines are of a stage.
    mutating func of(_ key: ClassCell.Key, stage: Int) -> UInt64 {
      var own = key
      own.stage = UInt8(stage)
      // Nothing that a measure asks for depends on the year or on what a fleet list says.
      own.modelYear = 0
      own.hasHours = false
      own.hasLoadFactor = false
      if let found = known[own.packed] { return found }
      var bits: UInt64 = 0
      for (index, measure) in measures.enumerated() where measure.targets(own) {
        bits |= 1 << UInt64(index)
      }
      known[own.packed] = bits
      return bits
    }
  }
}
