public import Documents

/// Something the reader of a normalised series should know: which remark, and the facts that fill it.
///
/// The words stand in the catalogue of texts as `weather.note.<identifier>`.
public struct WeatherNote: Hashable, Sendable {
  /// How much it should worry.
  public enum Severity: String, Codable, Sendable {
    case note, warning, serious
  }

  /// For example `many-gaps`.
  public let identifier: String
  /// How much it should worry.
  public let severity: Severity
  /// The numbers in it by name: `count`, `days` and `percent`.
  public let facts: [String: Double]
  /// Predictors, years or the day that it is about.
  public let names: [String]

  /// A remark of the model with its numbers and the names it speaks of.
  public init(
    _ identifier: String, _ severity: Severity, facts: [String: Double] = [:],
    names: [String] = []
  ) {
    self.identifier = identifier
    self.severity = severity
    self.facts = facts
    self.names = names
  }

  /// What is said.
  public var message: Message {
    var arguments = facts.reduce(into: [String: Value]()) { arguments, fact in
      arguments[fact.key] =
        fact.key == "percent"
        ? .number(fact.value, .decimals(0), unit: "%") : .count(Int(fact.value.rounded()))
    }
    if !names.isEmpty {
      arguments["names"] = .list(names.map { .message(WeatherFeature.title(of: $0)) })
    }
    return Message("weather.note.\(identifier)", arguments)
  }

  /// What is said, in English.
  package var english: String { Catalogue.builtIn.text(message, .english) }
}

extension WeatherNote: Codable {
  private enum CodingKeys: String, CodingKey { case identifier, severity, message, facts, names }

  /// Reads the facts; the words come from the catalogue.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      try container.decode(String.self, forKey: .identifier),
      try container.decode(Severity.self, forKey: .severity),
      facts: try container.decode([String: Double].self, forKey: .facts),
      names: try container.decodeIfPresent([String].self, forKey: .names) ?? [])
  }

  /// Writes the facts, and beside them the English words for those who read the file.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(identifier, forKey: .identifier)
    try container.encode(severity, forKey: .severity)
    try container.encode(english, forKey: .message)
    try container.encode(facts, forKey: .facts)
    if !names.isEmpty { try container.encode(names, forKey: .names) }
  }
}

extension WeatherFeature {
  /// A predictor's name in print, with its unit; the identifier of one that has no name of its own.
  public static func title(of name: String) -> Message {
    let lag = "-lag-"
    if let place = name.firstRange(of: lag), let steps = Int(name[place.upperBound...]) {
      return Message(
        "weather.feature-lag",
        [
          "feature": .message(title(of: String(name[..<place.lowerBound]))),
          "steps": .count(steps),
        ])
    }
    if let place = name.firstRange(of: lag), name.hasSuffix("d"),
      let days = Int(name[place.upperBound...].dropLast())
    {
      return Message(
        "weather.lag-days",
        [
          "feature": .message(title(of: String(name[..<place.lowerBound]))), "days": .count(days),
        ])
    }
    let id = "weather.feature.\(name)"
    return Catalogue.builtIn.has(id) ? Message(id) : .verbatim(name)
  }
}
