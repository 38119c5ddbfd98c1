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
      Message("scheme.component", ["number": .text(number), "name": .term(component)])
    }
    return [.named(purpose.names)] + components
  }

  private var flowTable: Table {
    Table("flows", "scheme.flows", registry.flows) {
      Column("from", heading: "scheme.from") { names[$0.giver] }
      Column("to", heading: "scheme.to") { names[$0.receiver] }
      Column("kind", heading: "record.kind") { .term($0.kind) }
      Column("content", heading: "record.what") { .named($0.names) }
      Column("verified", heading: "record.verified") { .term($0.verification) }
    }
  }

  private var projectTable: Table {
    Table("projects", "scheme.projects", projects) {
      Column("line", heading: "record.line", isOptional: true) {
        .optional($0.planRow) { .count($0) }
      }
      Column("Japan", heading: "record.japan") { names[$0.japanese] }
      Column("China", heading: "record.china") { names.partners([$0]) }
      Column("title", heading: "record.title") { .named($0.names) }
      Column("fields", heading: "record.fields") { .terms($0.fields) }
      Column("modes", heading: "record.modes") { .terms($0.modes) }
      Column("status", heading: "record.status") { .term($0.status) }
      Column("funding", heading: "record.funding") { names.funding($0) }
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
