import Documents
import Estimation
import Evidence
import Foundation
import TestSupport
import Testing

@Suite("Settings of methods")
struct MethodSettingsTests {
  /// The stored properties of a method, those of its family's block among them.
  private static func properties(_ value: Any) -> [String] {
    Mirror(reflecting: value).children.flatMap { child in
      child.label == "shared" ? properties(child.value) : [child.label ?? ""]
    }
  }

  @Test("Every setting is listed with what it may be, its default and a reason")
  func complete() throws {
    for estimator in EstimatorCatalogue.all {
      let written = try #require(EstimatorCatalogue.settings(of: estimator).members)
      let listed = EstimatorCatalogue.settingList(of: estimator)
      #expect(listed.map(\.property) == written.keys.sorted())
      #expect(listed.map(\.property) == Self.properties(estimator).sorted())
      for setting in listed {
        // A name that nobody gives has no default; its row says so.
        #expect(!setting.standard.isEmpty || setting.kind == .text, "\(setting.name)")
        let method = estimator.method.identifier
        #expect(
          Catalogue.builtIn.has("setting.\(method).\(setting.property)")
            || Catalogue.builtIn.has("setting.\(setting.property)"), "\(setting.property)")
      }
    }
  }

  @Test("A name as it is listed is taken by a study, and means the property", .tags(.property))
  func names() throws {
    for estimator in EstimatorCatalogue.all {
      for setting in EstimatorCatalogue.settingList(of: estimator) {
        let value: JSONValue =
          switch setting.kind {
          case .choice, .text: .string(setting.standard)
          default: try JSONValue(text: setting.standard)
          }
        for name in [setting.name, setting.property] {
          _ = try EstimatorCatalogue.estimator(
            EstimatorChoice(method: estimator.method.identifier, settings: [name: value]))
        }
      }
    }
  }

  @Test("Words of a closed list are those that the method takes", .tags(.analytical))
  func words() throws {
    let settings = EstimatorCatalogue.settingList(of: SyntheticControl())
    let predictors = try #require(settings.first { $0.property == "predictors" })
    #expect(
      predictors.kind == .choice(SyntheticControl.Predictors.allCases.map(\.rawValue)))
    #expect(settings.first { $0.property == "demeaned" }?.kind == .flag)
    #expect(settings.first { $0.property == "confidenceLevel" }?.standard == "0.95")
  }
}
