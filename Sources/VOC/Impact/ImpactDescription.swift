public import AirQuality
import Documents
import TextFiles
public import Cooperation
import Estimation
import Weather

/// An impact study of organic compounds as a colleague writes it: a small YAML file.
public struct ImpactDescription: Hashable, Sendable {
  /// A line to print above the finding.
  public let title: String
  /// What was done.
  public let measure: Measure
  /// The place: a station of an archive.
  public let station: String?
  /// Places without the measure; may be empty.
  public let donors: [String]
  /// Days before the measure.
  public let before: DatePeriod
  /// Days after it.
  public let after: DatePeriod
  /// Everything else.
  public let settings: MeasureImpact
  /// How the record is read.
  public let record: RecordOptions
  /// A file with own constants beside the study; `nil` without one.
  public let constants: String?
  /// A file with own compounds and lumps beside the study; `nil` without one.
  public let ownSpecies: String?
  /// A file with the contributions of a receptor model's factors, as `voc pmf` writes it, beside the
  /// study; `nil` without one.
  public let contributions: String?

  /// Reads YAML.
  ///
  /// ```yaml
  /// title: Solvent measure
  /// measure: { name: solvent limits, start: 2016-01-01 }
  /// station: voc-gc/voc
  /// before: 2015-01-01..2015-12-31
  /// after: 2016-01-01..2016-12-31
  /// air: { kelvin: 298.15, kilopascals: 101.325 }
  /// below_detection: half
  /// limits: { benzene: 0.02 }
  /// weather: [temperature, wind_speed]
  /// weather_model: additive
  /// contributions: sources/contributions.csv
  /// factors: [factor_2]
  /// relative_to: acetylene
  /// estimators: [interrupted-time-series]
  /// ```
  ///
  /// - Throws: `VOCError.field` with file and line.
  public init(yaml: String, file: String) throws(VOCError) {
    let fields = try DescriptionFields(yaml: yaml, file: file)
    try fields.allow([
      "title", "measure", "station", "donors", "before", "after", "unit", "air",
      "below_detection", "limits", "weather", "weather_model", "contributions",
      "factors", "relative_to", "leave_out",
      "leave_out_unknown", "isomers", "constants", "own_species", "minimum_capture", "estimators",
      "composition",
    ])
    guard let stated = try fields.fields("measure") else {
      throw fields.bad("measure", "error.voc.is-missing", "error.voc.write-measure")
    }
    try stated.allow(["name", "start", "project", "description"])
    measure = Measure(
      name: try stated.needed("name"), project: try stated.text("project"),
      start: try stated.neededDate("start"), description: try stated.text("description"))
    title = try fields.text("title") ?? measure.name
    station = try fields.text("station")
    donors = try fields.texts("donors") ?? []
    before = try fields.neededPeriod("before")
    after = try fields.neededPeriod("after")
    contributions = try fields.text("contributions")
    constants = try fields.text("constants")
    ownSpecies = try fields.text("own_species")
    var record = RecordOptions()
    if let text = try fields.text("unit") {
      guard let unit = MeasurementUnit(text) else {
        throw fields.bad(
          "unit", Message("error.voc.is-no-known-unit", ["text": .fact(text)]),
          "error.voc.write-g-m-ppb")
      }
      record.unit = unit
    }
    record.leavingOut = try fields.texts("leave_out") ?? []
    record.leavesOutUnknown = try fields.text("leave_out_unknown") == "true"
    if let text = try fields.text("isomers") {
      guard let choice = IsomerOverlap.Choice(rawValue: text) else {
        throw fields.bad(
          "isomers", Message("error.voc.is-text", ["text": .text(text)]),
          Message(
            "remedy.choose-one", ["terms": .names(IsomerOverlap.Choice.allCases.map(\.rawValue))]))
      }
      record.isomers = choice
    }
    if let limits = try fields.fields("limits") {
      for name in limits.keys { record.limits[name] = try limits.number(name) }
    }
    record.air = try Self.air(fields)
    var settings = MeasureImpact()
    settings.assessment.air = record.air
    if let rule = try fields.text("below_detection") {
      guard let known = CensoringRule(rawValue: rule), !known.isForMeansOnly else {
        throw fields.bad(
          "below_detection", Message("error.voc.is-rule", ["rule": .fact(rule)]),
          "error.voc.choose-zero-half-or-limit")
      }
      settings.assessment.rule = known
    }
    settings.covariates = try fields.pollutants("weather") ?? []
    settings.weatherModel = try Self.weatherModel(fields, covariates: settings.covariates)
    let factors = try fields.texts("factors") ?? []
    if let meeting = Pollutant.meeting(of: factors) {
      throw fields.bad(
        "factors",
        Message(
          "error.voc.has-which-would-one",
          ["first": .fact(meeting.first), "second": .fact(meeting.second)]),
        "error.voc.rename-one-them-contributions")
    }
    settings.factors = factors.map { Pollutant($0) }
    record.factors = factors
    settings.relativeTo = try fields.text("relative_to")
    if let capture = try fields.number("minimum_capture") {
      guard (0...1).contains(capture) else {
        throw fields.bad(
          "minimum_capture", "error.voc.is-no-share", "error.voc.write-number-to-one")
      }
      settings.minimumCapture = capture
    }
    let names = try fields.texts("estimators") ?? []
    if !names.isEmpty {
      settings.estimators = names.map { name in
        name == MeasureImpact.interrupted.method
          ? MeasureImpact.interrupted : EstimatorChoice(method: name)
      }
    }
    if let composition = try fields.fields("composition") {
      try composition.allow(["rotations", "cosines", "seed", "season_harmonics"])
      if let value = try composition.number("rotations") {
        settings.composition.rotations = Int(value)
      }
      if let value = try composition.number("cosines") {
        settings.composition.cosines = Int(value)
      }
      if let value = try composition.number("season_harmonics") {
        settings.composition.seasonHarmonics = Int(value)
      }
      if let value = try composition.number("seed"), value >= 0 {
        settings.composition.seed = UInt64(value)
      }
    }
    self.settings = settings
    self.record = record
  }

  private static func weatherModel(
    _ fields: DescriptionFields, covariates: [Pollutant]
  ) throws(VOCError) -> WeatherModel? {
    guard let name = try fields.text("weather_model") else { return nil }
    guard let method = WeatherMethod(identifier: name) else {
      throw fields.bad(
        "weather_model", Message("error.voc.is-name", ["name": .fact(name)]),
        Message("error.voc.choose-word", ["s": .names(WeatherMethod.identifiers)]))
    }
    guard !covariates.isEmpty else {
      throw fields.bad(
        "weather_model", "error.voc.has-no-weather", "error.voc.name-variables-weather-temperature")
    }
    var model = WeatherModel()
    model.method = method
    // As studies of one pollutant have it.
    model.bootstrapModels = 25
    return model
  }

  private static func air(_ fields: DescriptionFields) throws(VOCError) -> AirState? {
    guard let air = try fields.fields("air") else { return nil }
    try air.allow(["kelvin", "kilopascals"])
    guard let kelvin = try air.number("kelvin"), kelvin > 0,
      let kilopascals = try air.number("kilopascals"), kilopascals > 0
    else {
      throw fields.bad(
        "air", "error.voc.has-no-temperature-pressure",
        "error.voc.write-air")
    }
    return AirState(kelvin: kelvin, kilopascals: kilopascals)
  }
}
