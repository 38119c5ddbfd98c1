import Documents
import Estimation
import Evidence
import Foundation
import TestSupport
import Testing

@Suite("Settings of methods")
struct MethodSettingsTests {
  @Test("Every setting is listed with what it may be, its default and a reason")
  func complete() throws {
    for estimator in EstimatorCatalogue.all {
      let json = Data(EstimatorCatalogue.settings(of: estimator).utf8)
      let written = try #require(try JSONSerialization.jsonObject(with: json) as? [String: Any])
      let listed = EstimatorCatalogue.settingList(of: estimator)
      #expect(listed.map(\.property) == written.keys.sorted())
      for setting in listed {
        // A name that nobody gives has no default; its row says so.
        #expect(!setting.standard.isEmpty || setting.kind == .text, "\(setting.name)")
        #expect(Catalogue.builtIn.has("setting.\(setting.property)"), "\(setting.property)")
      }
    }
  }

  @Test("A name as it is listed is taken by a study, and means the property", .tags(.property))
  func names() throws {
    for estimator in EstimatorCatalogue.all {
      for setting in EstimatorCatalogue.settingList(of: estimator) {
        let value =
          switch setting.kind {
          case .choice, .text: "\"\(setting.standard)\""
          default: setting.standard
          }
        for name in [setting.name, setting.property] {
          _ = try EstimatorCatalogue.estimator(
            EstimatorChoice(
              method: estimator.method.identifier, settings: "{\"\(name)\": \(value)}"))
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
