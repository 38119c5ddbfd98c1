package import AirQuality
package import TextFiles

/// The fields of one mapping of a study file.
typealias StudyFields = YAMLFields<EstimationError>

extension EstimationError: YAMLFailure {
  package static var yamlKind: String { "a study" }

  package init(_ fault: YAMLFault) {
    self = .field(
      fault.field, problem: fault.problem, remedy: fault.remedy, file: fault.file,
      line: fault.line)
  }
}

extension YAMLFields {
  /// Days from the first to the last.
  package func neededPeriod(_ name: String) throws(Failure) -> DatePeriod {
    let text = try needed(name, example: "2014-01-01..2014-12-31")
    guard let period = DatePeriod(text) else {
      throw bad(name, "is “\(text)”, which is no period", "write it as 2014-01-01..2014-12-31")
    }
    return period
  }

  /// A list of pollutants or weather variables; two names of one are refused with both.
  package func pollutants(_ name: String) throws(Failure) -> [Pollutant]? {
    guard let names = try texts(name) else { return nil }
    if let meeting = Pollutant.meeting(of: names) {
      throw bad(
        name,
        "has “\(meeting.first)” and “\(meeting.second)”, which are both "
          + meeting.pollutant.identifier, "leave one of them out")
    }
    return names.map { Pollutant($0) }
  }
}
