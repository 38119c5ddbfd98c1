import AirQuality

/// Possible donors that a study leaves out, by their names and why, and what long steps leave out.
struct StudyOmissions {
  var withoutCovariates: [String] = []
  var near: [String] = []
  var downwind: [String] = []
  var incomplete: [String] = []
  var different: [String] = []
  var unconverted: [String] = []
  /// Stations whose weeks were gathered into months, which do not begin where weeks do.
  var straddling: Set<String> = []
  /// Stations whose own start lies inside a step, which is left out there.
  var halfTreated: [String] = []

  /// What the reader should know of them.
  func notes(_ description: StudyDescription, axis: TimeAxis?) -> [Diagnostic] {
    var notes: [Diagnostic] = []
    func leftOut(_ identifier: String, _ names: [String], _ reason: String) {
      guard !names.isEmpty else { return }
      notes.append(
        Diagnostic(
          identifier, .note,
          "\(names.count) possible donors were left out because \(reason): "
            + names.sorted().joined(separator: ", "),
          facts: ["count": Double(names.count)]))
    }
    if let limit = description.donors.apartKilometres {
      leftOut("donors-near", near, "they lie within \(Int(limit)) km of a treated station")
    }
    if let rule = description.donors.downwind {
      leftOut(
        "donors-downwind", downwind,
        "they lie up to \(Int(rule.kilometres)) km downwind of a treated station")
    }
    leftOut(
      "donors-incomplete", incomplete,
      "less than \(Int((description.donors.minimumShare * 100).rounded())) % of a period is there")
    leftOut("donors-different", different, "their step, clock or unit differs")
    leftOut(
      "donors-without-covariates", withoutCovariates,
      "a covariate that the study names was not measured there, for too short a time, or with "
        + "another step, clock or unit")
    leftOut(
      "donors-unconverted", unconverted,
      "temperature and pressure for their reference state are not known")
    return notes + stepNotes(description, axis)
  }

  /// What long steps leave out and stretch.
  private func stepNotes(_ description: StudyDescription, _ axis: TimeAxis?) -> [Diagnostic] {
    var notes: [Diagnostic] = []
    let average = description.outcome.average.rawValue
    if let axis {
      let partial = [description.before, description.after].reduce(0) {
        $0 + axis.partialSteps(of: $1)
      }
      if partial > 0 {
        notes.append(
          Diagnostic(
            "steps-partial", .note,
            "\(Counted.of(partial, "step")) of one \(average) "
              + Counted.form(partial, "lies", "lie")
              + " only in part in the period before or after and "
              + Counted.form(partial, "is", "are") + " in neither",
            facts: ["count": Double(partial)]))
      }
    }
    if !halfTreated.isEmpty {
      notes.append(
        Diagnostic(
          "steps-half-treated", .note,
          "the measure began inside a step of one \(average) at "
            + "\(Counted.of(halfTreated.count, "station")); that "
            + "step is left out there",
          facts: ["count": Double(halfTreated.count)]))
    }
    if !straddling.isEmpty {
      notes.append(
        Diagnostic(
          "steps-straddle", .note,
          "steps of \(straddling.count) series reach over the end of a \(average); each counts where "
            + "it begins",
          facts: ["count": Double(straddling.count)]))
    }
    return notes
  }
}
