import Documents
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
    func leftOut(_ identifier: String, _ names: [String], _ facts: [String: Value] = [:]) {
      guard !names.isEmpty else { return }
      notes.append(
        Diagnostic(
          identifier, .note,
          facts.merging(["count": .count(names.count), "names": .names(names.sorted())]) { $1 }))
    }
    if let limit = description.donors.apartKilometres {
      leftOut("donors-near", near, ["distance": .number(limit, .decimals(0), unit: "km")])
    }
    if let rule = description.donors.downwind {
      leftOut(
        "donors-downwind", downwind,
        ["distance": .number(rule.kilometres, .decimals(0), unit: "km")])
    }
    leftOut("donors-incomplete", incomplete, ["share": .share(description.donors.minimumShare)])
    leftOut("donors-different", different)
    leftOut("donors-without-covariates", withoutCovariates)
    leftOut("donors-unconverted", unconverted)
    return notes + stepNotes(description, axis)
  }

  /// What long steps leave out and stretch.
  private func stepNotes(_ description: StudyDescription, _ axis: TimeAxis?) -> [Diagnostic] {
    var notes: [Diagnostic] = []
    let average = Value.message(Message("average.\(description.outcome.average.rawValue)"))
    if let axis {
      let partial = [description.before, description.after].reduce(0) {
        $0 + axis.partialSteps(of: $1)
      }
      if partial > 0 {
        notes.append(
          Diagnostic("steps-partial", .note, ["count": .count(partial), "average": average]))
      }
    }
    if !halfTreated.isEmpty {
      notes.append(
        Diagnostic(
          "steps-half-treated", .note,
          ["count": .count(halfTreated.count), "average": average]))
    }
    if !straddling.isEmpty {
      notes.append(
        Diagnostic(
          "steps-straddle", .note,
          ["count": .count(straddling.count), "average": average]))
    }
    return notes
  }
}
