public import AirQuality
import TextFiles

/// Why a study cannot be read, put together or answered.
public enum EstimationError: Error, Equatable, Sendable {
  /// A field of the study file is missing, unknown or has a value it cannot have.
  case field(String, problem: String, remedy: String, file: String, line: Int)
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
  /// Too few observations in one of the periods.
  case tooFewObservations(found: Int, needed: Int, period: String)
  /// The periods reach further beyond the data than the limit allows.
  case beyondData(window: String, days: Int, dataDays: Int)
  /// A station has no data for the outcome in the study's window.
  case noData(station: String, pollutant: String, window: String)
  /// Stations of the study for which a constant that it predicts from has no number.
  case constantLacks(String, stations: Int, examples: [String])
  /// No station of that name measures the pollutant.
  case unknownStation(String, pollutant: String, nearest: [String])
  /// Several stations answer to the name.
  case ambiguousStation(String, candidates: [String])
  /// Series cannot be put on one axis.
  case axesDiffer(station: String, reason: String)
  /// A series is coarser than the average the study asks for.
  case tooCoarse(station: String, step: TimeStep, average: String)
  /// Two regressors say the same.
  case collinear(columns: [String], with: [String])
  /// No such method.
  case unknownMethod(String, known: [String])
  /// No such setting of a method.
  case unknownSetting(String, method: String, known: [String])
  /// A setting has a value it cannot have.
  case badSetting(String, method: String, problem: String)
  /// The treated stations start on different dates and the design needs one.
  case staggeredStarts(method: String)
  /// Too few stations of a kind for the design.
  case tooFewStations(found: Int, needed: Int, kind: String, method: String)
  /// A station's own start is not one the study can use.
  case ownStart(station: String, start: String, problem: String)
  /// The outcome never changes.
  case constantOutcome
  /// Years of the study do not behave like measurements; one sentence each.
  case unmeasured([String])
  /// A kernel gave up.
  case numerical(String)
}

extension EstimationError: Explained {
  /// What is wrong.
  public var what: String {
    switch self {
    case .field(let name, let problem, _, _, _): "“\(name)” \(problem)"
    case .shape(let problem): problem
    case .noTreatedStation: "no station of the study is treated"
    case .constantLacks(let name, let stations, let examples):
      "the constant “\(name)” has no number for \(Counted.of(stations, "station")) of the study: "
        + examples.joined(separator: ", ") + (stations > examples.count ? " and others" : "")
    case .noDonors(let method): "\(method) compares with donors and the study has none"
    case .gaps(_, let percent, let period, _, let limit):
      "\(percent) % of the steps in \(period) are missing, and at most "
        + "\(Decimals.significant(100 * limit)) % are filled in"
    case .periodsOverlap(let before, let after):
      "the periods before (\(before)) and after (\(after)) share days"
    case .measureInsideBefore(let start, let before):
      "the measure starts on \(start), inside the period before (\(before))"
    case .measureInsideAfter(let start, let after):
      "the measure starts on \(start), later than the period after (\(after)) begins"
    case .measureEnded(let end, let after):
      "the measure ended on \(end), before the period after (\(after)) begins"
    case .tooFewEffectiveDays(let found, let needed, let period, let count):
      "\(count) steps in the period \(period) tell as much as \(Decimals.three(found)) that are "
        + "independent of each other, and \(Decimals.three(needed)) are needed"
    case .tooFewObservations(let found, let needed, let period):
      "\(Counted.of(found, "observation")) in the period \(period), at least \(needed) are needed"
    case .beyondData(let window, let days, let dataDays):
      "the periods \(window) have \(days) days, the data \(dataDays): "
        + "\(days - dataDays) days without data are \(WorkLimit.emptyDays.words)"
    case .noData(_, let pollutant, let window): "no \(pollutant) values in \(window)"
    case .unknownStation(let name, let pollutant, _):
      "no station “\(name)” with \(pollutant) is in the archive"
    case .ambiguousStation(let name, _): "several stations are called “\(name)”"
    case .axesDiffer(_, let reason): "the series cannot join the others: \(reason)"
    case .tooCoarse(_, let step, let average):
      "the series has steps of \(step.inWords), too coarse for the average “\(average)”"
    case .collinear(let columns, let others):
      "\(columns.joined(separator: ", ")) cannot be told apart from "
        + others.joined(separator: ", ")
    case .unknownMethod(let name, _): "there is no method “\(name)”"
    case .unknownSetting(let name, let method, _): "\(method) has no setting “\(name)”"
    case .badSetting(let name, let method, let problem): "\(method), “\(name)”: \(problem)"
    case .staggeredStarts(let method):
      "\(method) needs one start, and the treated stations start on different dates"
    case .tooFewStations(let found, let needed, let kind, let method):
      "\(method) needs at least \(needed) \(kind), and the study has \(found)"
    case .ownStart(_, let start, let problem): "its own start \(start) \(problem)"
    case .constantOutcome: "the outcome has the same value at every station and step"
    case .unmeasured(let sentences): sentences.joined(separator: "; ")
    case .numerical(let problem): problem
    }
  }

