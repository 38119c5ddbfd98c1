public import Documents

/// What the texts of a file or a description say that a column measures.
package struct ReadQuantity: Hashable, Sendable {
  package let pollutant: Pollutant
  /// The unit of the numbers as written.
  package let unit: MeasurementUnit
  /// The reference state that the unit itself states: `Nm³` is a cubic metre at 273.15 K and
  /// 101.325 kPa. `nil` where it states none.
  package let referenceState: ReferenceState?

  package init(
    pollutant: Pollutant, unit: MeasurementUnit, referenceState: ReferenceState? = nil
  ) {
    self.pollutant = pollutant
    self.unit = unit
    self.referenceState = referenceState
  }

  /// Reads a name and a unit in any usual spelling, and checks one against the other.
  ///
  /// - Throws: `QuantityError` when either is not known, or when the unit does not measure what the
  ///   pollutant is.
  package init(_ name: String, unit text: String) throws(QuantityError) {
    let pollutant = Pollutant(name)
    guard pollutant.isKnown else {
      throw .unknownPollutant(name, nearest: QuantityCatalogue.embedded.nearest(to: name))
    }
    try self.init(pollutant, unit: text)
  }

  /// Checks a unit against a pollutant that is known already.
  package init(_ pollutant: Pollutant, unit text: String) throws(QuantityError) {
    let plain = Self.withoutNormal(text)
    guard let unit = MeasurementUnit(plain ?? text) else {
      let usual = MeasurementUnit.symbols(of: pollutant.quantities)
      let near = MeasurementUnit.suggestions(for: text).filter { usual.contains($0) }
      throw .unknownUnit(text, nearest: near, usual: usual)
    }
    guard pollutant.allows(unit) else {
      throw .wrongQuantity(
        unit: text, pollutant: pollutant,
        usual: MeasurementUnit.symbols(of: pollutant.quantities))
    }
    self.pollutant = pollutant
    self.unit = unit
    referenceState = plain == nil ? nil : .kelvin273
  }

  /// A quantity of one's own, as it is written.
  ///
  /// - Throws: `QuantityError.ownIsKnown` when the name is that of a known quantity, which would
  ///   then escape every check.
  package init(own name: String, unit text: String) throws(QuantityError) {
    let known = Pollutant(name)
    guard !known.isKnown else { throw .ownIsKnown(name, pollutant: known) }
    self.init(pollutant: Pollutant(own: name), unit: MeasurementUnit(stored: text))
  }

  /// The spelling without the letter for a normal cubic metre: `µg/Nm3`, `mg/m3N`.
  private static func withoutNormal(_ text: String) -> String? {
    let key = UnitCatalogue.key(text)
    for (normal, plain) in [("/nm3", "/m3"), ("/m3n", "/m3"), ("nm-3", "m-3")]
    where key.hasSuffix(normal) && MeasurementUnit(text) == nil {
      return String(key.dropLast(normal.count)) + plain
    }
    return nil
  }
}

extension Pollutant {
  /// Whether a unit measures what this is; a quantity that is not known allows any.
  package func allows(_ unit: MeasurementUnit) -> Bool {
    let quantities = quantities
    guard !quantities.isEmpty, let quantity = unit.quantity else { return quantities.isEmpty }
    return quantities.contains(quantity)
  }
}

/// Why a name or a unit is not read.
public enum QuantityError: Error, Equatable, Sendable {
  /// No known quantity has the name.
  case unknownPollutant(String, nearest: [String])
  /// No known unit has the spelling; `usual` are those of the pollutant.
  case unknownUnit(String, nearest: [String], usual: [String])
  /// The unit measures something else.
  case wrongQuantity(unit: String, pollutant: Pollutant, usual: [String])
  /// A quantity of one's own under the name of a known one.
  case ownIsKnown(String, pollutant: Pollutant)

  /// Whether the unit is at fault and not the name.
  public var isAboutUnit: Bool {
    switch self {
    case .unknownUnit, .wrongQuantity: true
    case .unknownPollutant, .ownIsKnown: false
    }
  }

  /// What is wrong, as the rest of a sentence that begins with the field.
  public var problem: Message {
    switch self {
    case .unknownPollutant(let name, _):
      Message("error.air.is-no-known-pollutant-or-variable", ["name": .fact(name)])
    case .unknownUnit(let unit, _, _): Message("error.air.is-no-known-unit", ["unit": .fact(unit)])
    case .wrongQuantity(let unit, let pollutant, _):
      Message(
        "error.air.is-unit-not-of-pollutant",
        ["unit": .fact(unit), "pollutant": .fact(pollutant.displayName)])
    case .ownIsKnown(let name, let pollutant):
      Message(
        "error.air.is-which-is-known",
        ["name": .fact(name), "pollutant": .fact(pollutant.identifier)])
    }
  }

  /// What to do.
  public var remedy: Message {
    switch self {
    case .unknownPollutant(_, let nearest) where !nearest.isEmpty:
      Message("error.air.did-you-mean-declare", ["nearest": .names(nearest)])
    case .unknownPollutant:
      "error.air.write-usual-name-such"
    case .unknownUnit(_, let nearest, _) where !nearest.isEmpty:
      Message("error.air.did-you-mean", ["nearest": .names(nearest)])
    case .unknownUnit(_, _, let usual), .wrongQuantity(_, _, let usual):
      Message("error.air.write-one", ["usual": .names(usual)])
    case .ownIsKnown: "error.air.leave-own-out-choose"
    }
  }
}
