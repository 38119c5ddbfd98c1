import Documents
import AirQuality
import TextFiles
public import Cooperation
import Foundation

extension StudyDescription {
  /// Reads a study file.
  ///
  /// - Parameters:
  ///   - yaml: the file's text.
  ///   - file: its name, for messages.
  ///   - registry: where a project is looked up whose date or places the file leaves out.
  /// - Throws: `EstimationError.field` with the file and the line.
  public init(
    yaml: String, file: String, registry: Registry? = nil
  ) throws(EstimationError) {
    let top = try StudyFields(yaml: yaml, file: file)
    try top.allow(StudyKey.names(under: ""))
    let project = try ResolvedProject(top, registry)
    let covariates = try top.pollutants("covariates") ?? []
    let measure = try Measure(top.neededFields("measure"), project)
    let before = try top.neededPeriod("before")
    let after = try top.neededPeriod("after")
    let constants = try StationConstants.read(top)
    let predictors = try StatedPredictor.read(
      top, before: before, covariates: covariates, constants: constants ?? [:])
    let estimators = try EstimatorChoice.read(top)
    try StatedPredictor.requireUse(top, predictors, constants: constants, estimators)
    let treated = try TreatedList(top, project, measure: measure, after: after)
    self.init(
      title: try top.needed("title"),
      question: try top.text("question"),
      measure: measure,
      outcome: try Outcome(top.neededFields("outcome")),
      treated: treated.names,
      ownStarts: treated.ownStarts.isEmpty ? nil : treated.ownStarts,
      donors: try DonorRule(top),
      before: before,
      after: after,
      covariates: covariates,
      predictors: predictors,
      constants: constants,
      series: try SeriesChoice.read(top),
      referenceState: try ReferenceStateRule(top),
      quality: try QualityPolicy(top),
      weather: try WeatherRule(top),
      estimators: estimators,
      calibration: try Calibration(top))
    main = try EstimatorChoice.main(top, among: estimators)
    thresholds = try DiagnosticThresholds(top)
    placebo = try Placebo(top, outcome: outcome.pollutant)
    heterogeneity = try Heterogeneity(top)
  }
}

/// The list `treated`: names, and entries `{ station: Shanghai, start: 2015-04-01 }` for stations
/// with a start of their own.
private struct TreatedList {
  var names: [String] = []
  var ownStarts: [String: CivilDate] = [:]

  init(
    _ top: StudyFields, _ project: ResolvedProject?, measure: Measure, after: DatePeriod
  ) throws(EstimationError) {
    // A project's own places stand in for a list that is left out.
    if let project, top.value("treated") == nil {
      names = project.places
      return
    }
    for item in try top.neededItems("treated") {
      guard item.isMapping else {
        names.append(item.text ?? "")
        continue
      }
      let fields = try top.fields(of: item, in: "treated")
      try fields.allow(StudyKey.names(under: "treated"))
      let name = try fields.needed("station")
      names.append(name)
      guard let start = try fields.date("start") else { continue }
      guard start >= measure.start else {
        throw fields.bad(
          "start",
          Message(
            "error.study.is-before-measures-own",
            ["start": .fact(start), "start2": .fact(measure.start)]),
          "error.study.give-measure-first-all")
      }
      guard start <= after.last else {
        throw fields.bad(
          "start",
          Message(
            "error.study.is-after-end-period", ["start": .fact(start), "after": .fact(after)]),
          "error.study.lengthen-period-after-leave")
      }
      if start != measure.start { ownStarts[name] = start }
    }
    let repeated = Dictionary(grouping: names) { $0 }.filter { $0.value.count > 1 }.keys.sorted()
    if let name = repeated.first {
      throw top.bad(
        "treated", Message("error.study.names-twice", ["name": .fact(name)]),
        "error.study.name-each-station-once")
    }
  }
}

extension Measure {
  init(_ fields: StudyFields, _ resolved: ResolvedProject?) throws(EstimationError) {
    try fields.allow(StudyKey.names(under: "measure"))
    let project = try fields.text("project")
    guard let name = try fields.text("name") ?? resolved?.name ?? project else {
      throw fields.missing("name", example: "name: low-emission zone")
    }
    let start: CivilDate
    var second: Int?
    if let resolved, fields.value("start") == nil {
      start = resolved.start
    } else if let text = try fields.text("start"), let moment = Self.moment(text) {
      (start, second) = moment
    } else {
      start = try fields.neededDate("start")
    }
    self.init(
      name: name, project: project, start: start,
      end: try fields.date("end") ?? resolved?.end,
      description: try fields.text("description") ?? resolved?.description, startSecond: second)
  }

