import Documents

extension MonitoringSeries {
  /// The series in the unit of a limit, at the temperature and pressure to which it refers.
  ///
  /// Where the air's own temperature and pressure would be needed, or the source states no
  /// reference, values stay as they are and a caution says so: a particulate limit at ambient
  /// conditions is held against many series of which nobody knows the state.
  ///
  /// - Throws: `UnitError` where the unit cannot be had without that knowledge.
  func inTerms(
    of limit: AirQualityStandard
  ) throws(UnitError) -> (series: MonitoringSeries, cautions: [Message]) {
    guard let own = unit.dimension, let wanted = limit.unit.dimension else {
      return (try converted(to: limit.unit).series, [])
    }
    guard wanted == .mass else { return (try converted(to: limit.unit).series, []) }
    guard own == .mass else {
      // A mixing ratio takes the state of the limit; the WHO names none.
      let state = limit.state.fixedState == nil ? ReferenceState.kelvin298 : limit.state
      let caution =
        limit.state.fixedState == nil
        ? [
          say(
            "standard.taken-to", pollutant: pollutant.displayName, unit: "\(limit.unit)",
            state: ReferenceState.kelvin298.inWords)
        ] : []
      return (try converted(to: limit.unit, at: state).series, caution)
    }
    let scaled = try converted(to: limit.unit).series
    let target = limit.state
    guard target != .unstated, target != referenceState else { return (scaled, []) }
    if let moved = try? scaled.converted(at: target) { return (moved.series, []) }
    return (
      scaled,
      [
        say(
          "standard.not-converted", pollutant: pollutant.displayName, own: referenceState.inWords,
          wanted: target.inWords)
      ]
    )
  }
}

extension ReferenceState {
  /// For a sentence.
  var inWords: Message {
    switch self {
    case .standard(let kelvin, let kilopascals):
      say("standard.state.at", kelvin: "\(kelvin)", pressure: "\(kilopascals)")
    case .ambient: "standard.state.ambient"
    case .chinaGB3095: "standard.state.gb3095"
    case .unstated: "standard.state.unstated"
    case .notApplicable: "standard.state.none"
    }
  }
}
