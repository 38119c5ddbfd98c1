import Documents
public import AirQuality
public import FoundationEssentials

extension SimulatedSpeciation.Record {
  /// What is true of the record, as `truth.json` has it.
  public struct Truth: Codable, Sendable {
    /// The settings.
    public let settings: SimulatedSpeciation
    /// First day of the measure.
    public let start: CivilDate
    /// Change of each compound's mean mass with the measure, a share.
    public let change: [String: Double]
    /// Mass shares of each source's compounds.
    public let profiles: [String: [String: Double]]
  }

  /// First day of the measure.
  public var start: CivilDate { axis.date(at: settings.daysBefore) }

  /// What is true of the record.
  public var truth: Truth {
    Truth(
      settings: settings, start: start, change: trueChange,
      profiles: Dictionary(
        uniqueKeysWithValues: SimulatedSpeciation.profiles.map { ($0.key.rawValue, $0.value) }))
  }

  /// The record as series, as reading `voc.csv` gives them, except that values are not rounded.
  public var series: [MonitoringSeries] {
    let station = Station(network: "simulated-voc", identifier: "voc")
    func one(
      _ name: String, _ unit: MeasurementUnit, _ values: [Double]
    ) -> MonitoringSeries {
      MonitoringSeries(
        station: station, pollutant: Pollutant(name), unit: unit,
        referenceState: .notApplicable, axis: axis, storage: values)
    }
    var all: [MonitoringSeries] = []
    for (name, values) in zip(compounds, measured) {
      all.append(one(name, .partsPerBillion, values))
      if values.contains(where: \.isNaN) {
        all.append(
          one("\(name)_below_detection", .dimensionless, values.map { $0.isNaN ? 1 : 0 }))
      }
    }
    all.append(one("nox", .partsPerBillion, nitrogenOxides))
    for (source, values) in zip(SimulatedSpeciation.Source.allCases, estimatedContributions) {
      all.append(one("factor_\(source.rawValue)", .microgramsPerCubicMetre, values))
    }
    all.append(one("temperature", .degreesCelsius, temperature))
    all.append(one("wind_speed", .metresPerSecond, windSpeed))
    return all
  }

  /// Writes `voc.csv` (as a gas chromatograph's table, `N.D.` below detection), `limits.csv`,
  /// `contributions.csv` (the truth, not for an evaluation's eyes) and `truth.json` into a folder.
  ///
  /// - Parameter replacing: whether a folder that the program did not write is put aside.
  /// - Throws: `SimulationError.unwritable`, `SimulationError.folder`.
  public func write(to folder: URL, replacing: Bool = false) throws(SimulationError) {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    let truth: Data
    do {
      truth = try encoder.encode(self.truth) + Data("\n".utf8)
    } catch {
      throw .unwritable(path: "truth.json", reason: .verbatim("\(error)"))
    }
    try place(
      [
        ("voc.csv", Data(table.utf8)), ("limits.csv", Data(limitsTable.utf8)),
        ("contributions.csv", Data(contributionsTable.utf8)), ("truth.json", truth),
      ], in: folder, replacing: replacing)
  }

  private var table: String {
    let sources = SimulatedSpeciation.Source.allCases
    var text = DelimitedField.line(
      ["Time"] + compounds + ["TNMOC", "nox"]
        + sources.map { "factor_\($0.rawValue) (µg/m³)" } + ["temperature", "wind_speed"])
    text += "\n"
    for day in 0..<axis.count {
      let values = measured.map { $0[day] }
      // A total over what was measured, as instruments print it.
      let total = values.reduce(0) { $0 + ($1.isNaN ? 0 : $1) }
      var fields = ["\(axis.date(at: day)) 00:00"]
      fields += values.map { $0.isNaN ? "N.D." : Self.text($0, decimals: 3) }
      fields.append(Self.text(total, decimals: 2))
      fields.append(Self.text(nitrogenOxides[day], decimals: 2))
      fields += estimatedContributions.map { Self.text($0[day], decimals: 3) }
      fields += [Self.text(temperature[day], decimals: 1), Self.text(windSpeed[day], decimals: 2)]
      text += DelimitedField.line(fields) + "\n"
    }
    return text
  }

  private var limitsTable: String {
    "compound,limit_ppb\n"
      + compounds.map { "\"\($0)\",\(settings.detectionLimit)\n" }.joined()
  }

  private var contributionsTable: String {
    var text = "date," + SimulatedSpeciation.Source.allCases.map(\.rawValue).joined(separator: ",")
    text += "\n"
    for day in 0..<axis.count {
      text += axis.date(at: day).description
      for path in contributions { text += "," + Self.text(path[day], decimals: 4) }
      text += "\n"
    }
    return text
  }

  private static func text(_ value: Double, decimals: Int) -> String {
    let scale = (0..<decimals).reduce(1) { factor, _ in factor * 10 }
    let whole = Int((value * Double(scale)).rounded())
    let digits = String(whole.magnitude)
    let padded = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
    return (whole < 0 ? "-" : "") + padded.dropLast(decimals) + "." + padded.suffix(decimals)
  }
}
