import Documents
import AirQuality
import TextFiles

extension SeriesChoice {
  /// The field `series`: by quantity, which instrument and which averaging time is meant where a
  /// station has several, `series: { pm25: { instrument: mean, averaging: hour } }`.
  static func read(_ top: StudyFields) throws(EstimationError) -> [String: SeriesChoice]? {
    guard let fields = try top.fields("series") else { return nil }
    if let meeting = Pollutant.meeting(of: fields.keys) {
      throw top.bad(
        "series",
        Message(
          "error.study.both-one-pollutant",
          [
            "first": .fact(meeting.first), "second": .fact(meeting.second),
            "pollutant": .fact(meeting.pollutant.identifier),
          ]), "error.study.leave-one-them-out")
    }
    var choices: [String: SeriesChoice] = [:]
    for name in fields.keys {
      let own = try fields.neededFields(name)
      try own.allow(["instrument", "averaging"])
      var choice = SeriesChoice(instrument: try own.text("instrument"))
      if let text = try own.text("averaging") {
        guard let averaging = TimeStep(text) else {
          throw own.bad(
            "averaging", Message("error.study.is-no-averaging-time", ["text": .fact(text)]),
            "error.study.write-one-such-hour")
        }
        choice.averaging = averaging
      }
      guard choice != .only else {
        throw fields.bad(
          name, "error.study.chooses-nothing", "error.study.name-instrument-averaging-time")
      }
      choices[Pollutant(name).identifier] = choice
    }
    return choices
  }
}
