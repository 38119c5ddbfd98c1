public import Documents

/// Estimates that were asked for and could not be made, under one reason.
public struct Unestimated: Hashable, Codable, Sendable {
  /// Why; of reasons that differ in a number or a station alone, the first.
  public let reason: Message
  /// How many.
  public let count: Int
}

extension [Unestimated] {
  /// Failures under what they say, the most frequent first.
  ///
  /// A hundred made-up measures fail for one reason at a hundred stations; their reader needs the reason.
  package init(_ failures: [EstimationError]) {
    var reasons: [Message] = []
    var counts: [String: Int] = [:]
    for failure in failures {
      let reason = failure.problem
      let sentence = reason == .verbatim(reason.english) ? reason.english : reason.id
      if counts[sentence] == nil { reasons.append(reason) }
      counts[sentence, default: 0] += 1
    }
    self = reasons.map { reason in
      let sentence = reason == .verbatim(reason.english) ? reason.english : reason.id
      return Unestimated(reason: reason, count: counts[sentence] ?? 0)
    }.sorted { $0.count > $1.count }
  }
}

extension EffectEstimator {
  /// The effect of a study that was made up; an estimate that is no number is a failure.
  func finiteEffect(of study: Study) throws(EstimationError) -> EffectEstimate {
    let effect = try anyEffect(of: study)
    guard effect.coefficient.value.isFinite else {
      throw .numerical("error.study.estimate-not-finite")
    }
    return effect
  }
}

extension Sequence {
  /// What came out and what failed, each in order.
  package func divided<Value>() -> (values: [Value], failures: [EstimationError])
  where Element == Result<Value, EstimationError> {
    var values: [Value] = []
    var failures: [EstimationError] = []
    for result in self {
      switch result {
      case .success(let value): values.append(value)
      case .failure(let error): failures.append(error)
      }
    }
    return (values, failures)
  }
}
