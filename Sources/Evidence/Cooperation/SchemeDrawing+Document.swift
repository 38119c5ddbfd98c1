import AirQuality
import Cooperation
public import Documents
import Studies

/// The scheme as a page: the drawing and the rows from which it was made, with their sources.
extension SchemeDrawing: Documented {
  /// What it says; the drawing is in its own language.
  public var document: Document {
    Document(
      title: "scheme.page", subtitles: lead, footer: NameBook.footer("projects scheme")
    ) {
      Section("scheme.drawing") {
        Block.drawing(Drawing(name: "scheme", caption: .verbatim(title), svg: svg))
      }
      Section("scheme.flows") { flowTable }
      Section("scheme.projects") { projectTable }
      Section("report.sources", role: .detail) { RecordSource.table(sources) }
    }
  }

  /// The plan's purpose and its two components, when the plan is drawn.
  private var lead: [Message] {
    guard isPlan, let purpose = registry.record(.agreements, "AG00") else { return [] }
    let components = zip(["①", "②"], ProjectComponent.allCases).map { number, component in
      say("scheme.component", number: number, name: Value.term(component))
    }
    return [.named(purpose.names)] + components
  }

  private var flowTable: Table {
    Table("flows", "scheme.flows", registry.flows) {
      Column("from", "scheme.from") { names[$0.giver] }
      Column("to", "scheme.to") { names[$0.receiver] }
      Column("kind", "record.kind") { .term($0.kind) }
      Column("content", "record.what") { .named($0.names) }
      Column("verified", "record.verified") { .term($0.verification) }
    }
  }

  private var projectTable: Table {
    Table("projects", "scheme.projects", projects) {
      Column("line", "record.line", isOptional: true) { $0.planRow }
      Column("Japan", "record.japan") { names[$0.japanese] }
      Column("China", "record.china") { names.partners([$0]) }
      Column("title", "record.title") { .named($0.names) }
      Column("fields", "record.fields") { .terms($0.fields) }
      Column("modes", "record.modes") { .terms($0.modes) }
      Column("status", "record.status") { .term($0.status) }
      Column("funding", "record.funding") { names.funding($0) }
    }
  }

  private var sources: [RecordSource] {
    registry.flows.map {
      RecordSource(
        id: $0.id, title: .named($0.names), source: $0.source, verification: $0.verification)
    }
      + projects.map {
        RecordSource(
          id: $0.id, title: .named($0.names), source: $0.source, verification: $0.verification)
      }
  }
}
