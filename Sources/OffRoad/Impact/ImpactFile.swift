import AirQuality
import Cooperation
import Documents
import Estimation
import Foundation
import TextFiles

/// A file that says which data tell what a measure did.
public struct ImpactFile: Sendable {
  private let raw: Raw
  private let folder: String
  private let file: String
  private let start: CivilDate

  /// Reads a file; those that it names lie beside it.
  ///
  /// - Throws: `FileFault`; `OffRoadError.setting` with the key and what to do.
  public init(path: String) throws {
    let place = URL(fileURLWithPath: path)
    try self.init(
      yaml: TextContent.utf8(path: path).text, file: place.lastPathComponent,
      folder: place.deletingLastPathComponent().path)
  }

  /// Reads a file’s text.
  ///
  /// - Parameters:
  ///   - folder: in which the files that it names lie.
  /// - Throws: `OffRoadError.setting` with the key and what to do.
  public init(yaml: String, file: String, folder: String) throws(OffRoadError) {
    raw = try YAMLFields<OffRoadError>(yaml: yaml, file: file).decode(Raw.self, Self.known)
    self.file = file
    self.folder = folder
    guard let start = CivilDate(raw.start) else {
      throw .setting(
        "\(file): start", problem: Message("error.off-road.is-start", ["start": .fact(raw.start)]),
        remedy: "error.off-road.write-date-of-impact")
    }
    self.start = start
  }

  /// Reads the data and estimates.
  ///
  /// - Throws: `OffRoadError`, and `EstimationError` of the ambient study.
  public func report() throws -> ImpactReport {
    let compliance = try raw.inspections.map { try self.compliance($0) }
    let readings = try raw.readings.map { try self.readings($0) }
    let fuel = try raw.fuel.map { try self.fuel($0) }
    let findings = try raw.ambient.map { try self.ambient($0) } ?? []
    var rollback: RollbackResult?
    var source = ""
    var assumptions: [DefaultUse] = []
    if let settings = raw.rollback {
      let change: Rollback.EmissionChange
      if let given = settings.emissionChange {
        change = .range(given)
        source = "given"
      } else if let ratio = settings.emissionRatio, let compliance {
        change = .draws(
          ComplianceChange(emissionRatio: ratio).emissionChange(compliance, draws: 20_000, seed: 1))
        source = "compliance"
        assumptions.append(assumed("assumed.emission-ratio", ratio))
      } else {
        throw OffRoadError.setting(
          "\(file): rollback", problem: "error.off-road.does-not-say-how",
          remedy: "error.off-road.give-emission-change-emission")
      }
      let own = Rollback(
        concentration: settings.concentration, background: settings.background,
        sectorShare: settings.sectorShare)
      assumptions += [
        assumed("assumed.concentration", settings.concentration),
        assumed("assumed.background", settings.background),
        assumed("assumed.sector-share", settings.sectorShare),
      ]
      let chosen =
        findings.first { $0.method == settings.method } ?? findings.first { $0.effect != nil }
      rollback = try own.compare(
        change, observed: chosen?.effect.flatMap { Rollback.Observation($0) })
    }
    return ImpactReport(
      title: raw.title, start: start, compliance: compliance, readings: readings, fuel: fuel,
      ambient: findings, pollutant: raw.ambient.map { Pollutant($0.pollutant) },
      rollback: rollback, emissionSource: source, assumptions: assumptions)
  }

  private func assumed(_ quantity: Message, _ number: BoundedNumber) -> DefaultUse {
    DefaultUse(
      quantity: quantity, subject: "all", value: number.central, unit: "as given", machines: 0,
      backing: .user)
  }

  private func path(_ name: String) -> String {
    name.hasPrefix("/") ? name : "\(folder)/\(name)"
  }

  private func compliance(_ name: String) throws(OffRoadError) -> ComplianceResult {
    var table = try ImpactTable(contentsOf: path(name))
    var inspections: [Inspection] = []
    try table.forEach { row throws(OffRoadError) in
      inspections.append(
        Inspection(
          site: try row.text("site"), date: try row.date("date"),
          inspected: try row.count("inspected"), compliant: try row.count("compliant")))
    }
    return try ComplianceAnalysis(start: start).analyse(inspections)
  }

