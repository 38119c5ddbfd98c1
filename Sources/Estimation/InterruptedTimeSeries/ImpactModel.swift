import Foundation

/// How the outcome answers a measure over time, stated before the data are looked at.
///
/// - Source: Lopez Bernal, Cummins and Gasparrini (2017), doi:10.1093/ije/dyw098, and the transfer
///   functions of Box and Tiao (1975), doi:10.1080/01621459.1975.10480264: their ω/(1 − δB) on a step
///   is `gradual`, scaled to end at one, and on a pulse `decay`, with δ = 2^(−step / half-life).
public enum ImpactModel: String, Codable, Sendable, CaseIterable {
  /// The level changes at the start and stays.
  case level
  /// The trend changes at the start.
  case slope
  /// Both change.
  case levelAndSlope = "level-and-slope"
  /// The level changes evenly over a number of days, and stays.
  case ramp
  /// The first step alone changes.
  case pulse
  /// The level changes for a number of days, and is as before after them.
  case temporary
  /// The level nears its new value, half of what is left in each half-life.
  case gradual
  /// The level changes at once and comes back, half of what is left in each half-life.
  case decay
  /// The level changes by the same amount at the start and in every year after it.
  case yearly

  /// Whether a number of days belongs to it.
  var hasDuration: Bool { self == .ramp || self == .temporary }
  /// Whether a half-life belongs to it.
  var hasHalfLife: Bool { self == .gradual || self == .decay }
  /// Whether it is over while the period after goes on: its mean is that of the steps it acts on.
  var isPassing: Bool { self == .pulse || self == .temporary }

  /// A step as the responses see it.
  struct Moment {
    /// Days from the measure's start to the beginning of the step.
    let days: Double
    /// Days of a step.
    let stepDays: Double
    /// Years from the measure's start, counted in steps where steps are calendar months.
    let years: Double
    /// Calendar years from the measure's to the step's.
    let calendarYears: Double
  }

  /// Responses to a unit of each of the model's coefficients; zeros before the start.
  func responses(_ moment: Moment, duration: Double, halfLife: Double) -> [Double] {
    guard moment.days >= 0 else { return self == .levelAndSlope ? [0, 0] : [0] }
    let passed = moment.days + moment.stepDays
    return switch self {
    case .level: [1]
    case .slope: [moment.years]
    case .levelAndSlope: [1, moment.years]
    case .ramp: [min(1, passed / duration)]
    case .pulse: [moment.days < moment.stepDays * 0.999 ? 1 : 0]
    case .temporary: [moment.days < duration ? 1 : 0]
    case .gradual: [1 - exp2(-passed / halfLife)]
    case .decay: [exp2(-moment.days / halfLife)]
    case .yearly: [moment.calendarYears + 1]
    }
  }

  /// Names of the coefficients in the summary.
  var names: [String] {
    switch self {
    case .level: ["level change"]
    case .slope: ["slope change"]
    case .levelAndSlope: ["level change", "slope change"]
    case .ramp: ["level change after the ramp"]
    case .pulse: ["change of the first step"]
    case .temporary: ["temporary change"]
    case .gradual: ["level change in the end"]
    case .decay: ["change at the start"]
    case .yearly: ["change a year"]
    }
  }

  /// Whether the coefficients are changes a year.
  var isPerYear: [Bool] {
    switch self {
    case .slope: [true]
    case .levelAndSlope: [false, true]
    default: [false]
    }
  }
}
