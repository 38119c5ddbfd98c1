import NumericKernels

/// What a method finds at one negative control.
public struct ControlEstimate: Hashable, Codable, Sendable {
  /// Keys of the stations that stood for the treated ones.
  public let stations: [String]
  /// How many years before the study's own date; 0 on it.
  public let yearsEarlier: Int
  /// The coefficient, on the outcome's scale.
  public let value: Double
  /// Its standard error in the method's own eyes, same scale.
  public let standardError: Double
  /// Lower end of the method's own interval, in the unit of the effect; `nil` without one.
  public let lower: Double?
  /// Upper end.
  public let upper: Double?
  /// The method's own p-value.
  public let pValue: Double?
  /// The effect that was inserted, on the outcome's scale; 0 at a negative control.
  public let inserted: Double

  init(_ effect: EffectEstimate, stations: [String], yearsEarlier: Int, inserted: Double) {
    self.init(
      stations: stations, yearsEarlier: yearsEarlier, value: effect.coefficient.value,
      standardError: effect.coefficient.standardError.isFinite
        ? max(0, effect.coefficient.standardError) : 0,
      lower: effect.interval?.lower, upper: effect.interval?.upper, pValue: effect.pValue?.value,
      inserted: inserted)
  }

  /// What a method found at a group of stations, so many years before the study's own date.
  package init(
    stations: [String], yearsEarlier: Int = 0, value: Double, standardError: Double,
    lower: Double?, upper: Double?, pValue: Double?, inserted: Double = 0
  ) {
    self.stations = stations
    self.yearsEarlier = yearsEarlier
    self.value = value
    self.standardError = standardError
    self.lower = lower
    self.upper = upper
    self.pValue = pValue
    self.inserted = inserted
  }
}

extension [ControlEstimate] {
  /// The controls of earlier dates moved to the mean of the study's own date.
  ///
  /// A date has shocks of its own that reach every place. At the study's date the other places show
  /// them, so that only what differs between places is to be learnt from earlier dates.
  ///
  /// - Parameter enough: controls on the own date from which its mean is believed.
  func centred(fromOwn enough: Int) -> [ControlEstimate] {
    let own = filter { $0.yearsEarlier == 0 }
    guard own.count >= enough, own.count < count else { return self }
    let centre = Summation.mean(own.map(\.value))
    let byYear = Dictionary(grouping: self, by: \.yearsEarlier)
      .mapValues { Summation.mean($0.map(\.value)) }
    return map { control in
      guard control.yearsEarlier > 0, let mean = byYear[control.yearsEarlier] else {
        return control
      }
      return ControlEstimate(
        stations: control.stations, yearsEarlier: control.yearsEarlier,
        value: control.value - mean + centre, standardError: control.standardError,
        lower: control.lower, upper: control.upper, pValue: control.pValue)
    }
  }
}