  private func readings(_ name: String) throws(OffRoadError) -> ReadingsAnalysis.Result {
    var table = try ImpactTable(contentsOf: path(name))
    var readings: [MachineReading] = []
    try table.forEach { row throws(OffRoadError) in
      readings.append(
        MachineReading(
          machine: try row.text("machine"), date: try row.date("date"),
          value: try row.requiredNumber("value")))
    }
    return try ReadingsAnalysis(start: start).analyse(readings)
  }

  private func fuel(_ name: String) throws(OffRoadError) -> FuelSalesAnalysis.Result {
    var table = try ImpactTable(contentsOf: path(name))
    let hasControl = table.columns.contains("control")
    var sales: [FuelSale] = []
    try table.forEach { row throws(OffRoadError) in
      sales.append(
        FuelSale(
          month: try row.date("month"), sold: try row.requiredNumber("sold"),
          control: hasControl ? try row.number("control") : nil))
    }
    return try FuelSalesAnalysis(start: start).analyse(sales)
  }

  private func ambient(_ settings: Raw.Ambient) throws -> [AmbientImpact.Finding] {
    guard let before = DatePeriod(settings.before), let after = DatePeriod(settings.after) else {
      throw OffRoadError.setting(
        "\(file): ambient", problem: "error.off-road.has-period-is-none",
        remedy: "error.off-road.write-2017-01-01")
    }
    let names = settings.sites + (settings.background ?? []) + (settings.controls ?? [])
    var table = try ImpactTable(contentsOf: path(settings.file))
    let offset = 0
    let axis = TimeAxis.days(from: before.first, through: after.last, utcOffset: offset)
    var values = [[Double?]](
      repeating: Array(repeating: nil, count: axis.count), count: names.count)
    try table.forEach { row throws(OffRoadError) in
      let place = try row.date("date").daysSinceEpoch - before.first.daysSinceEpoch
      guard place >= 0, place < axis.count else { return }
      for (index, name) in names.enumerated() { values[index][place] = try row.number(name) }
    }
    let series = names.enumerated().map { index, name in
      MonitoringSeries(
        station: Station(network: "file", identifier: name),
        pollutant: Pollutant(settings.pollutant), unit: .microgramsPerCubicMetre, axis: axis,
        values: values[index])
    }
    let sites = settings.sites.count
    let background = sites + (settings.background?.count ?? 0)
    let study = try AmbientImpact.study(
      sites: Array(series[..<sites]), background: Array(series[sites..<background]),
      controls: Array(series[background...]),
      measure: Measure(name: raw.title, start: start), before: before, after: after)
    return try AmbientImpact.estimate(study, methods: settings.methods ?? [])
  }

  private static let known = YAMLKeys(
    keys: ["title", "start", "inspections", "readings", "fuel", "ambient", "rollback"],
    below: [
      "ambient": YAMLKeys(
        keys: [
          "file", "pollutant", "sites", "background", "controls", "before", "after", "methods",
        ]),
      "rollback": YAMLKeys(
        keys: [
          "concentration", "background", "sector_share", "emission_change", "emission_ratio",
          "method",
        ]),
    ])

  /// The file as it is written.
  private struct Raw: Decodable, Sendable {
    let title: String
    let start: String
    let inspections: String?
    let readings: String?
    let fuel: String?
    let ambient: Ambient?
    let rollback: Rollback?

    struct Ambient: Decodable, Sendable {
      let file: String
      let pollutant: String
      let sites: [String]
      let background: [String]?
      let controls: [String]?
      let before: String
      let after: String
      let methods: [String]?
    }

    struct Rollback: Decodable, Sendable {
      let concentration: BoundedNumber
      let background: BoundedNumber
      let sectorShare: BoundedNumber
      let emissionChange: BoundedNumber?
      let emissionRatio: BoundedNumber?
      let method: String?

      enum CodingKeys: String, CodingKey {
        case concentration, background, method
        case sectorShare = "sector_share"
        case emissionChange = "emission_change"
        case emissionRatio = "emission_ratio"
      }
    }
  }
}
