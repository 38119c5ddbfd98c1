public import AirQuality

public import Documents

/// An interval with its coverage and how it was made.
public struct ConfidenceInterval: Hashable, Codable, Sendable {
  /// Lower end, in the unit of the estimate.
  public let lower: Double
  /// Upper end, in the unit of the estimate.
  public let upper: Double
  /// Coverage, 0 to 1.
  public let level: Double
  /// How it was made.
  public let how: Message

  /// How it was made, in English, for example `Newey-West, 9 lags, prewhitened, Student t`.
  public var method: String { how.english }

  /// The ends, what share of such intervals should hold the truth, and how they were made.
  public init(lower: Double, upper: Double, level: Double, method: Message) {
    self.lower = lower
    self.upper = upper
    self.level = level
    how = method
  }

  /// Whether a value lies inside, ends included.
  public func contains(_ value: Double) -> Bool { lower <= value && value <= upper }
}

/// A p-value of the hypothesis that there is no effect, with its rule.
public struct PValue: Hashable, Codable, Sendable {
  /// 0 to 1, two-sided.
  public let value: Double
  /// How it was made.
  public let how: Message
  /// The smallest value the rule could have given; `nil` when it has no floor.
  public let smallestPossible: Double?

  /// How it was made, in English.
  public var method: String { how.english }

  /// The p-value, how it was made, and the smallest that so many permutations could give.
  public init(value: Double, method: Message, smallestPossible: Double? = nil) {
    self.value = value
    how = method
    self.smallestPossible = smallestPossible
  }
}

/// The estimated coefficient on the outcome's scale, from which everything else is derived.
public struct Coefficient: Hashable, Codable, Sendable {
  /// In the unit of the series on the linear scale, in log points on the log scale.
  public let value: Double
  /// In the same unit.
  public let standardError: Double
  /// Of the reference Student distribution; `nil` for the normal.
  public let degreesOfFreedom: Double?

  /// A coefficient on the scale of the model, with its standard error; no degrees of freedom mean a
  /// normal law.
  public init(value: Double, standardError: Double, degreesOfFreedom: Double?) {
    self.value = value
    self.standardError = standardError
    self.degreesOfFreedom = degreesOfFreedom
  }
}

/// A change in per cent of the level without the measure.
public struct RelativeEffect: Hashable, Codable, Sendable {
  /// Per cent.
  public let percent: Double
  /// In per cent.
  public let interval: ConfidenceInterval?
}

/// How much data an estimate rests on.
public struct SampleSize: Hashable, Codable, Sendable {
  /// Treated stations.
  public let treated: Int
  /// Donors.
  public let donors: Int
  /// Steps with an observation before the measure.
  public let stepsBefore: Int
  /// Steps with an observation after it.
  public let stepsAfter: Int
  /// Values that entered the fit.
  public let observations: Int
}

/// An effect and everything that is needed to judge it; a lone number is not a finding.
public struct EffectEstimate: Hashable, Codable, Sendable {
  /// In `unit`: the unit of the series on the linear scale, per cent on the log scale.
  public let estimate: Double
  /// In `unit`.
  public let interval: ConfidenceInterval?
  /// Of the hypothesis of no effect, if the method has one.
  public let pValue: PValue?
  /// Unit of the estimate and the interval; `percentage points` for a difference of an outcome in
  /// per cent, `%` for a relative change.
  public let unit: String
  /// What the number is an estimate of.
  public let estimand: String
  /// How it was made.
  public let method: Method
  /// On the outcome's scale.
  public let coefficient: Coefficient
  /// The effect in per cent of the level without the measure.
  public let relative: RelativeEffect?
  /// The days used before and after.
  public let before: DatePeriod
  /// The days used after.
  public let after: DatePeriod
  /// How much data.
  public let sample: SampleSize
  /// What the reader should know.
  public let diagnostics: [Diagnostic]

  /// On the log scale, which compares geometric means: the change of the arithmetic mean by the same
  /// method on the linear scale; `nil` on the linear scale, and where that has no answer.
  public var arithmetic: RelativeEffect?

  /// Whether the effect is a ratio of geometric means.
  public var isGeometric: Bool { estimand.hasSuffix(Self.geometric) }

  /// What an estimand on the log scale ends with.
  static let geometric = ", as a ratio of geometric means"

  /// The same finding with further diagnostics.
  public func adding(_ further: [Diagnostic]) -> EffectEstimate {
    var effect = EffectEstimate(
      estimate: estimate, interval: interval, pValue: pValue, unit: unit, estimand: estimand,
      method: method, coefficient: coefficient, relative: relative, before: before,
      after: after, sample: sample, diagnostics: diagnostics + further)
    effect.arithmetic = arithmetic
    return effect
  }

  /// A finding: estimate, interval and p-value belong to the unit and the estimand beside them.
  public init(
    estimate: Double, interval: ConfidenceInterval?, pValue: PValue?, unit: String,
    estimand: String, method: Method, coefficient: Coefficient, relative: RelativeEffect?,
    before: DatePeriod, after: DatePeriod, sample: SampleSize, diagnostics: [Diagnostic]
  ) {
    self.estimate = estimate
    self.interval = interval
    self.pValue = pValue
    self.unit = unit
    self.estimand = estimand
    self.method = method
    self.coefficient = coefficient
    self.relative = relative
    self.before = before
    self.after = after
    self.sample = sample
    self.diagnostics = diagnostics
  }
}
