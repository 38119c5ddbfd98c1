import Documents
import TextFiles

extension Calibration {
  /// The repetition that a study asks for: with its defaults where the study does not speak of it, `nil`
  /// for `calibration: none`.
  init?(_ top: StudyFields) throws(EstimationError) {
    var calibration = Calibration()
    guard let node = top.value("calibration") else {
      self = calibration
      return
    }
    if let word = node.text {
      guard word == "none" else {
        throw top.bad(
          "calibration", Message("error.study.calibration-is-no-word", ["word": .fact(word)]),
          "error.study.write-calibration-none")
      }
      return nil
    }
    let fields = try top.neededFields("calibration")
    try fields.allow(StudyKey.names(under: "calibration"))
    if let count = try fields.wholeNumber("negative_controls") {
      guard count >= Self.fewestControls else {
        throw fields.bad(
          "negative_controls",
          Message("error.study.is-too-few-distribution", ["count": .fact(count)]),
          "error.study.ask-for-twenty")
      }
      if let words = WorkLimit.negativeControls.refusal(of: count) {
        throw fields.bad(
          "negative_controls",
          Message(
            "error.study.is-count-too-small", ["count": .fact(count), "words": .fact(words)]),
          "error.study.ask-fewer")
      }
      calibration.negativeControls = count
    }
    if let seed = try fields.wholeNumber("seed") {
      guard seed >= 0 else {
        throw fields.bad("seed", "error.study.number-is-negative", "error.study.give-whole-number")
      }
      calibration.seed = UInt64(seed)
    }
    calibration.earlierDates = try fields.truth("earlier_dates") ?? calibration.earlierDates
    calibration.null = try fields.choice("null") ?? calibration.null
    if let effects = try fields.numbers("effects") {
      guard effects.count <= 5, effects.allSatisfy({ $0 > -100 && $0 < 1_000 && $0 != 0 }) else {
        throw fields.bad(
          "effects", "error.study.effects-are-no-changes", "error.study.give-changes-in-percent")
      }
      calibration.insertedEffects = effects.map { $0 / 100 }
    }
    self = calibration
  }
}
