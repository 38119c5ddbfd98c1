import Cooperation
import AirQuality
public import Documents
import Estimation
public import Studies

extension MonitoringReport: Documented {
  /// What it says.
  public var document: Document {
    let lead = self.lead
    return Document(
      title: Message("monitor.title", ["title": .text(title)]),
      subtitles: [
        Message(
          "monitor.since",
          [
            "measure": .text(measure), "start": .date("\(start)"),
            "pollutant": .text(pollutant.displayName),
          ])
      ], alerts: notes.filter { $0.severity == .serious }.map(\.text),
      footer: Message(
        "estimates.made-by", ["tool": .text("airaccord \(ToolVersion.current) monitor")]),
      data: table
    ) {
      Section("answer", role: .answer) {
        Block.lead(answer(lead))
        Message(
          "monitor.rule",
          [
            "planned": .count(lead.planned), "trials": .count(lead.trials),
            "level": .share(monitoring.level), "p": .probability(lead.pValue),
          ])
      }
      Section("monitor.table") {
        courses.map { Block.chart(scoreChart($0)) }
        table
      }
      Section("doubts") {
        notes.filter { $0.severity == .warning }.map { Note(Severity($0.severity), $0.text) }
        notAnswered
        Message("monitor.doubt")
      }
    }
  }

  /// What could not be looked at, and why.
  private var notAnswered: [Note] {
    unanswered.map {
      Note(
        .warning,
        Message(
          "study.unanswered-item",
          ["method": .message(.method($0.method)), "reason": .message($0.reason)]))
    }
      + courses.flatMap { course -> [Note] in
        let about = [Message.method(course.method)]
        return course.unanswered.map {
          Note(
            .warning,
            Message(
              "monitor.unanswered", ["months": .count($0.months), "reason": .message($0.reason)]),
            about: about)
        }
          + course.failures.map {
            Note(
              .note,
              Message(
                "monitor.failed", ["count": .count($0.count), "reason": .message($0.reason)]),
              about: about)
          }
          + (course.leftOut > 0
            ? [
              Note(
                .note, Message("monitor.left-out", ["count": .count(course.leftOut)]), about: about)
            ]
            : [])
      }
  }

  private func answer(_ course: Monitoring.Course) -> Message {
    guard let last = course.looks.last else { return "monitor.rule" }
    let facts: [String: Value] = [
      "method": .message(.method(course.method)), "months": .count(last.months),
      "effect": .number(last.estimate, .interval(last.lower, last.upper), unit: unit),
      "range": .range(last.lower, last.upper, .interval(last.lower, last.upper), unit: unit),
      "after": .count(course.believedAfter ?? 0),
    ]
    return Message(course.believedAfter == nil ? "monitor.not-yet" : "monitor.believed", facts)
  }

  private var table: Table {
    typealias Row = (method: String, look: Monitoring.Look)
    let rows: [Row] = courses.flatMap { course in course.looks.map { (course.method, $0) } }
    return Table("looks", "monitor.table", rows) {
      Column<Row>("method") { .message(.method($0.method)) }
      Column<Row>("months", "power.column.months") { .count($0.look.months) }
      Column<Row>("effect", unit: unit) {
        .number($0.look.estimate, .interval($0.look.lower, $0.look.upper))
      }
      Column<Row>("interval", "monitor.column.interval", unit: unit) {
        .range($0.look.lower, $0.look.upper, .interval($0.look.lower, $0.look.upper))
      }
      Column<Row>("score", "monitor.column.score") {
        .number($0.look.score, .decimals(2))
      }
      Column<Row>("crosses", "monitor.column.crosses") {
        .message($0.look.crosses ? "monitor.yes" : "monitor.no")
      }
    }
  }

  /// The score by month beside the boundary.
  private func scoreChart(_ course: Monitoring.Course) -> Chart {
    let months = course.looks.map { Chart.Coordinate.number(Double($0.months)) }
    func level(_ value: Double) -> [(Chart.Coordinate, Double?)] {
      [(.number(1), value), (.number(Double(course.planned)), value)]
    }
    return .timeSeries(
      "score-\(course.method)",
      Message("monitor.figure", ["method": .message(.method(course.method))]),
      lines: [
        Chart.Line(
          Chart.Group("monitor.column.score", .treated),
          zip(months, course.looks).map { ($0, $1.score) }),
        Chart.Line(
          Chart.Group("monitor.line.boundary", .ink, isDashed: true), level(course.boundary)),
        Chart.Line(
          Chart.Group("monitor.line.boundary", .ink, isDashed: true), level(-course.boundary)),
      ], x: Chart.Axis("power.column.months"), y: Chart.Axis("monitor.column.score"), width: 620,
      height: 260)
  }
}
