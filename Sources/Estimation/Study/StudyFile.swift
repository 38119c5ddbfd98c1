import AirQuality
public import Cooperation
import Foundation
import Yams

extension StudyDescription {
  /// Reads a study file.
  ///
  /// - Parameters:
  ///   - yaml: the file's text.
  ///   - file: its name, for messages.
  ///   - registry: where a project is looked up whose date or places the file leaves out.
  /// - Throws: `EstimationError.field` or `.notYAML` with the file and the line.
  public init(
    yaml: String, file: String, registry: Registry? = nil
  ) throws(EstimationError) {
    if let line = YAMLText.lineOfComplexKey(yaml) {
      throw .notYAML("keys written with “?” are not read", file: file, line: line)
    }
    let root: Node
    do {
      guard let node = try Yams.compose(yaml: yaml) else {
        throw EstimationError.notYAML("the file is empty", file: file, line: 1)
      }
      root = node
    } catch let error as EstimationError {
      throw error
    } catch let error as YamlError {
      throw .notYAML(error.problem, file: file, line: error.line)
    } catch {
      throw .notYAML("\(error)", file: file, line: 1)
    }
    let top = try StudyFields(root, path: "", file: file)
    try top.allow([
      "title", "question", "measure", "outcome", "treated", "donors", "before", "after",
      "covariates", "reference_state", "quality", "weather", "estimators", "calibration",
    ])
    let project = try ResolvedProject(top, registry)
    let covariates = try top.pollutants("covariates") ?? []
    let measure = try Measure(top.fields("measure"), project)
    let before = try top.period("before")
    let after = try top.period("after")
    let treated = try TreatedList(top, project, measure: measure, after: after)
    self.init(
      title: try top.text("title"),
      question: try top.optionalText("question"),
      measure: measure,
      outcome: try Outcome(top.fields("outcome")),
      treated: treated.names,
      ownStarts: treated.ownStarts.isEmpty ? nil : treated.ownStarts,
      donors: try DonorRule(top),
      before: before,
      after: after,
      covariates: covariates,
      referenceState: try ReferenceStateRule(top),
      quality: try QualityPolicy(top),
      weather: try WeatherRule(top),
      estimators: try EstimatorChoice.read(top),
      calibration: try Calibration(top))
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
    if let project, top.node("treated") == nil {
      names = project.places
      return
    }
    for item in try top.requiredList("treated") {
      guard item.node.mapping != nil else {
        names.append(item.text)
        continue
      }
      let fields = try top.fields(of: item, in: "treated")
      try fields.allow(["station", "start"])
      let name = try fields.text("station")
      names.append(name)
      guard let start = try fields.optionalDate("start") else { continue }
      guard start >= measure.start else {
        throw fields.bad(
          "start", "is \(start), before the measure’s own (\(measure.start))",
          "give the measure the first of all starts")
      }
      guard start <= after.last else {
        throw fields.bad(
          "start", "is \(start), after the end of the period after (\(after))",
          "lengthen the period after, or leave the station out")
      }
      if start != measure.start { ownStarts[name] = start }
    }
    let repeated = Dictionary(grouping: names) { $0 }.filter { $0.value.count > 1 }.keys.sorted()
    if let name = repeated.first {
      throw top.bad("treated", "names “\(name)” twice", "name each station once")
    }
  }
}

extension YamlError {
  fileprivate var problem: String {
    switch self {
    case .scanner(_, let problem, _, _), .parser(_, let problem, _, _),
      .composer(_, let problem, _, _):
      problem
    default: "\(self)"
    }
  }

  fileprivate var line: Int {
    switch self {
    case .scanner(_, _, let mark, _), .parser(_, _, let mark, _), .composer(_, _, let mark, _):
      mark.line
    default: 1
    }
  }
}

extension Measure {
  init(_ fields: StudyFields, _ resolved: ResolvedProject?) throws(EstimationError) {
    try fields.allow(["name", "project", "start", "end", "description"])
    let project = try fields.optionalText("project")
    guard let name = try fields.optionalText("name") ?? resolved?.name ?? project else {
      throw fields.missing("name", example: "name: low-emission zone")
    }
    let start: CivilDate
    if let resolved, fields.node("start") == nil {
      start = resolved.start
    } else {
      start = try fields.date("start")
    }
    self.init(
      name: name, project: project, start: start,
      end: try fields.optionalDate("end") ?? resolved?.end,
      description: try fields.optionalText("description") ?? resolved?.description)
  }
}

extension ResolvedProject {
  /// The project that a study names, when the study leaves its date or its places out.
  init?(_ top: StudyFields, _ registry: Registry?) throws(EstimationError) {
    guard let registry, top.node("measure") != nil else { return nil }
    let measure = try top.fields("measure")
    guard let id = try measure.optionalText("project"),
      measure.node("start") == nil || top.node("treated") == nil
    else { return nil }
    do {
      self = try registry.resolve(project: id)
    } catch {
      throw measure.bad("project", "cannot be resolved: \(error.what)", error.remedy)
    }
  }
}

