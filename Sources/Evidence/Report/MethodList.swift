public import Documents
public import Estimation

/// The methods that a study can ask for, with what they rest on and their settings.
public struct MethodList: Documented {
  private let estimators: [any EffectEstimator]

  /// A list of these methods, at their defaults.
  public init(_ estimators: [any EffectEstimator] = EstimatorCatalogue.all) {
    self.estimators = estimators
  }

  /// One term a method; as CSV one row a method.
  public var document: Document {
    Document(title: "methods.title", data: data) {
      Section("methods.title") { Block.terms(estimators.map(term)) }
      if estimators.count == 1 {
        Section("column.settings") { estimators.map { Block.table(settings($0)) } }
      }
    }
  }

  /// Every setting with what it may be, its default and why.
  private func settings(_ estimator: any EffectEstimator) -> Table {
    Table("settings", "column.settings", EstimatorCatalogue.settingList(of: estimator)) {
      Column("setting") { .code($0.name) }
      Column("kind") { $0.written }
      Column("standard") { .code($0.standard) }
      Column("meaning") { $0.meaning(estimator.method.identifier) }
    }
  }

  private func term(_ estimator: any EffectEstimator) -> Term {
    let method = estimator.method
    return Term(
      .verbatim(method.identifier),
      [
        say(
          "methods.entry", name: Message.method(method.identifier),
          design: Message.design(method.design),
          assumption: Message("method.\(method.identifier).assumption")),
        method.weakness.map { _ in
          say("methods.beware", weakness: Message("method.\(method.identifier).weakness"))
        },
        say(
          "methods.settings", source: method.source,
          settings: Value.code(defaults(estimator))),
      ].compactMap(\.self))
  }

  /// The settings as JSON on one line.
  private func defaults(_ estimator: any EffectEstimator) -> String {
    EstimatorCatalogue.settings(of: estimator).text
  }

  private var data: Table {
    Table("methods", "methods.title", estimators) {
      Column("method") { $0.method.identifier }
      Column("name") { $0.method.name }
      Column("design") { $0.method.design.rawValue }
      Column("source") { $0.method.source }
      Column("settings") { defaults($0) }
      Column("beware") { $0.method.weakness ?? "" }
    }
  }
}

extension MethodSetting {
  /// What is written, and between which numbers it has a meaning.
  fileprivate var written: Message {
    guard let range else { return kind.message }
    func text(_ number: Double) -> String { JSONValue.number(number).text }
    switch (range.least, range.most) {
    case (let least?, let most?) where range.excludesMost:
      return say("methods.kind-between", kind: kind.message, least: text(least), most: text(most))
    case (let least?, let most?) where range.excludesLeast:
      return say("methods.kind-above-to", kind: kind.message, least: text(least), most: text(most))
    case (let least?, let most?):
      return say("methods.kind-from-to", kind: kind.message, least: text(least), most: text(most))
    case (let least?, nil) where range.excludesLeast:
      return say("methods.kind-above", kind: kind.message, least: text(least))
    case (let least?, nil):
      return say("methods.kind-from", kind: kind.message, least: text(least))
    case (nil, let most?): return say("methods.kind-up-to", kind: kind.message, most: text(most))
    case (nil, nil): return kind.message
    }
  }

  /// What it means, and why its default is what it is; some settings mean a thing of their own with
  /// one method.
  fileprivate func meaning(_ method: String) -> Message {
    let own = "setting.\(method).\(property)"
    return .row(own) ?? Message("setting.\(property)")
  }
}

extension MethodList {
  private struct Entry: Encodable {
    let method: Method
    let settings: String
    let list: [Listed]?
  }

  private struct Listed: Encodable {
    let name: String
    let kind: Message
    let standard: String
    let meaning: Message
  }

  /// The list; as JSON each method with its settings at their defaults, and a method that is listed alone
  /// with what each of them may be.
  public var presentation: Presentation { Presentation(estimators.map(entry), document) }

  private func entry(_ estimator: any EffectEstimator) -> Entry {
    let method = estimator.method
    let settings = estimators.count > 1 ? nil : EstimatorCatalogue.settingList(of: estimator)
    return Entry(
      method: method, settings: defaults(estimator),
      list: settings?.map {
        Listed(
          name: $0.name, kind: $0.written, standard: $0.standard,
          meaning: $0.meaning(method.identifier))
      })
  }
}
