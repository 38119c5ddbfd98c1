public import AirQuality

/// Two compounds whose ratio says something about sources or age, with what it cannot say.
public struct DiagnosticRatio: Hashable, Codable, Sendable {
  /// A range of the ratio that reports associate with something.
  public struct Range: Hashable, Codable, Sendable {
    /// Lower end.
    public let low: Double
    /// Upper end.
    public let high: Double
    /// With what it goes together.
    public let goesWith: String
  }

  /// For example `toluene/benzene`.
  public let identifier: String
  /// The compound above.
  public let numerator: String
  /// The compound below.
  public let denominator: String
  /// What reports associate with ranges; ranges overlap because sources do.
  public let ranges: [Range]
  /// What the ratio can tell.
  public let tells: String
  /// What it cannot.
  public let cannotTell: String
  /// Where the ranges come from. None was found in a stored source: check before citing.
  public let provenance: ReferenceProvenance

  /// The ratios that monitoring reports use, by numbers of molecules.
  public static let all: [DiagnosticRatio] = [
    DiagnosticRatio(
      identifier: "toluene/benzene", numerator: "toluene", denominator: "benzene",
      ranges: [
        Range(low: 0.2, high: 1, goesWith: "burning of biomass and coal, or aged air"),
        Range(low: 1, high: 3, goesWith: "road traffic"),
        Range(low: 3, high: 30, goesWith: "solvent use beside traffic"),
      ],
      tells: "Whether sources of toluene beside traffic weigh in; it falls as air ages, because "
        + "toluene reacts about five times as fast as benzene.",
      cannotTell: "Solvents from aged air when both are there, nor amounts: a low ratio may be old "
        + "traffic air, and benzene limits in petrol have moved the traffic range.",
      provenance: recalled("Barletta2005-doi:10.1016/j.atmosenv.2005.06.029")),
    DiagnosticRatio(
      identifier: "m,p-xylene/ethylbenzene", numerator: "m,p-xylene", denominator: "ethylbenzene",
      ranges: [
        Range(low: 2.5, high: 4, goesWith: "fresh emissions"),
        Range(low: 0.3, high: 2.5, goesWith: "air that has reacted"),
      ],
      tells: "How much the air has reacted: both come from the same sources, xylenes react about "
        + "2.7 times as fast.",
      cannotTell: "Sources. A factory that emits one of them alone spoils the clock, and mixing of "
        + "fresh with aged air looks like an age in between.",
      provenance: recalled("Nelson and Quigley 1983, Atmospheric Environment 17(3), 659-662")),
    DiagnosticRatio(
      identifier: "isopentane/n-pentane", numerator: "isopentane", denominator: "n-pentane",
      ranges: [
        Range(low: 0.5, high: 0.8, goesWith: "coal burning"),
        Range(low: 0.8, high: 0.9, goesWith: "natural gas"),
        Range(low: 1.8, high: 4.6, goesWith: "petrol vapour"),
        Range(low: 2.2, high: 3.8, goesWith: "vehicle exhaust"),
      ],
      tells: "Which fossil source prevails; both react equally fast, so that age hardly moves it.",
      cannotTell: "Exhaust from petrol vapour, whose ranges overlap, nor amounts.",
      provenance: recalled("Russo2010-doi:10.5194/acp-10-4909-2010")),
    DiagnosticRatio(
      identifier: "isobutane/n-butane", numerator: "isobutane", denominator: "n-butane",
      ranges: [
        Range(low: 0.2, high: 0.3, goesWith: "vehicle exhaust"),
        Range(low: 0.4, high: 0.5, goesWith: "liquefied petroleum gas"),
        Range(low: 0.6, high: 1, goesWith: "natural gas"),
      ],
      tells: "Whether leaking gas weighs in beside traffic.",
      cannotTell: "Where gases of other make are burnt or sold; local gas decides the ranges.",
      provenance: recalled("Russo2010-doi:10.5194/acp-10-4909-2010")),
    DiagnosticRatio(
      identifier: "ethane/acetylene", numerator: "ethane", denominator: "acetylene",
      ranges: [
        Range(low: 0.2, high: 1, goesWith: "fresh exhaust"),
        Range(low: 2, high: 20, goesWith: "aged air, or natural gas"),
      ],
      tells: "Regional background and gas leaks against fresh combustion.",
      cannotTell: "Age from gas leaks: both raise it.",
      provenance: recalled("general knowledge")),
    DiagnosticRatio(
      identifier: "ethylene/acetylene", numerator: "ethylene", denominator: "acetylene",
      ranges: [
        Range(low: 1, high: 3, goesWith: "exhaust with working catalysts"),
        Range(low: 3, high: 30, goesWith: "petrochemical works beside traffic"),
      ],
      tells: "Whether ethylene comes from more than combustion.",
      cannotTell: "Anything in aged air: ethylene reacts ten times as fast as acetylene.",
      provenance: recalled("general knowledge")),
  ]

  private static func recalled(_ source: String) -> ReferenceProvenance {
    ReferenceProvenance(source: source, verification: .recall)
  }
}
