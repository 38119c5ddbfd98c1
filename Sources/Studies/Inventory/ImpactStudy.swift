import AirQuality
import Documents
import Estimation
import Foundation
import Ingest
public import Store
import TextFiles
public import VOC

/// What a measure changed in the compounds of a place: the mixture, ratios, reactivity and factors.
public struct ImpactStudy: Job {
  /// The study as it was read.
  public let description: ImpactDescription
  /// Where the compounds are.
  public let store: Archive
  private let station: String
  private let file: String

  /// A study of a file.
  ///
  /// - Parameter store: opened after the file was read, so that a fault of the file is told first.
  /// - Throws: `FileFault`; `VOCError` for a fault of the file.
  public init(
    file: String, in store: @autoclosure () throws -> Archive
  ) throws {
    self.file = file
    description = try ImpactDescription(yaml: TextContent.utf8(path: file).text, file: file)
    self.store = try store()
    guard let station = description.station else {
      throw VOCError.field(
        "station", problem: "error.command.is-missing",
        remedy: "error.command.name-place-archive", file: file)
    }
    self.station = station
  }

  /// The impact, and the record that it rests on.
  public struct Answer: Sendable {
    /// What changed.
    public let impact: VOCImpact
    /// The compounds of the place, with the contributions of factors where the study names some.
    public let record: SpeciatedRecord
  }

  /// Reads the record and those of the donors, and compares before and after.
  ///
  /// - Throws: `ArchiveError`, `VOCError`, `IngestError` for the table of contributions, `FileFault`
  ///   for that of constants; `CancellationError`.
  public func run(_ watch: JobWatch) throws -> Answer {
    try watch.begin(0, of: 1 + description.donors.count, .verbatim(station))
    var settings = description.settings
    if let constants = description.constants {
      let path = URL(fileURLWithPath: constants, relativeTo: URL(fileURLWithPath: file)).path
      settings.assessment.ownConstants = try OwnConstants(
        table: try TextContent.utf8(path: path).text, file: path)
    }
    var record = try record(station)
    if let contributions = description.contributions {
      let path = URL(fileURLWithPath: contributions, relativeTo: URL(fileURLWithPath: file)).path
      let table = try SpeciatedTableReader.read(path: path, utcOffset: record.axis.utcOffset)
      record = try record.adding(contributions: table)
      if settings.factors.isEmpty { settings.factors = table.species.map { Pollutant($0) } }
    }
    var donors: [SpeciatedRecord] = []
    for donor in description.donors {
      try watch.begin(donors.count + 1, of: 1 + description.donors.count, .verbatim(donor))
      donors.append(try self.record(donor))
    }
    return Answer(
      impact: try settings.evaluate(
        record, donors: donors, measure: description.measure, before: description.before,
        after: description.after),
      record: record)
  }

  /// The mean mixture before the measure.
  ///
  /// - Throws: `VOCError` when the units cannot be compared.
  public func mixtureBefore(_ record: SpeciatedRecord) throws -> Composition {
    try record.meanComposition(
      over: description.before, rule: description.settings.assessment.rule,
      air: description.record.air)
  }

  private func record(_ name: String) throws -> SpeciatedRecord {
    let place = try store.station(named: name)
    let series = try store.seriesList(station: place).compactMap { try store.series($0.key) }
    var options = description.record
    let path = description.ownSpecies.map {
      URL(fileURLWithPath: $0, relativeTo: URL(fileURLWithPath: file)).path
    }
    if let own = try OwnSpecies(path: path) { options.own = own }
    var record = try SpeciatedRecord(series, options: options)
    record.readingRemarks = options.own.unused(in: record)
    return record
  }
}
