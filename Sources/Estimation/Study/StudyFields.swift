package import Documents
package import AirQuality
package import TextFiles

/// The fields of one mapping of a study file.
typealias StudyFields = YAMLFields<EstimationError>

extension EstimationError: YAMLFailure {
  package static var yamlKind: Message { "error.kind.study" }

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
      throw bad(
        name, Message("error.study.is-no-period", ["text": .fact(text)]),
        "error.study.write-2014-01-01")
    }
    return period
  }

  /// A list of pollutants or weather variables; two names of one are refused with both.
  package func pollutants(_ name: String) throws(Failure) -> [Pollutant]? {
    guard let names = try texts(name) else { return nil }
    if let meeting = Pollutant.meeting(of: names) {
      throw bad(
        name,
        Message(
          "error.study.both-one-pollutant",
          [
            "first": .fact(meeting.first), "second": .fact(meeting.second),
            "pollutant": .fact(meeting.pollutant.identifier),
          ]), "error.study.leave-one-them-out")
    }
    return names.map { Pollutant($0) }
  }
}
