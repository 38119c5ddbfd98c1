import Documents
import Foundation

/// A setting of a method: its name as a study file writes it, what it may be, and its default.
///
/// Names in YAML and JSON and those of the type's properties differ in their spelling alone:
/// `confidence-level` and `confidenceLevel` are one setting, and a study may write either.
public struct MethodSetting: Hashable, Sendable {
  /// The property, `confidenceLevel`.
  public let property: String
  /// The name in a study file, `confidence-level`.
  public let name: String
  /// What is written behind it.
  public let kind: StudyKey.Kind
  /// Between which numbers it has a meaning; `nil` where nothing is said.
  public let range: SettingRange?
  /// The default, as a study writes it.
  public let standard: String

  init<Method: EffectEstimator>(_ setting: Setting<Method>, of method: Method) {
    property = setting.property
    // `covarianceLags` as `covariance-lags`.
    name = setting.property.reduce(into: "") { name, letter in
      if letter.isUppercase { name += "-" }
      name += letter.lowercased()
    }
    kind = setting.kind
    range = setting.range
    standard = setting.value(method).text.trimmingCharacters(in: ["\""])
  }
}

extension EstimatorCatalogue {
  /// Every setting of a method in alphabetical order.
  public static func settingList(of estimator: some EffectEstimator) -> [MethodSetting] {
    type(of: estimator).settings.map { MethodSetting($0, of: estimator) }
      .sorted { $0.property < $1.property }
  }
}
