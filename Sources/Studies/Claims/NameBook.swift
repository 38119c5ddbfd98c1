public import Cooperation
public import Documents

/// Names of organisations and terms as the records give them, in all languages at once.
///
/// A name that is missing in a language is given in English, and an unknown id as it stands.
public struct NameBook: Sendable {
  private let registry: Registry

  /// Names of a registry's organisations.
  public init(_ registry: Registry) { self.registry = registry }

  /// The name of an organisation or of a group of the scheme.
  public subscript(_ id: String) -> Value {
    if let group = PartyGroup(rawValue: id) { return .term(group) }
    return registry.organisation(id).map { .named($0.names) } ?? .text(id)
  }

  /// Names of several organisations.
  public func list(_ ids: [String]) -> Value { .list(ids.map { self[$0] }) }

  /// Places as a record of an activity names them: one, or several joined by commas and “and”.
  public func places(_ text: String) -> Value {
    let names = text.replacing(" and ", with: ", ").split(separator: ", ").map { part in
      let english = String(part)
      let place = Registry.builtIn.places.first { $0.names.english == english }
      return Value.named(place?.names ?? RecordTranslations.of(english))
    }
    let list = Value.list(names)
    return .translated(
      text, japanese: list.text(in: .japanese), chinese: list.text(in: .chinese))
  }

  /// Who pays, and whether that was inferred.
  public func funding(_ project: Project) -> Value {
    Self.marking(.term(project.fundingClass), isInferred: project.inferred.contains("funding"))
  }

  /// The Chinese side, each marked where it was inferred; work within Japan is named as such.
  public func partners(_ projects: [Project]) -> Value {
    var seen: Set<String> = []
    var partners: [Value] = []
    // What one source states is not inferred, whatever another one leaves open.
    for isInferred in [false, true] {
      for project in projects where project.inferred.contains("partners") == isInferred {
        partners += project.chinese.filter { seen.insert($0).inserted }.map {
          Self.marking(self[$0], isInferred: isInferred)
        }
      }
    }
    if projects.contains(where: \.chinese.isEmpty) {
      partners.append(.message("cooperation.within-japan"))
    }
    return .list(partners)
  }

  /// The Chinese side of a line of a report: as its project has it, where that is in the records.
  package func partners(_ line: YearlyReport.Line) -> Value {
    registry.project(line.project).map { partners([$0]) } ?? list(line.chinese)
  }

  private static func marking(_ name: Value, isInferred: Bool) -> Value {
    isInferred ? .message(Message("cooperation.inferred", ["name": name])) : name
  }

  /// Whose words titles and summaries are, and which command made the page; the registry's names of
  /// organisations are official.
  package static func footer(_ command: String) -> Message {
    .joined([
      "cooperation.translations",
      Message("made-by", ["tool": .text("airaccord \(ToolVersion.current) \(command)")]),
    ])
  }
}
