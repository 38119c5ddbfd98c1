import AirQuality
import Documents

/// Another measure in the study's window, with a response of its own.
struct FurtherMeasure: Hashable {
  let text: String
  let start: CivilDate
  let impact: ImpactModel
  /// Months of the year in which it acts, from and to; all when `nil`.
  let months: (first: Int, last: Int)?

  static func == (left: Self, right: Self) -> Bool { left.text == right.text }
  func hash(into hasher: inout Hasher) { hasher.combine(text) }

  /// Reads `2016-05-01`, `2016-05-01 slope`, `1966-01-01 yearly 6-10`.
  init(_ text: String) throws(EstimationError) {
    func bad(_ problem: Message) -> EstimationError {
      .badSetting("further", method: InterruptedTimeSeries.method.identifier, problem: problem)
    }
    self.text = text
    let words = text.split(separator: " ").map(String.init)
    guard let first = words.first, let date = CivilDate(first) else {
      throw bad(Message("error.study.further-no-date", ["text": .fact(text)]))
    }
    start = date
    guard words.count > 1 else {
      impact = .level
      months = nil
      return
    }
    guard let model = ImpactModel(rawValue: words[1]) else {
      throw bad(
        Message(
          "error.study.further-no-impact",
          ["text": .fact(text), "names": .names(ImpactModel.allCases.map(\.rawValue))]))
    }
    impact = model
    guard words.count > 2 else {
      months = nil
      return
    }
    let ends = words[2].split(separator: "-").compactMap { Int($0) }
    guard words.count == 3, ends.count == 2, ends.allSatisfy({ (1...12).contains($0) }) else {
      throw bad(Message("error.study.further-no-months", ["text": .fact(text)]))
    }
    months = (ends[0], ends[1])
  }

  /// Whether it acts in a month of the year.
  func acts(in month: Int) -> Bool {
    guard let months else { return true }
    return months.first <= months.last
      ? (months.first...months.last).contains(month)
      : month >= months.first || month <= months.last
  }
}
