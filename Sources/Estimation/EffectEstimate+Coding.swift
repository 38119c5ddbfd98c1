import Documents

extension ConfidenceInterval {
  private enum CodingKeys: String, CodingKey { case lower, upper, level, method, how }

  /// Reads an interval; one that was written when its making was a text keeps the words.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      lower: try container.decode(Double.self, forKey: .lower),
      upper: try container.decode(Double.self, forKey: .upper),
      level: try container.decode(Double.self, forKey: .level),
      method: try container.decodeIfPresent(Message.self, forKey: .how)
        ?? container.decode(Message.self, forKey: .method))
  }

  /// Writes how it was made as facts, and beside them in English.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(lower, forKey: .lower)
    try container.encode(upper, forKey: .upper)
    try container.encode(level, forKey: .level)
    try container.encode(method, forKey: .method)
    try container.encode(how, forKey: .how)
  }
}

extension PValue {
  private enum CodingKeys: String, CodingKey { case value, method, how, smallestPossible }

  /// Reads a p-value; one that was written when its making was a text keeps the words.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      value: try container.decode(Double.self, forKey: .value),
      method: try container.decodeIfPresent(Message.self, forKey: .how)
        ?? container.decode(Message.self, forKey: .method),
      smallestPossible: try container.decodeIfPresent(Double.self, forKey: .smallestPossible))
  }

  /// Writes how it was made as facts, and beside them in English.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(value, forKey: .value)
    try container.encode(method, forKey: .method)
    try container.encode(how, forKey: .how)
    try container.encodeIfPresent(smallestPossible, forKey: .smallestPossible)
  }
}

extension Message {
  /// How something was made, and what was done to it.
  func with(_ id: String, _ facts: [String: Value] = [:]) -> Message {
    Message(id, facts.merging(["own": .message(self)]) { $1 })
  }
}
