import Documents

extension FactorConstraint {
  /// Reads a constraint as people write it: `1:toluene=0` (fixed), `1:toluene=0.2..0.5` (between),
  /// `1:toluene=~0.3` (pulled to a value), `1:toluene=up` and `1:toluene=down`.
  ///
  /// Factors count from 1, values are in the unit of the profiles.
  ///
  /// - Throws: `ApportionmentError.badSetting` with what was not understood.
  public init(_ text: String) throws(ApportionmentError) {
    func bad(_ problem: Message) -> ApportionmentError {
      .badSetting(
        "constrain",
        problem: Message(
          "error.sources.is-where-write-example", ["text": .fact(text), "problem": .fact(problem)]))
    }
    guard let colon = text.firstIndex(of: ":"), let equals = text.lastIndex(of: "="), colon < equals
    else { throw bad("error.sources.factor-and-species") }
    guard let number = Int(text[..<colon]), number >= 1 else {
      throw bad(Message("error.sources.no-factor", ["text": .fact(text[..<colon])]))
    }
    let species = String(text[text.index(after: colon)..<equals])
    guard !species.isEmpty else { throw bad("error.sources.no-species-named") }
    let value = text[text.index(after: equals)...]
    func amount(_ part: some StringProtocol) throws(ApportionmentError) -> Double {
      guard let number = Double(String(part)), number.isFinite, number >= 0 else {
        throw bad(Message("error.sources.no-amount", ["text": .fact("\(part)")]))
      }
      return number
    }
    let kind: Kind
    if value == "up" {
      kind = .pulledUp
    } else if value == "down" {
      kind = .pulledDown
    } else if value.hasPrefix("~") {
      kind = .pulled(try amount(value.dropFirst()))
    } else if let dots = value.firstRange(of: "..") {
      let low = try amount(value[..<dots.lowerBound])
      let high = try amount(value[dots.upperBound...])
      guard low <= high else { throw bad("error.sources.range-descends") }
      kind = .between(low, high)
    } else {
      kind = .fixed(try amount(value))
    }
    self.init(factor: number - 1, species: species, kind: kind)
  }
}

extension FactorSolution {
  /// Constraints that hold a species at zero in every factor but the one that has most of it.
  ///
  /// This is what an analyst knows of a tracer: it comes from one source alone. It takes away most of
  /// the freedom to rotate.
  ///
  /// - Throws: `ApportionmentError.unknownName` for what is no species.
  public func constraints(
    forTracers tracers: [String]
  ) throws(ApportionmentError) -> [FactorConstraint] {
    var constraints: [FactorConstraint] = []
    for name in tracers {
      guard let position = species.firstIndex(of: name) else {
        throw .unknownName(name, kind: "error.sources.species", known: species)
      }
      let owner = profiles.indices.max { profiles[$0][position] < profiles[$1][position] }
      for factor in profiles.indices where factor != owner {
        constraints.append(FactorConstraint(factor: factor, species: name, kind: .fixed(0)))
      }
    }
    return constraints
  }
}
