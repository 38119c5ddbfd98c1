public import Documents
import TextFiles

/// Every method that a study can ask for.
///
/// A method registered here is listed, reachable from the command line and checked by the
/// conformance suite without further edits.
public enum EstimatorCatalogue {
  /// The methods at their default settings.
  public static let all: [any EffectEstimator] = [
    DifferenceInDifferences(),
    EventStudy(),
    GroupTime(),
    SunAbraham(),
    Imputation(),
    TwoStage(),
    SyntheticDifferenceInDifferences(),
    SyntheticControl(),
    AugmentedSyntheticControl(),
    PenalisedSyntheticControl(),
    PartiallyPooledSyntheticControl(),
    MatrixCompletion(),
    InteractiveFixedEffects(),
    InterruptedTimeSeries(),
    ChangePointDesign(),
    BeforeAfter(),
    BusinessAsUsual(),
    StructuralTimeSeries(),
    RegressionDiscontinuity(),
  ]

  /// The method that a study asks for, with its settings laid over the defaults.
  ///
  /// Setting names may be written as the property (`seasonHarmonics`) or in kebab case
  /// (`season-harmonics`).
  ///
  /// - Throws: `EstimationError.unknownMethod`, `.unknownSetting` or `.badSetting`, the last also for
  ///   a setting that would change nothing.
  public static func estimator(
    _ choice: EstimatorChoice
  ) throws(EstimationError) -> any EffectEstimator {
    try choice.estimator.get()
  }

  /// A method's settings, defaults included, by property.
  public static func settings(of estimator: some EffectEstimator) -> JSONValue {
    .object(
      Dictionary(
        uniqueKeysWithValues: type(of: estimator).settings.map {
          ($0.property, $0.value(estimator))
        }))
  }

  /// A method by its name, with what a study writes of its settings.
  static func made(
    _ method: String, _ settings: [String: JSONValue]
  ) throws(EstimationError) -> any EffectEstimator {
    guard let standard = all.first(where: { $0.method.identifier == method }) else {
      throw .unknownMethod(method, known: all.map(\.method.identifier))
    }
    return try configured(standard, settings)
  }

  /// A method with some of its settings changed.
  ///
  /// - Throws: as `estimator(_:)`.
  static func configured<Estimator: EffectEstimator>(
    _ standard: Estimator, _ settings: [String: JSONValue]
  ) throws(EstimationError) -> Estimator {
    let method = standard.method.identifier
    let own = Dictionary(uniqueKeysWithValues: Estimator.settings.map { ($0.property, $0) })
    let given = try modern(settings, of: standard).sorted { $0.key < $1.key }
    for (name, value) in given {
      guard let setting = own[camelCase(name)], let words = excess(value, setting) else { continue }
      throw .badSetting(name, method: method, problem: words)
    }
    var seen: Set<String> = []
    for (name, _) in given {
      guard own[camelCase(name)] != nil else {
        throw .unknownSetting(name, method: method, known: own.keys.sorted())
      }
      guard seen.insert(camelCase(name)).inserted else {
        throw .badSetting(name, method: method, problem: "error.study.setting-stands-twice")
      }
    }
    var chosen = standard
    for (name, value) in given {
      guard let setting = own[camelCase(name)] else { continue }
      guard setting.put(value, &chosen) else {
        throw .badSetting(setting.property, method: method, problem: setting.kind.whatFits)
      }
    }
    for name in seen.sorted() where chosen.idleSettings.contains(name) {
      guard own[name]?.value(chosen) != own[name]?.value(standard) else { continue }
      throw .badSetting(
        name, method: method, problem: "error.study.changes-nothing-other-settings")
    }
    return chosen
  }

  /// Settings with those of earlier versions in today's spelling.
  private static func modern<Estimator: EffectEstimator>(
    _ written: [String: JSONValue], of standard: Estimator
  ) throws(EstimationError) -> [String: JSONValue] {
    let former = Estimator.formerSettings
    if former.isEmpty { return written }
    var modern = written
    for (name, value) in written.sorted(by: { $0.key < $1.key }) {
      guard let setting = former.first(where: { $0.name == camelCase(name) }) else { continue }
      modern[name] = nil
      guard let today = setting.values[value.text] else {
        throw .badSetting(
          name, method: standard.method.identifier,
          problem: Message("error.study.former-setting", ["now": .message(setting.now)]))
      }
      for (name, value) in today {
        guard written.keys.allSatisfy({ camelCase($0) != name }) else {
          throw .badSetting(
            name, method: standard.method.identifier,
            problem: Message("error.study.former-setting-beside", ["former": .fact(setting.name)]))
        }
        modern[name] = .string(value)
      }
    }
    return modern
  }

  /// That a value counts further than the limit; a seed counts nothing.
  private static func excess<Root>(_ value: JSONValue, _ setting: Setting<Root>) -> Message? {
    guard setting.kind == .count, setting.property != "seed" else { return nil }
    switch value {
    case .number(let number) where number > Double(WorkLimit.counts.value): break
    case .whole: break
    default: return nil
    }
    return Message(
      "error.study.counts-too-far",
      ["number": .fact(value.text), "limit": .message(WorkLimit.counts.words)])
  }

  private static func camelCase(_ name: String) -> String {
    let words = name.split(whereSeparator: { $0 == "-" || $0 == "_" })
    guard let first = words.first, words.count > 1 else { return name }
    return String(first)
      + words.dropFirst().map { $0.prefix(1).uppercased() + $0.dropFirst() }
      .joined()
  }
}

extension StudyKey.Kind {
  /// That a value does not fit, and what the setting takes.
  fileprivate var whatFits: Message {
    switch self {
    case .choice(let words), .choices(let words):
      Message("error.study.value-does-not-fit-one-of", ["names": .names(words)])
    case .flag: "error.study.value-does-not-fit-truth"
    case .count: "error.study.value-does-not-fit-whole"
    case .number: "error.study.value-does-not-fit-number"
    default: "error.study.value-does-not-fit"
    }
  }
}
