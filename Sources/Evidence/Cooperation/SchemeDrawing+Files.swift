public import Cooperation
public import Documents
public import FoundationEssentials
public import Store

extension SchemeDrawing {
  /// A drawing of the projects that pass a filter; of the plan of 2014 where it narrows nothing.
  ///
  /// - Throws: `RegistryError.unknownRecord` for an organisation of the filter that nobody has.
  public init(of source: RegistrySource, filter: ProjectFilter, language: Language) throws {
    let registry = try source.registry(RecordKind.allCases.filter { $0 != .iatiActivities })
    try filter.check(in: registry)
    var chosen = filter
    if chosen == ProjectFilter() { chosen.isInPlan = true }
    self.init(registry, filter: chosen, language: language)
  }

  /// The files that stand beside the page: the drawing, and the rows from which it was made.
  public var files: [(String, Data)] {
    [
      ("figures/scheme.svg", Data(svg.utf8)),
      ("flows.csv", Data(RecordFile.text(registry.all(.flows), of: .flows).utf8)),
      ("projects.csv", Data(RecordFile.text(projects.map(\.record), of: .projects).utf8)),
    ]
  }
}

extension SchemeDrawing: Encodable {
  /// Writes the records of the flows.
  public func encode(to encoder: any Encoder) throws {
    try registry.all(.flows).encode(to: encoder)
  }
}
