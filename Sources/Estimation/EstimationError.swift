public import Documents
public import AirQuality
import TextFiles

/// Why a study cannot be read, put together or answered.
public enum EstimationError: Error, Equatable, Sendable {
  /// A field of the study file is missing, unknown or has a value it cannot have.
  case field(String, problem: Message, remedy: Message, file: String, line: Int)
  /// Sizes do not match.
  case shape(String)
  /// Nothing is treated.
  case noTreatedStation
  /// The design compares with donors and there are none.
  case noDonors(method: String)
  /// A station misses too much to be filled in.
  ///
  /// - Parameter limit: the outcome's `largestGap`.
  case gaps(station: String, percent: Int, period: String, isTreated: Bool, limit: Double)
  /// The two periods share days.
  case periodsOverlap(before: String, after: String)
  /// The measure is in force in the period before.
  case measureInsideBefore(start: String, before: String)
  /// The measure is not yet in force at the beginning of the period after.
  case measureInsideAfter(start: String, after: String)
  /// The measure has ended before the period after begins.
  case measureEnded(end: String, after: String)
  /// Too few days that are independent of each other in one of the periods.
  case tooFewEffectiveDays(found: Double, needed: Double, period: String, days: Int)
  /// Less than a year before the measure, and neither donors nor weather that carry the season.
  case seasonUntold(days: Int)
  /// Too few observations in one of the periods.
  case tooFewObservations(found: Int, needed: Int, period: String)
  /// The periods reach further beyond the data than the limit allows.
  case beyondData(window: String, days: Int, dataDays: Int)
  /// A station has no data for the outcome in the study's window.
  case noData(station: String, pollutant: String, window: String)
  /// Stations of the study for which a constant that it predicts from has no number.
  case constantLacks(String, stations: Int, examples: [String])
  /// No station at all measures the pollutant.
  case absentPollutant(String)
  /// A station has two roles that exclude each other.
  case twoRoles(station: String, problem: Message)
  /// No station of that name measures the pollutant.
  case unknownStation(String, pollutant: String, nearest: [String])
  /// Several stations answer to the name.
  case ambiguousStation(String, candidates: [String])
  /// Series cannot be put on one axis.
  case axesDiffer(station: String, reason: Message)
  /// A series is coarser than the average the study asks for.
  case tooCoarse(station: String, step: TimeStep, average: String)
  /// Two regressors say the same.
  case collinear(columns: [String], with: [String])
  /// No such method.
  case unknownMethod(String, known: [String])
  /// No such setting of a method.
  case unknownSetting(String, method: String, known: [String])
  /// A setting has a value it cannot have.
  case badSetting(String, method: String, problem: Message)
  /// The treated stations start on different dates and the design needs one.
  case staggeredStarts(method: String)
  /// Too few stations of a kind for the design.
  case tooFewStations(found: Int, needed: Int, kind: Message, method: String)
  /// A station's own start is not one the study can use.
  case ownStart(station: String, start: String, problem: Message)
  /// The outcome never changes.
  case constantOutcome
  /// Years of the study do not behave like measurements; one sentence each.
  case unmeasured([Message])
  /// A kernel gave up.
  case numerical(Message)
}

extension EstimationError: Explained {
  /// A method as it was called, by its name where the reader's language has one.
  private static func named(_ method: String) -> Value {
    let known = EstimatorCatalogue.all.first { $0.method.name == method }?.method.identifier
    let id = "method.\(known ?? method).name"
    let row = Catalogue.builtIn.rows.first {
      $0.id == id || ($0.texts[.english] == method && $0.id.hasPrefix("method."))
    }
    return .translated(
      method, japanese: row?.texts[.japanese], chinese: row?.texts[.chinese])
  }

