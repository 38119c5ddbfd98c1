import AirQuality
import Documents
import TextFiles

extension SimulatedPanel {
  /// Refuses settings that the model cannot carry out, naming the first.
  func validate() throws(SimulationError) {
    // The correlation of all pairs is factored: beyond this many stations that takes minutes.
    try validatePlaces(2...2_000, "error.simulation.from-2-2000")
    let room = lastDay.daysSinceEpoch - start.daysSinceEpoch
    try require(
      (0...room).contains(staggerDays), "staggerDays", staggerDays,
      Message("error.simulation.from-0-days", ["days": .count(room)]))
    if let end {
      try require(
        end.daysSinceEpoch >= start.daysSinceEpoch + staggerDays && end <= lastDay, "end", end,
        Message(
          "error.simulation.after-not-after",
          [
            "firstDay": .fact(CivilDate(daysSinceEpoch: start.daysSinceEpoch + staggerDays)),
            "lastDay": .fact(lastDay),
          ]))
    }
    try require(
      shareMissing >= 0 && shareMissing <= 0.9, "shareMissing", shareMissing,
      "error.simulation.from-0-0-9")
    for (name, value) in [
      ("spillover", spillover), ("faultyShare", faultyShare), ("sharedVariance", sharedVariance),
      ("windShare", windShare),
    ] {
      try require(value >= 0 && value <= 1, name, value, "error.simulation.from-0-1")
    }
    for (name, value) in [
      ("persistence", persistence), ("ownPersistence", ownPersistence),
      ("faultPersistence", faultPersistence),
    ] {
      try require(value >= 0 && value < 1, name, value, "error.simulation.from-0-below-1")
    }
    for (name, value) in [
      ("fadeHalfLifeDays", fadeHalfLifeDays), ("levelSpread", levelSpread),
      ("trendSpread", trendSpread), ("seasonSpread", seasonSpread), ("deviation", deviation),
      ("deviationSpread", deviationSpread), ("saturation", saturation),
      ("episodesPerYear", episodesPerYear), ("episodeRise", episodeRise),
      ("driftPerYear", driftPerYear), ("faultDeviation", faultDeviation),
    ] {
      try require(value >= 0 && value.isFinite, name, value, "error.simulation.0-more")
    }
    for (name, value) in [
      ("spilloverKilometres", spilloverKilometres), ("widthKilometres", widthKilometres),
      ("heightKilometres", heightKilometres), ("medianConcentration", medianConcentration),
      ("correlationLength", correlationLength), ("episodeSteps", episodeSteps),
      ("episodeKilometres", episodeKilometres), ("serviceDays", Double(serviceDays)),
    ] {
      try require(value > 0 && value.isFinite, name, value, "error.simulation.above-zero")
    }
    for (name, value) in [
      ("rebound", rebound), ("winterStrength", winterStrength), ("yearlyTrend", yearlyTrend),
      ("seasonAmplitude", seasonAmplitude), ("echo", echo),
    ] {
      try require(value.isFinite, name, value, "error.simulation.finite-number")
    }
  }
}
