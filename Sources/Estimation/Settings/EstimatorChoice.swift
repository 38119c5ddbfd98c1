public import Documents

/// A method that a study asks for, with the settings that differ from the default.
///
/// The settings are read once, when the choice is made; every later step takes the method from here.
public struct EstimatorChoice: Sendable {
  /// The method's identifier.
  public let method: String
  /// What was written of its settings, by the name that was written.
  public let settings: [String: JSONValue]
  /// The settings as plans and provenance keep them: JSON on one line.
  public let text: String
  /// The method at these settings, or why there is none.
  let estimator: Result<any EffectEstimator, EstimationError>

  /// A method with some of its settings; none for the defaults.
  public init(method: String, settings: [String: JSONValue] = [:]) {
    self.init(method, settings, text: JSONValue.object(settings).text)
  }

  private init(_ method: String, _ settings: [String: JSONValue], text: String) {
    self.method = method
    self.settings = settings
    self.text = text
    estimator = Result { () throws(EstimationError) in
      try EstimatorCatalogue.made(method, settings)
    }
  }
}

extension EstimatorChoice: Hashable {
  /// Whether both name one method with the same settings.
  public static func == (one: EstimatorChoice, other: EstimatorChoice) -> Bool {
    one.method == other.method && one.settings == other.settings
  }

  /// Hashes method and settings.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(method)
    hasher.combine(settings)
  }
}

extension EstimatorChoice: Codable {
  private enum CodingKeys: String, CodingKey { case method, settings }

  /// Reads a choice. The text of its settings is kept as it is, since the hash of a plan counts it.
  ///
  /// - Throws: `DecodingError` for settings that are no JSON object.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let text = try container.decode(String.self, forKey: .settings)
    guard let settings = try JSONValue(text: text).members else {
      throw DecodingError.dataCorruptedError(
        forKey: .settings, in: container, debugDescription: "settings are name: value pairs")
    }
    self.init(try container.decode(String.self, forKey: .method), settings, text: text)
  }

  /// Writes the method and the text of its settings.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(method, forKey: .method)
    try container.encode(text, forKey: .settings)
  }
}
