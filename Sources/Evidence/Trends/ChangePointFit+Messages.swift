import Studies
import AirQuality
import Documents
import Estimation

extension ChangePointFit {
  /// A stretch of one level, or between two.
  struct Stretch {
    let first: String
    let last: String
    let isTransition: Bool
    let from: Double
    let to: Double
  }

  /// Steady stretches, and transitions as long as the intervals of the breaks; neighbouring
  /// transitions that overlap become one.
  var stretches: [Stretch] {
    let labels = series.labels
    var found: [Stretch] = []
    var next = 0
    var level = levels.first?.mean ?? 0
    for (place, one) in breaks.enumerated() {
      // The earliest last period is surely old, and so is the one behind the latest surely new.
      let first = max((labels.firstIndex(of: one.earliest) ?? next) + 1, next)
      let end = max(labels.firstIndex(of: one.latest) ?? first - 1, next - 1)
      let after = levels[place + 1].mean
      if first > next {
        found.append(
          Stretch(
            first: labels[next], last: labels[first - 1], isTransition: false, from: level,
            to: level))
      }
      if end >= first {
        found.append(
          Stretch(
            first: labels[first], last: labels[end], isTransition: true, from: level, to: after))
      }
      next = max(end + 1, first)
      level = after
    }
    if next < labels.count {
      found.append(
        Stretch(
          first: labels[next], last: labels[labels.count - 1], isTransition: false, from: level,
          to: level))
    }
    return found
  }

  /// The fitted level of a period.
  func level(at place: Int) -> Double? {
    let start = series.starts[place]
    return levels.last { $0.firstDay <= start }?.mean
  }

  /// What was found, sentence by sentence, to be pasted.
  var answers: [Message] {
    var said: [Message] = []
    let place: [String: Value] = [
      "station": .text(series.station.name), "pollutant": .text(series.pollutant.displayName),
      "level": .share(settings.confidenceLevel),
    ]
    if breaks.isEmpty {
      var facts = place
      facts["from"] = .text(series.labels.first ?? "")
      facts["to"] = .text(series.labels.last ?? "")
      if let p = partitions.dropFirst().first?.pValue {
        facts["p"] = .probability(p)
        said.append(Message("break.none", facts))
      } else {
        said.append(Message("break.none-asked", facts))
      }
    }
    for one in breaks {
      var facts = place
      facts["before"] = .number(one.before, one.digits, unit: series.unit.symbol)
      facts["after"] = .number(one.after, one.digits, unit: series.unit.symbol)
      facts["step"] = .number(one.step, one.digits, unit: series.unit.symbol)
      facts["interval"] = .range(one.lower, one.upper, one.digits, unit: series.unit.symbol)
      facts["last"] = .text(one.lastBefore)
      facts["earliest"] = .text(one.earliest)
      facts["latest"] = .text(one.latest)
      said.append(Message("break.found", facts))
      if let relation = one.relation, let start = settings.measureStart {
        said.append(
          say(
            "break.measure.\(relation == .around ? side(of: start, one) : relation.rawValue)",
            date: start, last: one.lastBefore))
      }
    }
    if let before = beforeMeasure, let start = settings.measureStart {
      let facts: [String: Value] = [
        "date": .date("\(start)"), "count": .count(before.periods),
        "last": .optional(before.lastBefore) { .text($0) },
        "p": .optional(before.pValue) { .probability($0) },
      ]
      let isFound = (before.pValue ?? 1) <= settings.significance
      said.append(
        Message(
          before.pValue == nil
            ? "break.before.short" : isFound ? "break.before.found" : "break.before.none", facts))
    }
    return said
  }
}

extension ChangePointFit {
  /// On which side of a date the best date of a break lies whose interval holds it.
  ///
  /// A first period of the new level in which the date lies is no sign of a break before it.
  fileprivate func side(of date: CivilDate, _ one: Break) -> String {
    series.resolution.calendar.end(ofPeriodStarting: one.firstDay) <= date
      ? "around-before" : "around-after"
  }
}
