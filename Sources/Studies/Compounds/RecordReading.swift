public import AirQuality
import Documents
public import Ingest
import Store
import TextFiles
public import VOC

/// Where a record of compounds comes from, and how it is read: files, or a station of an archive.
public struct RecordReading: Sendable {
  /// Files with one column a compound; empty for an archive.
  public var files: [String] = []
  /// The archive's file; `nil` for files.
  public var archive: String?
  /// The station in the archive.
  public var station: String?
  /// Unit of the compounds where the file does not state it.
  public var unit: String?
  /// Whether dates such as 01/06/2019 begin with the day or the month.
  public var dateOrder: DateOrder?
  /// Temperature of the air, kelvin; needed between ppb and µg/m³.
  public var kelvin: Double?
  /// Pressure of the air, kilopascal.
  public var kilopascals: Double?
  /// Table `compound,limit` of detection limits, in the record's unit; `nil` for none.
  public var limits: String?
  /// Compounds and lumps that the catalogue does not have, a YAML file; `nil` for none.
  public var ownSpecies: String?
  /// What else is decided about columns.
  public var options = VOC.RecordOptions()

  /// Nothing yet.
  public init() {}

  /// Whether anything is named.
  public var isGiven: Bool { !files.isEmpty || archive != nil }

  /// The stated air; `nil` where none is.
  ///
  /// - Throws: `SettingFault` for half of an air, and for one that cannot be.
  public func air() throws(SettingFault) -> AirState? {
    guard let kelvin, let kilopascals else {
      guard kelvin == nil, kilopascals == nil else {
        throw SettingFault(
          kelvin == nil ? "kilopascals" : "kelvin", saying: "error.setting.half-of-air",
          "error.setting.give-both")
      }
      return nil
    }
    for (name, value) in [("kelvin", kelvin), ("kilopascals", kilopascals)] where !(value > 0) {
      throw SettingFault(name, value, "error.setting.positive")
    }
    return AirState(kelvin: kelvin, kilopascals: kilopascals)
  }

  /// The record.
  ///
  /// - Throws: `SettingFault`, `FileFault`, `IngestError`, `ArchiveError`, `VOCError`.
  public func record() throws -> SpeciatedRecord {
    guard files.isEmpty == (archive != nil) else {
      throw SettingFault(
        "archive", saying: "error.setting.files-or-archive", "error.setting.give-one-of-them")
    }
    guard files.isEmpty == (station != nil) else {
      throw SettingFault(
        "station", saying: "error.setting.belongs-to-archive",
        files.isEmpty ? "error.setting.name-station" : "error.setting.leave-out")
    }
    var options = options
    options.air = try air()
    if let own = try OwnSpecies(path: ownSpecies) { options.own = own }
    if let limits {
      options.limits = try DetectionLimits.read(
        try TextContent.utf8(path: limits).text, file: limits)
    }
    guard let archive, let station else {
      var series: [MonitoringSeries] = []
      var remarks: [Message] = []
      for file in files {
        let read = try FileReader.read(path: file, options: IngestOptions(dateOrder: dateOrder))
        series += read.series
        options.unit = try stated(in: read, options.own)
        remarks += Self.remarks(on: read)
      }
      var record = try SpeciatedRecord(series, options: options)
      record.readingRemarks = remarks + options.own.unused(in: record)
      return record
    }
    options.unit = try unit.map { try MeasurementUnit(stated: $0) }
    let store = try Archive(path: archive)
    try store.checkStructure()
    let place = try store.station(named: station)
    let series = try store.seriesList(station: place).compactMap { try store.series($0.key) }
    var record = try SpeciatedRecord(series, options: options)
    record.readingRemarks = options.own.unused(in: record)
    return record
  }

  /// What reading did, without what the record itself tells: values below detection and the unit.
  private static func remarks(on file: IngestedFile) -> [Message] {
    file.notices.filter {
      ![.belowDetection, .byteOrderMark].contains($0.kind) && $0.message.id != unitIsAssumed
    }.map { QualityRepair(file: file.source.name, notice: $0).message }
  }

  private static let unitIsAssumed = "ingest.compounds-in"

  /// The unit that the user states; a unit in the file's own header needs none and allows no other.
  private func stated(in file: IngestedFile, _ species: OwnSpecies) throws -> MeasurementUnit? {
    let isAssumed = file.notices.contains { $0.message.id == Self.unitIsAssumed }
    let own = Set(
      file.series.filter {
        if case .compound = species.match($0.pollutant.identifier) {
          return true
        }
        return false
      }.map(\.unit))
    guard isAssumed, own.count < 2 else {
      if let unit, let first = own.first, try MeasurementUnit(stated: unit) != first {
        throw VOCError.badSetting(
          "--unit",
          problem: Message(
            "error.command.is-but-file-states", ["unit": .fact(unit), "first": .fact(first)]))
      }
      return nil
    }
    guard let unit else { throw VOCError.unitMissing(found: "", series: file.source.path) }
    return try MeasurementUnit(stated: unit)
  }
}

extension MeasurementUnit {
  /// A unit as somebody states it.
  ///
  /// - Throws: `VOCError.badSetting` for a text that is no unit.
  init(stated text: String) throws(VOCError) {
    guard let unit = MeasurementUnit(text) else {
      throw VOCError.badSetting(
        "--unit", problem: Message("error.command.is-no-known-unit", ["text": .fact(text)]))
    }
    self = unit
  }
}

extension OwnSpecies {
  /// Compounds and lumps of a file; `nil` without one.
  init?(path: String?) throws {
    guard let path else { return nil }
    try self.init(yaml: TextContent.utf8(path: path).text, file: path)
  }

  /// Told of those that no column answers to.
  func unused(in record: SpeciatedRecord) -> [Message] {
    let names = compounds.filter { !record.compounds.contains($0) }.map(\.name)
      .filter { !record.leftOutIsomers.contains($0) }
    return names.isEmpty
      ? [] : [Message("voc.own-without-column", ["names": .names(names)])]
  }

  /// Told of those that none of some columns or entries of profiles is.
  func unused(besides columns: [String]) -> [Message] {
    let there = Set(columns.compactMap(canonical))
    let names = compounds.map(\.name).filter { !there.contains($0) }
    return names.isEmpty
      ? [] : [Message("voc.own-without-column", ["names": .names(names)])]
  }
}

extension OwnConstants {
  /// The constants of a table; `nil` without one.
  init?(path: String?) throws {
    guard let path else { return nil }
    try self.init(table: TextContent.utf8(path: path).text, file: path)
  }
}
