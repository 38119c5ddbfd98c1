import Documents
import AirQuality
import TextFiles

extension StatedPredictor {
  /// The field `predictors`: `- { outcome: 1975-01-01..1975-12-31 }`, a covariate's name in the place
  /// of `outcome`, or `- { constant: income }`.
  static func read(
    _ top: StudyFields, before: DatePeriod, covariates: [Pollutant],
    constants: [String: [String: Double]]
  ) throws(EstimationError) -> [StatedPredictor]? {
    guard top.value("predictors") != nil else { return nil }
    var list: [StatedPredictor] = []
    for fields in try top.list("predictors") {
      guard fields.keys.count == 1, let name = fields.keys.first else {
        throw top.bad(
          "predictors", "error.study.has-entry-that-is-no-predictor",
          "error.study.write-each")
      }
      let predictor: StatedPredictor
      if name == "constant" {
        let constant = try fields.needed("constant")
        guard constants[constant] != nil else {
          throw fields.bad(
            "constant", Message("error.study.is-constant-not-among", ["constant": .fact(constant)]),
            Spelling.remedy(for: constant, among: constants.keys.sorted()))
        }
        predictor = StatedPredictor(.constant(constant))
      } else {
        let window = try fields.neededPeriod(name)
        guard before.contains(window.first), before.contains(window.last) else {
          throw fields.bad(
            name,
            Message(
              "error.study.is-window-not-before",
              ["window": .fact(window), "before": .fact(before)]),
            "error.study.take-predictors-from-before")
        }
        predictor = StatedPredictor(
          name == "outcome"
            ? .outcome : .covariate(try covariate(name, fields, among: covariates)),
          over: window)
      }
      guard !list.contains(predictor) else {
        throw fields.bad(
          name, "error.study.stands-twice-among-predictors", "error.study.keep-one-two")
      }
      list.append(predictor)
    }
    return list
  }

  /// Refuses predictors that no method takes, and constants that no predictor names: neither would
  /// change anything.
  static func requireUse(
    _ top: StudyFields, _ predictors: [StatedPredictor]?,
    constants: [String: [String: Double]]?, _ estimators: [EstimatorChoice]
  ) throws(EstimationError) {
    let named = (predictors ?? []).contains { predictor in
      if case .constant = predictor.source { true } else { false }
    }
    guard constants == nil || named else {
      throw top.bad(
        "constants", "error.study.are-named-no-predictor",
        "error.study.write-under-predictors-leave")
    }
    guard predictors != nil else { return }
    for choice in estimators where try choice.estimator.get().wantsStatedPredictors {
      return
    }
    throw top.bad(
      "predictors", "error.study.are-taken-none-studys",
      "error.study.write-synthetic-control-leave")
  }

  private static func covariate(
    _ name: String, _ fields: StudyFields, among covariates: [Pollutant]
  ) throws(EstimationError) -> Pollutant {
    let variable = Pollutant(name)
    guard covariates.contains(variable) else {
      throw fields.bad(
        name, "error.study.is-neither-outcome-constant",
        "error.study.name-under-covariates-too")
    }
    guard variable != .windDirection else {
      throw fields.bad(
        name, "error.study.has-no-mean-could",
        "error.study.leave-out")
    }
    return variable
  }
}

/// The field `constants`: numbers of the stations that do not change.
enum StationConstants {
  /// By name and by station as written. A table `constants: states.csv` beside the study's file, its
  /// first column the station and its header the names, or the numbers themselves,
  /// `constants: { income: { Beijing: 21.5 } }`.
  static func read(
    _ top: StudyFields
  ) throws(EstimationError) -> [String: [String: Double]]? {
    guard let node = top.value("constants") else { return nil }
    if let path = node.text { return try table(path, top) }
    let fields = try top.neededFields("constants")
    var constants: [String: [String: Double]] = [:]
    for name in fields.keys {
      let stations = try fields.neededFields(name)
      var values: [String: Double] = [:]
      for station in stations.keys {
        guard let value = try stations.number(station), value.isFinite else {
          throw stations.bad(station, "error.study.has-no-number", "error.study.write")
        }
        values[station] = value
      }
      constants[name] = values
    }
    return constants
  }

  private static func table(
    _ path: String, _ top: StudyFields
  ) throws(EstimationError) -> [String: [String: Double]] {
    let folder = top.file.lastIndex(of: "/").map { String(top.file[...$0]) } ?? ""
    let whole = path.hasPrefix("/") ? path : folder + path
    func refusal(_ problem: Message, _ remedy: Message, line: Int? = nil) -> EstimationError {
      guard let line else { return top.bad("constants", problem, remedy) }
      return top.bad(
        "constants",
        Message(
          "error.study.names-whose-line",
          ["whole": .fact(whole), "line": .fact(line), "problem": .fact(problem)]), remedy)
    }
    let records: [DelimitedRecord]
    do {
      records = try DelimitedReader.records(TextContent.utf8(path: whole).text)
    } catch let fault as FileFault {
      throw refusal(
        Message("error.study.names", ["whole": .fact(whole), "what": .message(fault.problem)]),
        fault.advice)
    } catch let fault as TableError {
      throw refusal(
        Message("error.study.cannot-read-settings", ["problem": .message(fault.problem)]),
        fault.remedy,
        line: fault.line)
    } catch {
      throw refusal(
        Message("error.study.names-which-cannot-read", ["whole": .fact(whole)]),
        "error.study.write-comma-separated-text")
    }
    guard let header = records.first, header.fields.count >= 2, records.count >= 2 else {
      throw refusal(
        Message("error.study.names-which-has-no", ["whole": .fact(whole)]),
        "error.study.write-station-income-one")
    }
    let names = Array(header.fields.dropFirst())
    guard Set(names).count == names.count, !names.contains("") else {
      throw refusal(
        "error.study.has-empty-name-one", "error.study.name-each-column-once", line: header.line)
    }
    var constants: [String: [String: Double]] = [:]
    var seen: Set<String> = []
    for record in records.dropFirst() {
      guard record.fields.count == header.fields.count, let station = record.fields.first,
        !station.isEmpty
      else {
        throw refusal(
          Message(
            "error.study.has-fields",
            ["count": .fact(record.fields.count), "count2": .fact(header.fields.count)]),
          "error.study.give-every-row-many", line: record.line)
      }
      guard seen.insert(station).inserted else {
        throw refusal(
          Message("error.study.has-second-time", ["station": .fact(station)]),
          "error.study.keep-one-two", line: record.line)
      }
      for (name, text) in zip(names, record.fields.dropFirst()) where !text.isEmpty {
        guard let value = Double(text), value.isFinite else {
          throw refusal(
            Message("error.study.has-under-which-is", ["text": .fact(text), "name": .fact(name)]),
            "error.study.write-number-nothing-where", line: record.line)
        }
        constants[name, default: [:]][station] = value
      }
    }
    return constants
  }
}