  /// What is wrong.
  public var problem: Message {
    switch self {
    case .field(let name, let problem, _, _, _): .field(name, problem)
    case .shape(let problem): .verbatim(problem)
    case .noTreatedStation: "error.study.no-station-study-is"
    case .constantLacks(let name, let stations, let examples):
      Message(
        stations > examples.count
          ? "error.study.constant-lacks-among-others" : "error.study.constant-lacks",
        ["name": .fact(name), "count": .fact(stations), "stations": .names(examples)])
    case .noDonors(let method):
      Message("error.study.compares-donors-study-has", ["method": Self.named(method)])
    case .gaps(_, let percent, let period, _, let limit):
      Message(
        "error.study.steps-are-missing-most",
        [
          "percent": .fact(percent), "period": .fact(period),
          "limit": .fact(Decimals.significant(100 * limit)),
        ])
    case .periodsOverlap(let before, let after):
      Message(
        "error.study.periods-before-after-share", ["before": .fact(before), "after": .fact(after)])
    case .measureInsideBefore(let start, let before):
      Message(
        "error.study.measure-starts-inside-period",
        ["start": .fact(start), "before": .fact(before)])
    case .measureInsideAfter(let start, let after):
      Message(
        "error.study.measure-starts-later-than", ["start": .fact(start), "after": .fact(after)])
    case .measureEnded(let end, let after):
      Message(
        "error.study.measure-ended-before-period", ["end": .fact(end), "after": .fact(after)])
    case .tooFewEffectiveDays(let found, let needed, let period, let count):
      Message(
        "error.study.steps-period-tell-much",
        [
          "count": .fact(count), "period": .fact(period), "found": .fact(Decimals.three(found)),
          "needed": .fact(Decimals.three(needed)),
        ])
    case .seasonUntold(let days):
      Message("error.study.season-untold", ["days": .count(days)])
    case .tooFewObservations(let found, let needed, let period):
      Message(
        "error.study.period-least-are-needed",
        [
          "found": .fact(found), "period": .fact(period),
          "needed": .fact(needed),
        ])
    case .beyondData(let window, let days, let dataDays):
      Message(
        "error.study.periods-have-days-data",
        [
          "window": .fact(window), "days": .fact(days), "dataDays": .fact(dataDays),
          "dataDays2": .fact(days - dataDays), "emptyDays": .fact(WorkLimit.emptyDays.words),
        ])
    case .noData(_, let pollutant, let window):
      Message("error.study.no-values", ["pollutant": .fact(pollutant), "window": .fact(window)])
    case .absentPollutant(let pollutant):
      Message("error.study.archive-has-no", ["pollutant": .fact(pollutant)])
    case .twoRoles(_, let problem): problem
    case .unknownStation(let name, let pollutant, _):
      Message(
        "error.study.no-station-is-archive", ["name": .fact(name), "pollutant": .fact(pollutant)])
    case .ambiguousStation(let name, _):
      Message("error.study.several-stations-are-called", ["name": .fact(name)])
    case .axesDiffer(_, let reason):
      Message("error.study.series-cannot-join-others", ["reason": .fact(reason)])
    case .tooCoarse(_, let step, let average):
      Message(
        "error.study.series-has-steps-too",
        ["step": .fact(step.inWords), "average": .fact(average)])
    case .collinear(let columns, let others):
      Message("error.kernel.collinear", ["columns": .names(columns), "others": .names(others)])
    case .unknownMethod(let name, _):
      Message("error.study.there-is-no-method", ["name": .fact(name)])
    case .unknownSetting(let name, let method, _):
      Message("error.study.has-no-setting", ["method": Self.named(method), "name": .fact(name)])
    case .badSetting(let name, let method, let problem):
      Message(
        "error.study.bad-setting",
        ["method": Self.named(method), "name": .fact(name), "problem": .fact(problem)])
    case .staggeredStarts(let method):
      Message("error.study.needs-one-start-treated", ["method": Self.named(method)])
    case .tooFewStations(let found, let needed, let kind, let method):
      Message(
        "error.study.needs-least-study-has",
        [
          "method": Self.named(method), "needed": .fact(needed), "kind": .fact(kind),
          "found": .fact(found),
        ])
    case .ownStart(_, let start, let problem):
      Message("error.study.own-start", ["start": .fact(start), "problem": .fact(problem)])
    case .constantOutcome: "error.study.outcome-has-same-value"
    case .unmeasured(let sentences): .several(sentences)
    case .numerical(let problem): problem
    }
  }

  /// Where.
  public var place: Message? {
    switch self {
    case .field(_, _, _, let file, let line): .line(line, of: file)
    case .gaps(let station, _, _, _, _): .verbatim(station)
    case .noData(let station, _, _), .axesDiffer(let station, _), .tooCoarse(let station, _, _),
      .ownStart(let station, _, _), .twoRoles(let station, _):
      .verbatim(station)
    default: nil
    }
  }

  /// What to do.
  public var advice: Message {
    switch self {
    case .field(_, _, let remedy, _, _): remedy
    case .shape: "error.study.report-is-fault-ours"
    case .noTreatedStation: "error.study.name-least-one-station"
    case .constantLacks:
      "error.study.add-their-rows-leave"
    case .noDonors: "error.study.name-donors-choose-design"
    case .gaps(_, let percent, _, let isTreated, _):
      Message(
        isTreated
          ? "error.study.shorten-or-leave-station" : "error.study.shorten-or-leave-donor",
        ["share": .fact(Double(min(100, percent + 1)) / 100)])
    case .periodsOverlap: "error.study.end-period-before-earlier"
    case .measureInsideBefore: "error.study.end-period-before-day"
    case .measureInsideAfter: "error.study.begin-period-after-measures"
    case .measureEnded: "error.study.begin-period-after-while"
    case .tooFewEffectiveDays:
      "error.study.lengthen-period-compare-donors"
    case .seasonUntold: "error.study.season-untold-advice"
    case .tooFewObservations: "error.study.widen-period-lower-data"
    case .beyondData: "error.study.write-periods-data-are"
    case .noData: "error.study.check-spelling-window-airaccord"
    case .absentPollutant: "error.study.see-what-there-is"
    case .twoRoles: "error.study.name-it-once"
    case .unknownStation(_, _, let nearest):
      nearest.isEmpty
        ? "error.study.list-them-airaccord-stations"
        : Message("error.study.did-you-mean-airaccord", ["nearest": .names(nearest)])
    case .ambiguousStation(_, let candidates):
      Message("error.study.write-one", ["candidates": .names(candidates)])
    case .axesDiffer: "error.study.ingest-step-phase-others"
    case .tooCoarse: "error.study.ask-longer-average"
    case .collinear: "error.study.leave-out-or-widen"
    case .unknownMethod(_, let known):
      Message("error.study.choose-method", ["known": .names(known)])
    case .unknownSetting(_, _, let known):
      Message("error.study.choose-method", ["known": .names(known)])
    case .badSetting: "error.study.change-setting-said-leave"
    case .staggeredStarts:
      "error.study.choose-group-time-imputation"
    case .tooFewStations: "error.study.widen-donors-rule-choose"
    case .ownStart: "error.study.give-day-from-measures"
    case .constantOutcome: "error.study.check-series-airaccord-series"
    case .unmeasured:
      "error.study.end-studys-periods-before"
    case .numerical: "error.study.check-data-studys-window"
    }
  }
}

extension Message {
  /// A number that is not in its range.
  static func outside(_ value: Int, _ range: ClosedRange<Int>) -> Message {
    Message(
      "error.study.is-not-from-to",
      ["value": .fact(value), "least": .fact(range.lowerBound), "most": .fact(range.upperBound)])
  }
}