  /// Where.
  public var location: String {
    switch self {
    case .field(_, _, _, let file, let line): "\(file):\(line)"
    case .gaps(let station, _, _, _, _): station
    case .noData(let station, _, _), .axesDiffer(let station, _), .tooCoarse(let station, _, _),
      .ownStart(let station, _, _):
      station
    default: ""
    }
  }

  /// What to do.
  public var remedy: String {
    switch self {
    case .field(_, _, let remedy, _, _): remedy
    case .shape: "report this: it is a fault of ours"
    case .noTreatedStation: "name at least one station under “treated”"
    case .constantLacks:
      "add their rows, or leave the donors among them out with “exclude” under “donors”"
    case .noDonors: "name donors, or choose a design without them"
    case .gaps(_, let percent, _, let isTreated, _):
      (isTreated
        ? "shorten the periods, or leave the station out of “treated”"
        : "shorten the periods, or leave the donor out by a higher “capture” under “donors”")
        + "; “gaps: \(Double(min(100, percent + 1)) / 100)” under “outcome” fills them in by station "
        + "and step, and the finding rests on as much less"
    case .periodsOverlap: "end the period before on an earlier day than the period after begins"
    case .measureInsideBefore: "end the period before on the day before the measure starts"
    case .measureInsideAfter: "begin the period after on the measure’s first day or later"
    case .measureEnded: "begin the period after while the measure was in force"
    case .tooFewEffectiveDays:
      "lengthen the period, or compare with donors, which share what makes days alike"
    case .tooFewObservations: "widen the period, or lower the data-capture rule"
    case .beyondData: "write the periods of the data that are compared"
    case .noData: "check the spelling and the window with “airaccord series”, or leave it out"
    case .unknownStation(_, _, let nearest):
      nearest.isEmpty
        ? "list them with “airaccord stations”"
        : "did you mean \(nearest.joined(separator: ", "))? “airaccord stations” lists all"
    case .ambiguousStation(_, let candidates):
      "write one of: \(candidates.joined(separator: ", "))"
    case .axesDiffer: "ingest it at the step and phase of the others, or leave it out"
    case .tooCoarse: "ask for a longer average"
    case .collinear: "leave one of them out, or widen the window"
    case .unknownMethod(_, let known): "choose one of: \(known.joined(separator: ", "))"
    case .unknownSetting(_, _, let known): "choose one of: \(known.joined(separator: ", "))"
    case .badSetting: "change the setting as said, or leave it out for its default"
    case .staggeredStarts:
      "choose group-time, imputation, two-stage, sun-abraham or event-study, or give the "
        + "stations one start"
    case .tooFewStations: "widen the donors’ rule, or choose a design that needs fewer"
    case .ownStart: "give a day from the measure’s start to the end of the period after"
    case .constantOutcome: "check the series with “airaccord series”"
    case .unmeasured:
      "end the study’s periods before such a year, or accept it with "
        + "“quality: { unmeasured_years: accept }” in the study file"
    case .numerical: "check the data of the study’s window"
    }
  }
}
