import Foundation

/// A setting of a method: its name as a study file writes it, what it may be, and its default.
///
/// Names in YAML and JSON and those of the type's properties differ in their spelling alone:
/// `confidence-level` and `confidenceLevel` are one setting, and a study may write either.
public struct MethodSetting: Hashable, Encodable, Sendable {
  /// The property, `confidenceLevel`.
  public let property: String
  /// The name in a study file, `confidence-level`.
  public let name: String
  /// What is written behind it.
  public let kind: StudyKey.Kind
  /// The default, as JSON writes it.
  public let standard: String

  private enum CodingKeys: String, CodingKey { case name, allowed, standard }

  /// Name, allowed words where they are a closed list, and default.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(name, forKey: .name)
    if case .choice(let words) = kind { try container.encode(words, forKey: .allowed) }
    try container.encode(standard, forKey: .standard)
  }
}

extension EstimatorCatalogue {
  /// Every setting of a method in alphabetical order, read from the method itself.
  public static func settingList(of estimator: some EffectEstimator) -> [MethodSetting] {
    guard let defaults = object(settings(of: estimator)) else { return [] }
    let values = Dictionary(
      Mirror(reflecting: estimator).children.compactMap { child in
        child.label.map { ($0, child.value) }
      }, uniquingKeysWith: { first, _ in first })
    return defaults.keys.sorted().map { property in
      MethodSetting(
        property: property, name: kebabCase(property),
        kind: kind(of: values[property], property), standard: text(defaults[property]))
    }
  }

  private static func kind(of value: Any?, _ property: String) -> StudyKey.Kind {
    guard let value else { return .text }
    if let words = (type(of: value) as? any CaseIterable.Type).map(words) { return .choice(words) }
    switch value {
    case is Bool: return .flag
    case is Int, is UInt64: return .count
    case is Double: return .number
    case is [Any]: return .list
    default: return .text
    }
  }

  private static func words(_ type: any CaseIterable.Type) -> [String] {
    func all<Cases: CaseIterable>(_ cases: Cases.Type) -> [String] {
      cases.allCases.compactMap { ($0 as? any RawRepresentable)?.rawValue as? String }
    }
    return all(type)
  }

  private static func text(_ value: Any?) -> String {
    guard let value,
      let data = try? JSONSerialization.data(
        withJSONObject: value, options: [.fragmentsAllowed, .sortedKeys])
    else { return "" }
    return String(decoding: data, as: UTF8.self).trimmingCharacters(in: ["\""])
  }

  /// `covarianceLags` as `covariance-lags`.
  private static func kebabCase(_ property: String) -> String {
    property.reduce(into: "") { name, letter in
      if letter.isUppercase { name += "-" }
      name += letter.lowercased()
    }
  }
}
