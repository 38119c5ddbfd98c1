import Documents
import TextFiles
import Foundation

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
    guard let standard = all.first(where: { $0.method.identifier == choice.method }) else {
      throw .unknownMethod(choice.method, known: all.map(\.method.identifier))
    }
    return try configured(standard, settings: choice.settings)
  }

  /// A method's settings as JSON with sorted keys.
  public static func settings(of estimator: any EffectEstimator) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    guard let data = try? encoder.encode(estimator) else { return "{}" }
    return String(decoding: data, as: UTF8.self)
  }

  private static func configured<Estimator: EffectEstimator>(
    _ standard: Estimator, settings: String
  ) throws(EstimationError) -> Estimator {
    let method = standard.method.identifier
    guard let written = object(settings), let defaults = object(self.settings(of: standard)) else {
      throw .badSetting(settings, method: method, problem: "error.study.settings-are-name-value")
    }
    let given = try modern(written, of: standard)
    if given.isEmpty { return standard }
    if let (name, words) = excess(given, of: standard) {
      throw .badSetting(name, method: method, problem: words)
    }
    var merged = defaults
    for (name, value) in given.sorted(by: { $0.key < $1.key }) {
      let property = camelCase(name)
      guard defaults[property] != nil else {
        throw .unknownSetting(name, method: method, known: defaults.keys.sorted())
      }
      merged[property] = value
    }
    do {
      let data = try JSONSerialization.data(withJSONObject: merged, options: [.sortedKeys])
      let chosen = try JSONDecoder().decode(Estimator.self, from: data)
      let changed = object(self.settings(of: chosen)) ?? [:]
      for name in given.keys.map(camelCase).sorted() where chosen.idleSettings.contains(name) {
        guard "\(changed[name] ?? "")" != "\(defaults[name] ?? "")" else { continue }
        throw EstimationError.badSetting(
          name, method: method, problem: "error.study.changes-nothing-other-settings")
      }
      return chosen
    } catch let error as EstimationError {
      throw error
    } catch let error as DecodingError {
      let name = path(of: error)
      throw .badSetting(
        name, method: method, problem: fitting(name, of: standard))
    } catch {
      throw .badSetting(settings, method: method, problem: "error.study.value-does-not-fit")
    }
  }

  /// Settings with those of earlier versions in today's spelling.
  private static func modern<Estimator: EffectEstimator>(
    _ written: [String: Any], of standard: Estimator
  ) throws(EstimationError) -> [String: Any] {
    let former = Estimator.formerSettings
    if former.isEmpty { return written }
    var modern = written
    for (name, value) in written.sorted(by: { $0.key < $1.key }) {
      guard let setting = former.first(where: { $0.name == camelCase(name) }) else { continue }
      modern[name] = nil
      let json = try? JSONSerialization.data(withJSONObject: [value])
      let text = String(decoding: (json ?? Data()).dropFirst().dropLast(), as: UTF8.self)
      guard let today = setting.values[text] else {
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
        modern[name] = value
      }
    }
    return modern
  }

  /// The first setting, by name, that counts further than the limit; a seed counts nothing.
  private static func excess(
    _ given: [String: Any], of standard: any EffectEstimator
  ) -> (name: String, words: Message)? {
    let counts = Mirror(reflecting: standard).children.filter {
      $0.value is Int || type(of: $0.value) == Int?.self
    }.compactMap(\.label)
    for (name, value) in given.sorted(by: { $0.key < $1.key }) where camelCase(name) != "seed" {
      guard counts.contains(camelCase(name)), let number = value as? NSNumber,
        number.doubleValue > Double(WorkLimit.counts.value)
      else { continue }
      return (
        name,
        Message(
          "error.study.counts-too-far",
          ["number": .fact("\(number)"), "limit": .message(WorkLimit.counts.words)])
      )
    }
    return nil
  }

  static func object(_ json: String) -> [String: Any]? {
    (try? JSONSerialization.jsonObject(with: Data(json.utf8))) as? [String: Any]
  }

  private static func camelCase(_ name: String) -> String {
    let words = name.split(whereSeparator: { $0 == "-" || $0 == "_" })
    guard let first = words.first, words.count > 1 else { return name }
    return String(first)
      + words.dropFirst().map { $0.prefix(1).uppercased() + $0.dropFirst() }
      .joined()
  }

  /// That a value does not fit, and what the setting takes where its type says.
  private static func fitting(_ name: String, of standard: any EffectEstimator) -> Message {
    func words<Words: CaseIterable & RawRepresentable>(_ type: Words.Type) -> Message {
      Message(
        "error.study.value-does-not-fit-one-of",
        ["names": .names(type.allCases.map { "\($0.rawValue)" })])
    }
    guard
      let value = Mirror(reflecting: standard).children.first(where: { $0.label == name })?.value
    else { return "error.study.value-does-not-fit" }
    switch type(of: value) {
    case let type as any (CaseIterable & RawRepresentable).Type: return words(type)
    case is Bool.Type: return "error.study.value-does-not-fit-truth"
    case is any BinaryInteger.Type: return "error.study.value-does-not-fit-whole"
    case is any BinaryFloatingPoint.Type: return "error.study.value-does-not-fit-number"
    default: return "error.study.value-does-not-fit"
    }
  }

  private static func path(of error: DecodingError) -> String {
    switch error {
    case .typeMismatch(_, let context), .valueNotFound(_, let context),
      .keyNotFound(_, let context), .dataCorrupted(let context):
      context.codingPath.map(\.stringValue).joined(separator: ".")
    @unknown default: ""
    }
  }
}