extension Outcome {
  init(_ fields: StudyFields) throws(EstimationError) {
    try fields.allow(["pollutant", "average", "scale", "capture", "background"])
    self.init(
      pollutant: Pollutant(try fields.text("pollutant")),
      average: try fields.choice("average", default: .day),
      scale: try fields.choice("scale", default: .linear),
      minimumCapture: try fields.share("capture") ?? 0.75,
      background: try fields.list("background")?.map(\.text) ?? [])
  }
}

extension DonorRule {
  init(_ top: StudyFields) throws(EstimationError) {
    guard let node = top.node("donors") else {
      self.init(origin: .none)
      return
    }
    if let word = node.string, node.mapping == nil {
      guard let origin = Self.origin(word) else {
        throw top.bad(
          "donors", "is “\(word)”, which is no donor rule", "write “all”, “none” or a list")
      }
      self.init(origin: origin)
      return
    }
    if node.sequence != nil {
      self.init(origin: .named(try top.requiredList("donors").map(\.text)))
      return
    }
    let fields = try top.fields("donors")
    try fields.allow(["from", "apart_km", "downwind", "exclude", "capture"])
    var rule = DonorRule()
    if let from = fields.node("from") {
      if let word = from.string, from.sequence == nil {
        guard let origin = Self.origin(word) else {
          throw fields.bad(
            "from", "is “\(word)”, which is no donor rule", "write “all”, “none” or a list")
        }
        rule.origin = origin
      } else {
        rule.origin = .named(try fields.requiredList("from").map(\.text))
      }
    }
    if let distance = try fields.number("apart_km") {
      guard distance >= 0 else {
        throw fields.bad("apart_km", "is negative", "give a distance in kilometres")
      }
      rule.apartKilometres = distance
    }
    if fields.node("downwind") != nil {
      rule.downwind = try DownwindRule(fields.fields("downwind"))
    }
    rule.excluding = try fields.list("exclude")?.map(\.text) ?? []
    rule.minimumShare = try fields.share("capture") ?? rule.minimumShare
    self = rule
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
  static func read(_ top: StudyFields) throws(EstimationError) -> [EstimatorChoice] {
    var choices: [EstimatorChoice] = []
    for item in try top.requiredList("estimators") {
      let choice: EstimatorChoice
      if let mapping = item.node.mapping {
        guard mapping.count == 1, let (key, settings) = mapping.first, let name = key.string else {
          throw top.bad(
            "estimators", "has an entry that is not one method with its settings",
            "write “- difference-in-differences: { confidence-level: 0.9 }”", at: item.node)
        }
        choice = EstimatorChoice(method: name, settings: StudyFields.json(settings))
      } else {
        choice = EstimatorChoice(method: item.text)
      }
      do {
        _ = try EstimatorCatalogue.estimator(choice)
      } catch {
        throw top.bad("estimators", "cannot be read: \(error.what)", error.remedy, at: item.node)
      }
      choices.append(choice)
    }
    return choices
  }
}

extension Calibration {
  init?(_ top: StudyFields) throws(EstimationError) {
    guard top.node("calibration") != nil else { return nil }
    let fields = try top.fields("calibration")
    try fields.allow(["negative_controls", "seed"])
    var calibration = Calibration()
    if let count = try fields.wholeNumber("negative_controls") {
      guard count >= 20 else {
        throw fields.bad(
          "negative_controls", "is \(count), too few for a distribution", "ask for at least 20")
      }
      calibration.negativeControls = count
    }
    if let seed = try fields.wholeNumber("seed") {
      guard seed >= 0 else { throw fields.bad("seed", "is negative", "give a whole number") }
      calibration.seed = UInt64(seed)
    }
    self = calibration
  }
}

extension DownwindRule {
  fileprivate init(_ fields: StudyFields) throws(EstimationError) {
    try fields.allow(["wind_from", "half_width", "km"])
    guard let wind = try fields.number("wind_from"), (0...360).contains(wind) else {
      throw fields.bad(
        "wind_from", "is not a direction", "give the degrees the wind comes from, 0 to 360")
    }
    guard let reach = try fields.number("km"), reach > 0 else {
      throw fields.bad("km", "is not a distance", "say how many kilometres the wind reaches")
    }
    let half = try fields.number("half_width") ?? 45
    guard half > 0, half <= 180 else {
      throw fields.bad("half_width", "is not a sector", "give half of its width, up to 180 degrees")
    }
    self.init(windFrom: wind, halfWidth: half, kilometres: reach)
  }
}
