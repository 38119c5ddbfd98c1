extension EngineStage {
  /// Whether an engine of the stage left the works with what a retrofit would add.
  ///
  /// Judged by NONROAD's technology that stands for it: engines whose limit only a filter meets
  /// have one (or are as clean as behind one), and with it an oxidation catalyst; engines whose
  /// limit asks for control of NOx have that.
  ///
  /// - Parameter power: kW.
  package func alreadyHas(_ retrofit: Machine.Retrofit, power: Double) -> Bool {
    let own = technology(power: power).technology
    switch retrofit {
    case .none: return false
    case .particulateFilter, .partialFilter, .oxidationCatalyst: return own.hasFilter
    case .selectiveReduction: return own.controlsNOx
    case .reductionAndFilter: return own.hasFilter || own.controlsNOx
    }
  }
}
