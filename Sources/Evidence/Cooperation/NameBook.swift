public import Documents
public import Cooperation

/// Names of organisations and terms in one language.
///
/// A name that is missing in the language is given in English, and an unknown id as it stands.
public struct NameBook: Sendable {
  private let registry: Registry
  private let language: Language

  /// Names of a registry's organisations.
  public init(_ registry: Registry, _ language: Language) {
    self.registry = registry
    self.language = language
  }

  /// The name of an organisation or of a group of the scheme.
  public subscript(_ id: String) -> String {
    if let group = PartyGroup(rawValue: id) { return text(group.names) }
    return registry.organisation(id).map { text($0.names) } ?? id
  }

  /// Names of several organisations.
  public func list(_ ids: [String]) -> String {
    ids.map { self[$0] }.joined(separator: language == .english ? ", " : "、")
  }

  /// Places as a record of an activity names them: one, or several joined by commas and “and”.
  public func places(_ text: String) -> String {
    guard language != .english else { return text }
    let names = text.replacing(" and ", with: ", ").split(separator: ", ").map { part in
      let english = String(part)
      let place = Registry.builtIn.places.first { $0.names.english == english }
      return self.text(place?.names ?? RecordTranslations.of(english))
    }
    return names.joined(separator: "、")
  }

  /// Several terms of a vocabulary.
  public func terms<Term: VocabularyTerm>(_ terms: [Term]) -> String {
    terms.map { text($0.names) }.joined(separator: language == .english ? ", " : "、")
  }

  /// Who pays, and whether that was inferred.
  public func funding(_ project: Project) -> String {
    text(project.fundingClass.names) + mark(project, "funding")
  }

  /// The Chinese side, and whether it was inferred; work within Japan is named as such.
  public func partners(_ project: Project) -> String {
    guard !project.chinese.isEmpty else {
      return Phrase("within Japan", "国内", "日本国内").text(language)
    }
    return list(project.chinese) + mark(project, "partners")
  }

  /// The partners of a line of the plan: those that it names, those that other sources name, and
  /// work within Japan.
  public func partners(_ line: PlanTable.Line) -> String {
    var stated: [String] = []
    var inferred: [String] = []
    for project in line.projects {
      for partner in project.chinese where !(stated + inferred).contains(partner) {
        if project.inferred.contains("partners") {
          inferred.append(partner)
        } else {
          stated.append(partner)
        }
      }
    }
    let mark = Phrase(" (inferred)", "（推定）", "（推定）").text(language)
    let within = Phrase("within Japan", "国内", "日本国内").text(language)
    return [
      list(stated), inferred.isEmpty ? "" : list(inferred) + mark,
      line.projects.contains { $0.chinese.isEmpty } ? within : "",
    ].filter { !$0.isEmpty }.joined(separator: "; ")
  }

  /// “ (inferred)” behind what the source does not state.
  public func mark(_ project: Project, _ what: String) -> String {
    guard project.inferred.contains(what) else { return "" }
    return Phrase(" (inferred)", "（推定）", "（推定）").text(language)
  }

  /// Whose words titles and summaries are; the registry's names of organisations are official.
  public var translationNote: String {
    Phrase(
      "Titles and summaries are AirAccord’s wording in all three languages, not official names.",
      "事業名と概要は三言語とも AirAccord による表現・翻訳であり、公式の名称ではない。",
      "项目名称和概要的三种语言均为 AirAccord 的表述和翻译，并非官方名称。"
    ).text(language)
  }

  /// A name in the book's language.
  public func text(_ names: TrilingualName) -> String {
    let own =
      switch language {
      case .english: names.english
      case .japanese: names.japanese
      case .chinese: names.chinese
      }
    return own.isEmpty ? names.english : own
  }
}