  /// A day with a time of the stations' own clock, `2015-04-01 12:00` or `2015-04-01T12:00`.
  private static func moment(_ text: String) -> (CivilDate, Int)? {
    let parts = text.split(maxSplits: 1) { $0 == " " || $0 == "T" }
    guard parts.count == 2, let date = CivilDate(String(parts[0])) else { return nil }
    let clock = parts[1].split(separator: ":", omittingEmptySubsequences: false)
    guard (2...3).contains(clock.count), clock.allSatisfy({ $0.count == 2 }),
      let hour = Int(clock[0]), (0...23).contains(hour),
      let minute = Int(clock[1]), (0...59).contains(minute), clock.count == 2 || clock[2] == "00"
    else { return nil }
    return (date, hour * 3_600 + minute * 60)
  }
}

extension ResolvedProject {
  /// The project that a study names, when the study leaves its date or its places out.
  init?(_ top: StudyFields, _ registry: Registry?) throws(EstimationError) {
    guard let registry, top.value("measure") != nil else { return nil }
    let measure = try top.neededFields("measure")
    guard let id = try measure.text("project"),
      measure.value("start") == nil || top.value("treated") == nil
    else { return nil }
    do {
      self = try registry.resolve(project: id)
    } catch {
      throw measure.bad(
        "project", Message("error.study.cannot-resolved", ["what": .message(error.problem)]),
        error.advice)
    }
  }
}

extension Outcome {
  init(_ fields: StudyFields) throws(EstimationError) {
    try fields.allow(StudyKey.names(under: "outcome"))
    self.init(
      pollutant: Pollutant(try fields.needed("pollutant")),
      average: try fields.choice("average") ?? .day,
      scale: try fields.choice("scale") ?? .linear,
      minimumCapture: try fields.share("capture") ?? 0.75,
      largestGap: try fields.share("gaps") ?? 0.25,
      background: try fields.items("background")?.map { $0.text ?? "" } ?? [])
  }
}

extension DonorRule {
  init(_ top: StudyFields) throws(EstimationError) {
    guard let node = top.value("donors") else {
      self.init(origin: .none)
      return
    }
    if let word = node.text {
      guard let origin = Self.origin(word) else {
        throw top.bad(
          "donors", Message("error.study.is-no-donor-rule", ["word": .fact(word)]),
          "error.study.write-all-none-list")
      }
      self.init(origin: origin)
      return
    }
    if let items = node.items {
      guard !items.isEmpty else { throw Self.namesNone("donors", in: top) }
      self.init(origin: .named(try top.neededItems("donors").map { $0.text ?? "" }))
      return
    }
    let fields = try top.neededFields("donors")
    try fields.allow(StudyKey.names(under: "donors"))
    var rule = DonorRule()
    if let from = fields.value("from") {
      if let word = from.text {
        guard let origin = Self.origin(word) else {
          throw fields.bad(
            "from", Message("error.study.is-no-donor-rule", ["word": .fact(word)]),
            "error.study.write-all-none-list")
        }
        rule.origin = origin
      } else if from.items?.isEmpty == true {
        throw Self.namesNone("from", in: fields)
      } else {
        rule.origin = .named(try fields.neededItems("from").map { $0.text ?? "" })
      }
    }
    if let distance = try fields.number("apart_km") {
      guard distance >= 0 else {
        throw fields.bad(
          "apart_km", "error.study.number-is-negative", "error.study.give-distance-kilometres")
      }
      rule.apartKilometres = distance
    }
    if fields.value("downwind") != nil {
      rule.downwind = try DownwindRule(fields.neededFields("downwind"))
    }
    rule.excluding = try fields.items("exclude")?.map { $0.text ?? "" } ?? []
    rule.minimumShare = try fields.share("capture") ?? rule.minimumShare
    self = rule
  }

  private static func namesNone(_ key: String, in fields: StudyFields) -> EstimationError {
    fields.bad(key, "error.study.is-empty-list", "error.study.write-all-none-list")
  }

  private static func origin(_ word: String) -> Origin? {
    switch word {
    case "all": .all
    case "none": Origin.none
    default: nil
    }
  }
}

extension EstimatorChoice {
  /// The method whose finding leads.
  static func main(
    _ top: StudyFields, among choices: [EstimatorChoice]
  ) throws(EstimationError) -> String? {
    guard let name = try top.text("main") else { return nil }
    let alike = choices.filter { $0.method == name }.count
    guard alike == 1 else {
      throw top.bad(
        "main",
        alike == 0
          ? Message("error.study.names-which-is-not", ["name": .fact(name)])
          : Message(
            "error.study.names-which-study-asks", ["name": .fact(name), "alike": .fact(alike)]),
        alike == 0
          ? Message("error.study.name-one-of", ["names": .names(choices.map(\.method))])
          : "error.study.ask-once-leave-main")
    }
    return name
  }

