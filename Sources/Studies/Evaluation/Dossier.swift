public import Documents
public import AirQuality
public import Estimation

/// What one method found, with everything needed to judge and to repeat it.
public struct Finding: Hashable, Codable, Sendable {
  /// The effect.
  public let effect: EffectEstimate
  /// The method's settings, defaults included.
  public let settings: JSONValue
  /// The fit's own numbers.
  public let summary: Summary
  /// The effect beside what the method finds where nothing was done; `nil` when the study asks
  /// for none or has too few donors.
  public let calibration: CalibratedEffect?
  /// What the method expects without the measure.
  public let counterfactual: MonitoringSeries?
  /// The fit's tables; each is also written as `tables/<method>-<name>.csv`.
  public let tables: [FitTable]
  /// What the method finds where the measure can have done nothing; `nil` when the study asks for none
  /// or the method compares places and not dates.
  public var placebo: PlaceboFindings? = nil
}

extension Finding {
  /// Reads a finding; one that was written before fits had tables has none.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    effect = try container.decode(EffectEstimate.self, forKey: .effect)
    settings = try container.decode(JSONValue.self, forKey: .settings)
    summary = try container.decode(Summary.self, forKey: .summary)
    calibration = try container.decodeIfPresent(CalibratedEffect.self, forKey: .calibration)
    counterfactual = try container.decodeIfPresent(
      MonitoringSeries.self, forKey: .counterfactual)
    tables = try container.decodeIfPresent([FitTable].self, forKey: .tables) ?? []
    placebo = try container.decodeIfPresent(PlaceboFindings.self, forKey: .placebo)
  }
}

/// A method that could not answer, and why.
public struct UnansweredMethod: Hashable, Codable, Sendable {
  /// The method's identifier.
  public let method: String
  /// What, where and what to do, in one line.
  public let reason: Message
}

/// An earlier date on which a study could not be put together.
public struct DateLeftOut: Hashable, Codable, Sendable {
  /// How many years before the study's own.
  public let years: Int
  /// Why.
  public let reason: Message
}

/// Where a series comes from and under which conventions it was read.
public struct SeriesRecord: Hashable, Codable, Sendable {
  /// `network/identifier`.
  public let station: String
  /// The pollutant.
  public let pollutant: Pollutant
  /// Unit of the values.
  public let unit: MeasurementUnit
  /// Temperature and pressure they refer to.
  public let referenceState: ReferenceState
  /// Which of several instruments, or `mean`; `nil` where the place has one.
  public let instrument: String?
  /// Step; in JSON seconds, or a text such as `month`.
  public let step: TimeStep
  /// Clock of the labels, `+08:00`.
  public let clock: String
  /// Which end of the period a label names.
  public let stamp: StampConvention
  /// Whether the station is treated.
  public let isTreated: Bool
  /// Share of the study's steps with a value, before and after.
  public let shareBefore: Double
  /// Share after.
  public let shareAfter: Double
}

/// A file that series were read from.
public struct SourceRecord: Hashable, Codable, Sendable, Comparable {
  /// The file's name.
  public let name: String
  /// SHA-256 of its bytes.
  public let sha256: String
  /// The format it was read as.
  public let format: String

  /// By name, then hash.
  public static func < (left: Self, right: Self) -> Bool {
    (left.name, left.sha256) < (right.name, right.sha256)
  }
}

/// Everything that a study produced: the one file from which every page is made.
///
/// It holds no clock and no path, so the same study on the same data gives the same bytes.
public struct Dossier: Hashable, Codable, Sendable {
  /// Version of this layout.
  public var schema = 1
  /// The version that computed it.
  public let tool: String
  /// The study as it was asked.
  public var study: StudyDescription
  /// In the order of the study's methods.
  public var findings: [Finding]
  /// Methods that could not answer.
  public let unanswered: [UnansweredMethod]
  /// How the data were prepared, and what about them the reader must know.
  public let preparation: [Diagnostic]
  /// The treated stations' average on the study's axis, as the methods compare it.
  public var observed: MonitoringSeries
  /// The same as it was measured, where weather was taken out of `observed`; `nil` otherwise.
  public var measured: MonitoringSeries? = nil
  /// The donors' average; `nil` without donors.
  public var donors: MonitoringSeries?
  /// The weather models behind the series; `nil` when the series are as measured.
  public let weather: StudyWeather?
  /// Every series used.
  public let series: [SeriesRecord]
  /// Every file they came from.
  public let sources: [SourceRecord]
  /// What the dossier covers of what credible evidence contains.
  public let checklist: [ChecklistItem]
  /// By what the effect differs; `nil` where the study does not ask.
  public var heterogeneity: HeterogeneityFindings? = nil
  /// Why that could not be told; `nil` where it could.
  public var heterogeneityRefusal: Message? = nil
  /// Earlier dates on which the study could not be repeated; `nil` in a dossier from before they were told.
  public var datesLeftOut: [DateLeftOut]? = nil
  /// How the diagnostics stand; `nil` in a dossier from before they were judged together.
  public var checks: [DiagnosticCheck]? = nil
  /// The plan that the study was held against; `nil` without one.
  public var seal: Seal? = nil
}

extension Dossier {
  /// What about the data themselves puts every number of the dossier in doubt.
  package var redLines: [Diagnostic] { preparation.filter { $0.severity == .serious } }
}
