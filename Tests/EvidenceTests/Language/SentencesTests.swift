import Documents
import AirQuality
import Estimation
import TestSupport
import Testing
import Weather

@testable import Evidence

@Suite("Sentences in three languages")
struct SentencesTests {
  private let languages = [Language.japanese, .chinese]

  private func blanks(_ text: String) -> [String] {
    text.matches(of: /\{[^}]*\}/).map { String($0.output) }.sorted()
  }

  @Test("Every row has three languages with the same blanks and no English sentence")
  func table() {
    let rows = Sentences.builtIn.rows
    #expect(rows.count > 200)
    #expect(Set(rows.map(\.phrase.english)).count == rows.count)
    for phrase in rows.map(\.phrase) {
      for text in [phrase.japanese, phrase.chinese] {
        #expect(!text.isEmpty, "\(phrase.english)")
        #expect(blanks(text) == blanks(phrase.english), "\(text)")
        #expect(EnglishWords.sentences(text).isEmpty, "\(text)")
      }
    }
  }

  @Test("Blanks are looked up in turn, numbers hold no letters, names stay")
  func reading() {
    #expect(
      Sentences.text("group-time compares with donors and the study has none", .japanese)
        == "グループ・時点別平均処置効果 ATT(g,t)（Callaway–Sant’Anna）は対照局との比較を要するが、研究に対照局がない")
    #expect(
      Sentences.text(
        "Aotizhongxin: no PM2.5 values in 2014; name donors, or choose a design "
          + "without them", .chinese)
        == "Aotizhongxin：2014 没有 PM2.5 的数值；请指定对照站点，或选择不需要对照站点的方法")
    #expect(Sentences.builtIn.translation(of: "bread and butter", .chinese) == nil)
    #expect(Sentences.text("12.5 and 9", .chinese) == "12.5 与 9")
    #expect(Sentences.text("what nobody wrote", .japanese) == "what nobody wrote")
  }

  // MARK: Errors

  /// One of each; the switch below makes the compiler ask for those that come later.
  private var studyErrors: [EstimationError] {
    return [
      .shape("3 treatments for 2 stations"), .noTreatedStation,
      .noDonors(method: "Synthetic control"),
      .gaps(station: "S1", percent: 40, period: "the period before", isTreated: true, limit: 0.25),
      .gaps(station: "S1", percent: 40, period: "the period before", isTreated: false, limit: 0.25),
      .periodsOverlap(before: "2014", after: "2014"),
      .measureInsideBefore(start: "2014-05-01", before: "2014"),
      .measureInsideAfter(start: "2016-05-01", after: "2015"),
      .measureEnded(end: "2014-12-31", after: "2015"),
      .tooFewEffectiveDays(found: 1.5, needed: 2, period: "after", days: 20),
      .tooFewObservations(found: 3, needed: 10, period: "before"),
      .beyondData(window: "2000 to 2030", days: 11_000, dataDays: 300),
      .noData(station: "S1", pollutant: "PM2.5", window: "2014"),
      .unknownStation("Tokio", pollutant: "PM2.5", nearest: []),
      .unknownStation("Tokio", pollutant: "PM2.5", nearest: ["Tokyo"]),
      .ambiguousStation("Centre", candidates: ["a/Centre", "b/Centre"]),
      .axesDiffer(station: "S1", reason: Message("error.study.unit-is-first-has", ["unit": .text("K"), "unit2": .text("°C")])),
      .tooCoarse(station: "S1", step: .day, average: "hour"),
      .collinear(columns: ["trend"], with: ["season"]),
      .unknownMethod("magic", known: ["before-after"]),
      .unknownSetting("speed", method: "before-after", known: ["replicates"]),
      .badSetting(
        "draws", method: "group-time", problem: "error.study.changes-nothing-other-settings"),
      .staggeredStarts(method: "Synthetic control"),
      .tooFewStations(found: 1, needed: 2, kind: "error.study.donors", method: "Synthetic control"),
      .ownStart(station: "S1", start: "2013-01-01", problem: Message("error.study.lies-period-before", ["before": .text("2014")])),
      .constantOutcome,
      .constantLacks("population", stations: 1, examples: ["S1"]),
      .tooFewObservations(found: 1, needed: 2, period: "2014-01-01..2014-12-31"),
      .constantLacks("population", stations: 2, examples: ["S1", "S2"]),
      .constantLacks("population", stations: 9, examples: ["S1", "S2"]),
      .numerical("error.study.no-treated-value-could"),
    ]
  }

  private func isListed(_ error: EstimationError) -> Bool {
    switch error {
    case .field: false  // Raised while a study is read, before there is a page.
    case .shape, .noTreatedStation, .noDonors, .gaps, .periodsOverlap, .measureInsideBefore,
      .measureInsideAfter, .measureEnded, .tooFewEffectiveDays, .tooFewObservations, .beyondData,
      .noData, .unknownStation, .ambiguousStation, .axesDiffer, .tooCoarse, .collinear,
      .unknownMethod, .unknownSetting, .badSetting, .staggeredStarts, .tooFewStations, .ownStart,
      .constantOutcome, .unmeasured, .numerical, .constantLacks:
      true
    }
  }

  @Test("Reasons of methods that could not answer are in the page’s language")
  func errors() {
    for error in studyErrors {
      #expect(isListed(error))
      for language in languages {
        // A size that does not fit is a fault of ours, in the words of the programmer.
        if case .shape = error { continue }
        let text = Catalogue.builtIn.text(error.reason, language)
        #expect(EnglishWords.sentences(text).isEmpty, "\(text)")
        #expect(!text.contains("{") && !text.contains("⟨"), "\(text)")
      }
    }
  }

  private var weatherErrors: [WeatherError] {
    [
      .noWeather(station: "S1", constant: []), .noWeather(station: "S1", constant: ["pressure"]),
      .tooFewRows(station: "S1", found: 3, needed: 100),
      .tooShort(station: "S1", pool: "season", days: 200, needed: 731),
      .axesDiffer(
        station: "S1", variable: "temperature", reason: Message("error.study.unit-is-first-has", ["unit": .text("K"), "unit2": .text("°C")])),
      .periodTooShort(station: "S1", days: 3, needed: 30),
      .periodsApart(station: "S1", overlap: 0.1),
      .emptyReference(station: "S1", period: "1991 to 2020"),
      .numerical(
        station: "S1", Message("error.kernel.training", ["words": .text("no rows")])),
    ]
  }

  @Test("Reasons of weather that cannot be taken out are in the page’s language")
  func weather() {
    for error in weatherErrors {
      for message in [error.reason, error.withoutPlace] {
        for language in languages {
          let own = Catalogue.builtIn.text(message, language)
          #expect(EnglishWords.sentences(own).isEmpty, "\(own)")
          #expect(!own.contains("{") && !own.contains("⟨"), "\(own)")
        }
      }
    }
  }

  // MARK: Methods

  @Test(
    "How each method’s interval was made and what it remarks is in the page’s language",
    arguments: EstimatorCatalogue.all.map(\.method.identifier))
  func methods(_ identifier: String) throws {
    let study = try Study.simulated(
      levelChange: -4, noise: 3, shared: 4, treated: 1, donors: 6, daysBefore: 120, daysAfter: 60,
      missingShare: 0.01)
    let estimator = try EstimatorCatalogue.estimator(EstimatorChoice(method: identifier))
    let effect: EffectEstimate
    let tables: [FitTable]
    do {
      let fit = try estimator.anyEstimate(study)
      effect = fit.effect
      tables = fit.tables
    } catch {
      for language in languages {
        let text = Catalogue.builtIn.text(error.reason, language)
        #expect(EnglishWords.sentences(text).isEmpty, "\(text)")
      }
      return
    }
    for language in languages {
      let interval = try #require(effect.interval?.method)
      let own = Sentences.builtIn.translation(of: interval, language)
      #expect(own != nil, "\(interval)")
      #expect(EnglishWords.sentences(own ?? "").isEmpty, "\(own ?? "")")
      for table in tables where table.drawing != nil {
        let caption = Catalogue.builtIn.text(table.captionText, language)
        #expect(EnglishWords.sentences(caption).isEmpty, "\(table.name): \(caption)")
      }
      for diagnostic in effect.diagnostics {
        let text = Catalogue.builtIn.text(.diagnostic(diagnostic), language)
        #expect(EnglishWords.sentences(text).isEmpty, "\(diagnostic.identifier): \(text)")
        #expect(!text.contains("{"), "\(diagnostic.identifier): \(text)")
      }
    }
  }
}