  static func read(_ top: StudyFields) throws(EstimationError) -> [EstimatorChoice] {
    var choices: [EstimatorChoice] = []
    let items = try top.neededItems("estimators")
    if let words = WorkLimit.estimators.refusal(of: items.count) {
      throw top.bad(
        "estimators",
        Message("error.study.has-entries", ["count": .fact(items.count), "words": .fact(words)]),
        "error.study.ask-fewer-methods")
    }
    for item in items {
      var name = item.text ?? ""
      var settings = JSONValue.object([:])
      if let entries = item.entries {
        guard entries.count == 1, let (only, own) = entries.first else {
          throw top.bad(
            "estimators", "error.study.has-entry-that-is-no-method",
            "error.study.write-difference-differences", at: item)
        }
        name = only
        if !own.isNothing { settings = own.tree }
      }
      do throws(EstimationError) {
        guard let members = settings.members else {
          _ = try EstimatorChoice(method: name).estimator.get()
          throw EstimationError.badSetting(
            settings.text, method: name, problem: "error.study.settings-are-name-value")
        }
        let choice = EstimatorChoice(method: name, settings: members)
        _ = try choice.estimator.get()
        choices.append(choice)
      } catch {
        throw top.bad(
          "estimators",
          Message("error.study.cannot-read-because", ["what": .message(error.problem)]),
          error.advice, at: item)
      }
    }
    return choices
  }
}

extension Placebo {
  init?(_ top: StudyFields, outcome own: Pollutant) throws(EstimationError) {
    guard top.value("placebo") != nil else { return nil }
    let fields = try top.neededFields("placebo")
    try fields.allow(StudyKey.names(under: "placebo"))
    var placebo = Placebo()
    if let count = try fields.wholeNumber("dates") {
      guard count >= 0 else {
        throw fields.bad("dates", "error.study.number-is-negative", "error.study.give-whole-number")
      }
      if let words = WorkLimit.negativeControls.refusal(of: count) {
        throw fields.bad(
          "dates",
          Message(
            "error.study.is-count-too-small", ["count": .fact(count), "words": .fact(words)]),
          "error.study.ask-fewer")
      }
      placebo.dates = count
    }
    if let name = try fields.text("outcome") {
      placebo.outcome = Pollutant(name)
      guard placebo.outcome != own else {
        throw fields.bad(
          "outcome", "error.study.is-outcome-itself", "error.study.name-untouched-outcome")
      }
    }
    self = placebo
  }
}

extension Heterogeneity {
  init?(_ top: StudyFields) throws(EstimationError) {
    guard let node = top.value("heterogeneity") else { return nil }
    var asked = Heterogeneity()
    if let word = node.text {
      guard word == "on" || word == "true" else {
        throw top.bad(
          "heterogeneity", Message("error.study.heterogeneity-is-no-word", ["word": .fact(word)]),
          "error.study.write-heterogeneity")
      }
      self = asked
      return
    }
    let fields = try top.neededFields("heterogeneity")
    try fields.allow(StudyKey.names(under: "heterogeneity"))
    if let names = try fields.texts("by") {
      asked.kinds = []
      for name in names {
        guard let kind = Kind(rawValue: name) else {
          throw fields.bad(
            "by", Message("error.study.heterogeneity-is-no-word", ["word": .fact(name)]),
            Message(
              "error.study.choose-method", ["known": .names(Kind.allCases.map(\.rawValue))]))
        }
        if !asked.kinds.contains(kind) { asked.kinds.append(kind) }
      }
    }
    if let count = try fields.wholeNumber("controls") {
      guard count >= Calibration.fewestControls else {
        throw fields.bad(
          "controls", Message("error.study.is-too-few-distribution", ["count": .fact(count)]),
          "error.study.ask-for-twenty")
      }
      if let words = WorkLimit.negativeControls.refusal(of: count) {
        throw fields.bad(
          "controls",
          Message(
            "error.study.is-count-too-small", ["count": .fact(count), "words": .fact(words)]),
          "error.study.ask-fewer")
      }
      asked.controls = count
    }
    if let seed = try fields.wholeNumber("seed") {
      guard seed >= 0 else {
        throw fields.bad("seed", "error.study.number-is-negative", "error.study.give-whole-number")
      }
      asked.seed = UInt64(seed)
    }
    self = asked
  }
}

extension DownwindRule {
  fileprivate init(_ fields: StudyFields) throws(EstimationError) {
    try fields.allow(StudyKey.names(under: "donors.downwind"))
    guard let wind = try fields.number("wind_from"), (0...360).contains(wind) else {
      throw fields.bad(
        "wind_from", "error.study.is-not-direction", "error.study.give-degrees-wind-comes")
    }
    guard let reach = try fields.number("km"), reach > 0 else {
      throw fields.bad("km", "error.study.is-not-distance", "error.study.say-how-many-kilometres")
    }
    let half = try fields.number("half_width") ?? 45
    guard half > 0, half <= 180 else {
      throw fields.bad("half_width", "error.study.is-not-sector", "error.study.give-half-width-up")
    }
    self.init(windFrom: wind, halfWidth: half, kilometres: reach)
  }
}
