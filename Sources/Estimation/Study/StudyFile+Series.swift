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
        "has “\(meeting.first)” and “\(meeting.second)”, which are both "
          + meeting.pollutant.identifier, "leave one of them out")
    }
    var choices: [String: SeriesChoice] = [:]
    for name in fields.keys {
      let own = try fields.neededFields(name)
      try own.allow(["instrument", "averaging"])
      var choice = SeriesChoice(instrument: try own.text("instrument"))
      if let text = try own.text("averaging") {
        guard let averaging = TimeStep(text) else {
          throw own.bad(
            "averaging", "is “\(text)”, which is no averaging time",
            "write one such as hour, 8 h, day or month")
        }
        choice.averaging = averaging
      }
      guard choice != .only else {
        throw fields.bad(name, "chooses nothing", "name an instrument, an averaging time or both")
      }
      choices[Pollutant(name).identifier] = choice
    }
    return choices
  }
}
