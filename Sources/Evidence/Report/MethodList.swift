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
      Column("kind") { .message($0.kind.message) }
      Column("standard") { .code($0.standard) }
      Column("meaning") { setting in
        let id = "setting.\(setting.property)"
        return Catalogue.builtIn.has(id) ? .message(Message(id)) : .missing
      }
    }
  }

  private func term(_ estimator: any EffectEstimator) -> Term {
    let method = estimator.method
    var sentences = [
      say(
        "methods.entry", name: Message.method(method.identifier),
        design: Message.design(method.design),
        assumption: Message("method.\(method.identifier).assumption"))
    ]
    if method.weakness != nil {
      sentences.append(
        say("methods.beware", weakness: Message("method.\(method.identifier).weakness")))
    }
    sentences.append(
      say(
        "methods.settings", source: method.source,
        settings: Value.code(EstimatorCatalogue.settings(of: estimator))))
    return Term(.verbatim(method.identifier), sentences)
  }

  private var data: Table {
    Table("methods", "methods.title", estimators) {
      Column("method") { $0.method.identifier }
      Column("name") { $0.method.name }
      Column("design") { $0.method.design.rawValue }
      Column("source") { $0.method.source }
      Column("settings") { EstimatorCatalogue.settings(of: $0) }
      Column("beware") { $0.method.weakness ?? "" }
    }
  }
}

extension MethodList {
  private struct Entry: Encodable {
    let method: Method
    let settings: String
  }

  /// The list; as JSON each method with its settings at their defaults.
  public var presentation: Presentation {
    Presentation(
      estimators.map { Entry(method: $0.method, settings: EstimatorCatalogue.settings(of: $0)) },
      document)
  }
}
