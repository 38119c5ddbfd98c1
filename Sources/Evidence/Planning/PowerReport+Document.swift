import Cooperation
import AirQuality
public import Documents
import Estimation
public import Studies

extension PowerReport: Documented {
  /// What it says.
  public var document: Document {
    Document(
      title: say("power.title", title: title),
      subtitles: [
        say(
          "power.tried", pollutant: pollutant.displayName, stations: stations.count,
          period: Value.date(history.description))
      ], alerts: notes.filter { $0.severity == .serious }.map(\.text),
      footer: say("estimates.made-by", tool: "airaccord \(ToolVersion.current) power"),
      data: table
    ) {
      Section("answer", role: .answer) {
        Block.lead(answer)
        say("power.how", power: analysis.power.share)
      }
      Section("power.table") {
        detectableChart
        table
      }
      Section("power.curves") { curves }
      Section("doubts") {
        notes.filter { $0.severity == .warning }.map { Note(Severity($0.severity), $0.text) }
        Message("power.doubt-same-air")
        if rows.contains(where: { $0.found == nil }) { Message("power.doubt-few") }
        failures
      }
    }
  }

  /// Why trials gave no estimate: a line a method and reason, over all lengths.
  private var failures: [Note] {
    var methods: [String] = []
    for row in rows where !methods.contains(row.method) { methods.append(row.method) }
    return methods.flatMap { method -> [Note] in
      let all = rows.filter { $0.method == method }.flatMap(\.failures)
      return all.grouped(by: \.reason.id).map { _, failures in
        Note(
          .note,
          Message(
            "power.failed",
            [
              "count": .count(failures.reduce(0) { $0 + $1.count }),
              "reason": .message(failures[0].reason),
            ]), about: [Message.method(method)])
      }
    }
  }

  private var size: Value { .number(100 * target, .significant(2), unit: "%") }

  private var answer: Message {
    if let shortest {
      return say(
        "power.answer", effect: size, months: shortest.months.significant(2),
        method: Message.method(shortest.method), stations: shortest.stations,
        power: analysis.power.share)
    }
    let best = rows.filter { $0.detectable != nil }.min {
      ($0.detectable ?? 1) < ($1.detectable ?? 1)
    }
    guard let best, let detectable = best.detectable else {
      return say("power.answer-none", effect: size)
    }
    return say(
      "power.answer-not", effect: size, months: best.months.significant(2),
      method: Message.method(best.method),
      detectable: Value.number(-100 * detectable, .significant(2), unit: "%"))
  }

  private var table: Table {
    Table("power", "power.table", note: "power.note", rows) {
      Column("method") { .message(.method($0.method)) }
      Column("stations") { $0.stations }
      Column("months", "power.column.months") { $0.months.significant(2) }
      Column("detectable", "power.column.detectable", unit: "%") { row in
        .optional(row.detectable) { .number(-100 * $0, .significant(2)) }
      }
      Column("found", say("power.column.found", effect: size)) { row in
        .optional(share(of: row)) { .share($0) }
      }
      Column("own-alarms", "card.column.false-alarms") { row in
        .optional(row.ownFalseAlarms) { .share($0) }
      }
      Column("trials", "power.column.trials") { $0.trials }
      Column("dates", "power.column.dates") { $0.dates }
      Column("before", "power.column.before") { $0.stepsBefore }
      Column("after", "power.column.after") { $0.stepsAfter }
    }
  }

  /// How often the target is found; `nil` where it was not among the effects.
  private func share(of row: PowerAnalysis.Row) -> Double? {
    guard let place = analysis.effects.firstIndex(of: target), let found = row.found else {
      return nil
    }
    return found[place]
  }

  private struct Key: Hashable {
    let method: String
    let stations: Int
  }

  private var groups: [(key: Key, members: [PowerAnalysis.Row])] {
    rows.grouped { Key(method: $0.method, stations: $0.stations) }
  }

  private var detectableChart: Chart {
    .timeSeries(
      "detectable", "power.figure.detectable",
      lines: groups.enumerated().map { place, group in
        Chart.Line(
          Chart.Group(name(group.key), .palette(place)),
          group.members, x: { $0.months }, y: { $0.detectable.map { 100 * $0 } })
      }, x: Chart.Axis("power.column.months"),
      y: Chart.Axis("power.axis.decrease", unit: "%", hasZero: true), width: 620, height: 280,
      showsPoints: true)
  }

  /// Power by effect, at the longest length of each method that has one.
  private var curves: Chart? {
    let lines = groups.enumerated().compactMap { place, group -> Chart.Line? in
      guard let row = group.members.last(where: { $0.found != nil }), let found = row.found else {
        return nil
      }
      return Chart.Line(
        Chart.Group(
          say("power.line", name: name(group.key), months: row.months.significant(2)),
          .palette(place)),
        zip(analysis.effects, found), x: { 100 * $0.0 }, y: { $0.1 })
    }
    guard !lines.isEmpty else { return nil }
    return .timeSeries(
      "power", "power.figure.curve", lines: lines, x: Chart.Axis("column.effect", unit: "%"),
      y: Chart.Axis("power.axis.share", domain: 0...1), width: 620, height: 280, showsPoints: true)
  }

  private func name(_ key: Key) -> Message {
    say("power.group", method: Message.method(key.method), stations: key.stations)
  }
}
