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
          "predictors", "has an entry that is not one predictor",
          "write each as “- { outcome: 2013-01-01..2013-12-31 }” or “- { constant: name }”")
      }
      let predictor: StatedPredictor
      if name == "constant" {
        let constant = try fields.needed("constant")
        guard constants[constant] != nil else {
          throw fields.bad(
            "constant", "is “\(constant)”, which is not among the study’s constants",
            Spelling.remedy(for: constant, among: constants.keys.sorted()))
        }
        predictor = StatedPredictor(.constant(constant))
      } else {
        let window = try fields.neededPeriod(name)
        guard before.contains(window.first), before.contains(window.last) else {
          throw fields.bad(
            name, "is \(window), which is not wholly in the period before (\(before))",
            "take predictors from before the measure alone")
        }
        predictor = StatedPredictor(
          name == "outcome"
            ? .outcome : .covariate(try covariate(name, fields, among: covariates)),
          over: window)
      }
      guard !list.contains(predictor) else {
        throw fields.bad(name, "stands twice among the predictors", "keep one of the two")
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
        "constants", "are named by no predictor",
        "write “- { constant: name }” under “predictors”, or leave them out")
    }
    guard predictors != nil else { return }
    for choice in estimators where try EstimatorCatalogue.estimator(choice).wantsStatedPredictors {
      return
    }
    throw top.bad(
      "predictors", "are taken by none of the study’s methods",
      "write “- synthetic-control: { predictors: stated }”, or leave them out")
  }

  private static func covariate(
    _ name: String, _ fields: StudyFields, among covariates: [Pollutant]
  ) throws(EstimationError) -> Pollutant {
    let variable = Pollutant(name)
    guard covariates.contains(variable) else {
      throw fields.bad(
        name, "is neither “outcome”, “constant” nor one of the study’s covariates",
        "name it under “covariates” too")
    }
    guard variable != .windDirection else {
      throw fields.bad(
        name, "has no mean that could be compared, for 359° and 1° are neighbours",
        "leave it out")
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
          throw stations.bad(station, "has no number", "write it as { Beijing: 21.5 }")
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
    func refusal(_ problem: String, _ remedy: String, line: Int? = nil) -> EstimationError {
      guard let line else { return top.bad("constants", problem, remedy) }
      return top.bad("constants", "names \(whole), whose line \(line) \(problem)", remedy)
    }
    let records: [DelimitedRecord]
    do {
      records = try DelimitedReader.records(TextContent.utf8(path: whole).text)
    } catch let fault as FileFault {
      throw refusal("names \(whole): \(fault.what)", fault.remedy)
    } catch let fault as TableError {
      throw refusal("cannot be read: \(fault.problem)", fault.remedy, line: fault.line)
    } catch {
      throw refusal("names \(whole), which cannot be read", "write it as comma-separated text")
    }
    guard let header = records.first, header.fields.count >= 2, records.count >= 2 else {
      throw refusal(
        "names \(whole), which has no header with a name behind “station” and rows below it",
        "write “station,income” and one row a station")
    }
    let names = Array(header.fields.dropFirst())
    guard Set(names).count == names.count, !names.contains("") else {
      throw refusal("has an empty name or one twice", "name each column once", line: header.line)
    }
    var constants: [String: [String: Double]] = [:]
    var seen: Set<String> = []
    for record in records.dropFirst() {
      guard record.fields.count == header.fields.count, let station = record.fields.first,
        !station.isEmpty
      else {
        throw refusal(
          "has \(record.fields.count) fields of \(header.fields.count)",
          "give every row as many as the header has", line: record.line)
      }
      guard seen.insert(station).inserted else {
        throw refusal(
          "has “\(station)” for a second time", "keep one of the two", line: record.line)
      }
      for (name, text) in zip(names, record.fields.dropFirst()) where !text.isEmpty {
        guard let value = Double(text), value.isFinite else {
          throw refusal(
            "has “\(text)” under “\(name)”, which is no number",
            "write a number, or nothing where it is not known", line: record.line)
        }
        constants[name, default: [:]][station] = value
      }
    }
    return constants
  }
}
