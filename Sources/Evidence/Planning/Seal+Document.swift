import Cooperation
import AirQuality
public import Documents
import Estimation
public import Studies

extension Dossier {
  /// What stands in red above the answer: data in doubt, and diagnostics that did not pass.
  var warningsAbove: [Message] {
    var found = redLines.map(\.text)
    if let seal, !seal.isOpen {
      found.append(
        say(
          "seal.shut", failed: seal.failed.map { Message("check.\($0.rawValue)") },
          methods: seal.withheld.map(Message.method)))
    } else {
      let failed = (checks ?? []).filter { $0.status == .failed && $0.kind != .integrity }
      if !failed.isEmpty {
        found.append(
          say("seal.failed", failed: failed.map { Message("check.\($0.kind.rawValue)") }))
      }
    }
    return found
  }

  /// Whether there was a plan, what became of it, and each diagnostic with its threshold.
  var sealBlocks: [Block] {
    guard let checks else { return [] }
    var blocks: [Block] = []
    if let seal {
      blocks.append(
        .message(
          say(
            seal.isOpen ? "seal.open" : "seal.closed", date: Value.date("\(seal.date)"),
            hash: Value.code(String(seal.hash.prefix(12))))))
      if seal.dataWereThere { blocks.append(.message("seal.data-were-there")) }
      blocks.append(.message(seal.deviations.isEmpty ? "seal.as-planned" : "seal.deviates"))
      if !seal.deviations.isEmpty { blocks.append(.table(Self.deviations(seal))) }
    } else {
      blocks.append(.message("seal.no-plan"))
    }
    blocks.append(
      .table(
        Table("diagnostics", "seal.diagnostics", checks) {
          Column("status") { check in
            .marked(
              check.status == .passed ? .good : check.status == .failed ? .serious : .note,
              .message(Message("check.status.\(check.status.rawValue)")))
          }
          Column("part") { .message(Message("check.\($0.kind.rawValue)")) }
          Column("value", "seal.column.value") { check in
            .optional(check.value) { Self.value(check.kind, $0) }
          }
          Column("threshold", "seal.column.threshold") { Self.value($0.kind, $0.threshold) }
        }))
    return blocks
  }

  private static func value(_ kind: DiagnosticCheck.Kind, _ value: Double) -> Value {
    switch kind {
    case .answered, .integrity, .remarks: .count(Int(value))
    case .completeness, .falseAlarms: .share(value)
    case .systematicError, .detectable: .share(value, decimals: 1)
    }
  }

  private static func deviations(_ seal: Seal) -> Table {
    Table("deviations", "seal.deviations", seal.deviations) {
      Column("key") { .code($0.path) }
      Column("planned", "seal.column.planned") { $0.planned }
      Column("now", "seal.column.now") { $0.now }
    }
  }
}

extension StudyPlan: Documented {
  /// What it says.
  public var document: Document {
    Document(
      title: say("plan.title", title: study.title),
      footer: say("estimates.made-by", tool: "\(tool) plan")
    ) {
      Section("answer", role: .answer) {
        Block.lead(
          say("plan.frozen", date: Value.date("\(date)"), hash: Value.code(String(hash.prefix(12))))
        )
        Message(dataWereThere ? "plan.data-were-there" : "plan.no-data-yet")
        study.main.map { say("plan.main", method: Message.method($0)) }
          ?? "plan.no-main"
      }
      Section("seal.diagnostics") {
        Table(
          "thresholds", "seal.diagnostics",
          [
            ("completeness", thresholds.completeness), ("false-alarms", thresholds.falseAlarms),
            ("systematic-error", thresholds.systematicError), ("detectable", thresholds.detectable),
          ]
        ) {
          Column("part") { .message(Message("check.\($0.0)")) }
          Column("threshold", "seal.column.threshold") { .share($0.1) }
        }
      }
      Section("plan.study", role: .detail) { Block.code(text) }
    }
  }
}
