import Studies
import AirQuality
import Documents
import Estimation

extension TrendFit {
  /// The sentence to paste.
  var answer: Message {
    sentence(
      ["station": .text(series.station.name)], "trend.answer", withoutPercent: "trend.answer-plain")
  }

  func sentence(
    _ place: [String: Value], _ id: String, withoutPercent plain: String
  ) -> Message {
    var facts = place
    facts["pollutant"] = .text(series.pollutant.displayName)
    facts["from"] = .text(series.labels.first ?? "")
    facts["to"] = .text(series.labels.last ?? "")
    let digits = Digits.interval(sen.lower, sen.upper)
    facts["slope"] = .number(sen.perYear, digits, unit: series.unit.symbol)
    facts["interval"] = .range(sen.lower, sen.upper, digits, unit: series.unit.symbol)
    facts["level"] = .share(settings.confidenceLevel)
    facts["p"] = .probability(sen.pValue)
    guard let percent = sen.percentPerYear else { return Message(plain, facts) }
    let percentDigits = Digits.interval(percent.lower, percent.upper)
    facts["percent"] = .number(percent.value, percentDigits, unit: "%")
    facts["percentInterval"] = .range(percent.lower, percent.upper, percentDigits, unit: "%")
    return Message(id, facts)
  }

  /// When it fell and rose.
  var course: [Message] {
    let place: [String: Value] = ["station": .text(series.station.name)]
    func spans(_ isFalling: Bool) -> [Value] {
      phases.filter { $0.isFalling == isFalling }.map {
        $0.first == $0.last
          ? .text($0.first)
          : .message(say("weather.span", from: $0.first, to: $0.last))
      }
    }
    let falls = spans(true)
    let rises = spans(false)
    var said: [Message] = []
    if !falls.isEmpty {
      said.append(Message("trend.fell", place.merging(["spans": .list(falls)]) { $1 }))
    }
    if !rises.isEmpty {
      said.append(Message("trend.rose", place.merging(["spans": .list(rises)]) { $1 }))
    }
    return said.isEmpty ? [Message("trend.level-course", place)] : said
  }

  /// Slopes before and after a date.
  var comparisonMessage: Message? {
    comparison.map { found in
      func number(_ part: Linear.Part) -> Value {
        .number(part.value, .interval(part.lower, part.upper), unit: series.unit.symbol)
      }
      return say(
        "trend.comparison", station: series.station.name, date: found.split,
        before: number(found.before), after: number(found.after),
        difference: number(found.difference), interval: found.difference.range(series.unit.symbol),
        level: settings.confidenceLevel.share, p: found.difference.pValue.probability)
    }
  }
}

extension RegionalTrend {
  /// What stands for a station’s key in tables.
  static let key = "region"

  /// The sentence to paste.
  var answer: Message {
    fit.sentence(
      ["stations": .count(stations)], "trend.region-answer",
      withoutPercent: "trend.region-answer-plain")
  }
}
