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
      Message(
        "methods.entry",
        [
          "name": .message(.method(method.identifier)),
          "design": .message(.design(method.design)),
          "assumption": .message(Message("method.\(method.identifier).assumption")),
        ])
    ]
    if method.weakness != nil {
      sentences.append(
        Message(
          "methods.beware",
          ["weakness": .message(Message("method.\(method.identifier).weakness"))]))
    }
    sentences.append(
      Message(
        "methods.settings",
        [
          "source": .text(method.source),
          "settings": .code(EstimatorCatalogue.settings(of: estimator)),
        ]))
    return Term(.verbatim(method.identifier), sentences)
  }

  private var data: Table {
    Table("methods", "methods.title", estimators) {
      Column("method") { .text($0.method.identifier) }
      Column("name") { .text($0.method.name) }
      Column("design") { .text($0.method.design.rawValue) }
      Column("source") { .text($0.method.source) }
      Column("settings") { .text(EstimatorCatalogue.settings(of: $0)) }
      Column("beware") { .text($0.method.weakness ?? "") }
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
