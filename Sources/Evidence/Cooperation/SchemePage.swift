public import Documents
import AirQuality
public import Cooperation
public import Foundation
import Mustache

/// The scheme as a page: the drawing and the rows from which it was made, with their sources.
public struct SchemePage: Sendable {
  private let registry: Registry
  private let filter: ProjectFilter
  private let language: Language

  /// A page of a registry's flows and functions and of the projects that pass a filter.
  public init(_ registry: Registry, filter: ProjectFilter, language: Language = .english) {
    self.registry = registry
    self.filter = filter
    self.language = language
  }

  /// Writes `scheme.html`, `figures/scheme.svg`, `flows.csv` and `projects.csv`, all or none.
  ///
  /// - Parameter replacing: whether a folder that the program did not write is put aside.
  /// - Throws: `EvidenceError.folder`, `EvidenceError.cannotWrite`.
  public func write(
    to folder: URL, replacing: Bool = false
  ) throws(EvidenceError) -> EvidenceWriter.Written {
    let svg = SchemeDrawing(registry, filter: filter, language: language).svg
    let projects = registry.projects.filter(filter.admits).map(\.record)
    return try PageFolder.place(
      {
        [
          ("figures/scheme.svg", Data(svg.utf8)),
          ("flows.csv", Data(RecordFile.text(registry.all(.flows), of: .flows).utf8)),
          ("projects.csv", Data(RecordFile.text(projects, of: .projects).utf8)),
          ("scheme.html", Data(try page(svg, projects).utf8)),
        ]
      }, in: folder, replacing: replacing)
  }

  private func page(_ svg: String, _ projects: [RegistryRecord]) throws -> String {
    let names = NameBook(registry, language)
    let content: [String: Any] = [
      "lang": language.tag, "style": HTMLTemplate.style, "svg": svg,
      "title": Phrase("Scheme of the cooperation", "都市間連携協力の枠組み", "合作框架").text(language),
      "flowsHeading": Phrase(
        "Money, guidance, support and liaison", "資金・支援・連携の流れ", "资金、指导、支持的流向"
      ).text(language),
      "projectsHeading": Phrase("Projects in the drawing", "図に示した事業", "图中所示项目").text(language),
      "lead": lead(names), "note": names.translationNote,
      "flows": registry.flows.map { flow in
        [
          "from": names[flow.giver], "to": names[flow.receiver],
          "kind": names.text(flow.kind.names), "text": names.text(flow.names),
          "source": flow.source, "verified": names.text(flow.verification.names),
        ]
      },
      "projects": projects.map(Project.init).map { project in
        [
          "line": project.planRow.map(String.init) ?? "", "from": names[project.japanese],
          "to": names.partners(project), "text": names.text(project.names),
          "fields": names.terms(project.fields),
          "modes": names.terms(project.modes),
          "status": names.text(project.status.names),
          "funding": names.funding(project), "source": project.source,
          "verified": names.text(project.verification.names),
        ]
      },
      "madeBy": "airaccord \(ToolVersion.current) projects scheme",
    ]
    return try MustacheTemplate(string: Self.template).render(content)
  }

  /// The plan's purpose and its two components, when the plan is drawn.
  private func lead(_ names: NameBook) -> [String] {
    guard filter.isInPlan, let purpose = registry.record(.agreements, "AG00") else { return [] }
    let components = zip(["①", "②"], ProjectComponent.allCases)
      .map { "\($0)\(language == .english ? " " : "")\(names.text($1.names))" }
    return [names.text(purpose.names)] + components
  }

  private static let template = """
    <!DOCTYPE html>
    <html lang="{{lang}}">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>{{title}}</title>
    <style>{{{style}}} main { max-width: 80rem; } td { overflow-wrap: anywhere; }</style>
    </head>
    <body>
    <main>
    <header><p class="brand">AirAccord</p><h1>{{title}}</h1>{{#lead}}<p>{{.}}</p>{{/lead}}</header>
    <figure><div class="figure">{{{svg}}}</div></figure>
    <section><h2>{{flowsHeading}}</h2><table><tbody>
    {{#flows}}<tr><td>{{from}}</td><td>→ {{to}}</td><td>{{kind}}</td><td>{{text}}</td>
    <td><small>{{source}} · {{verified}}</small></td></tr>
    {{/flows}}</tbody></table></section>
    <section><h2>{{projectsHeading}}</h2><div class="wide"><table><tbody>
    {{#projects}}<tr><td>{{line}}</td><td>{{from}}</td><td>{{to}}</td><td>{{text}}</td>
    <td>{{fields}}</td><td>{{modes}}</td><td>{{status}}</td><td>{{funding}}</td>
    <td><small>{{source}} · {{verified}}</small></td></tr>
    {{/projects}}</tbody></table></div></section>
    <footer><p>{{note}}</p><p>{{madeBy}}</p></footer>
    </main>
    </body>
    </html>

    """
}
