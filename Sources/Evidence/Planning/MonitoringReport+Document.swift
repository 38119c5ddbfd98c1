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
      title: say("monitor.title", title: title),
      subtitles: [
        say(
          "monitor.since", measure: measure, start: Value.date("\(start)"),
          pollutant: pollutant.displayName)
      ], alerts: notes.filter { $0.severity == .serious }.map(\.text),
      footer: say("estimates.made-by", tool: "airaccord \(ToolVersion.current) monitor"),
      data: table
    ) {
      Section("answer", role: .answer) {
        Block.lead(answer(lead))
        say(
          "monitor.rule", planned: lead.planned, trials: lead.trials, level: monitoring.level.share,
          p: lead.pValue.probability)
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
      Column<Row>("months", "power.column.months") { $0.look.months }
      Column<Row>("effect", unit: unit) {
        .number($0.look.estimate, .interval($0.look.lower, $0.look.upper))
      }
      Column<Row>("interval", "monitor.column.interval", unit: unit) {
        .range($0.look.lower, $0.look.upper, .interval($0.look.lower, $0.look.upper))
      }
      Column<Row>("score", "monitor.column.score") { .number($0.look.score, .decimals(2)) }
      Column<Row>("crosses", "monitor.column.crosses") {
        .message($0.look.crosses ? "monitor.yes" : "monitor.no")
      }
    }
  }

  /// The score by month beside the boundary.
  private func scoreChart(_ course: Monitoring.Course) -> Chart {
    let boundaries = [course.boundary, -course.boundary].map { level in
      Chart.Line(
        Chart.Group("monitor.line.boundary", .ink, isDashed: true), [1, course.planned],
        x: { Double($0) }, y: { _ in level })
    }
    return .timeSeries(
      "score-\(course.method)",
      say("monitor.figure", method: Message.method(course.method)),
      lines: [
        Chart.Line(
          Chart.Group("monitor.column.score", .treated),
          course.looks, x: { Double($0.months) }, y: { $0.score })
      ] + boundaries, x: Chart.Axis("power.column.months"), y: Chart.Axis("monitor.column.score"),
      width: 620,
      height: 260)
  }
}
