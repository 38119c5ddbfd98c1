import AirQuality
import Store
import Foundation
import Ingest

/// A folder of its own for one test's archive, removed afterwards.
final class ScratchFolder {
  let path: String
  /// Where the test's archive goes.
  var archivePath: String { path + "/air.sqlite" }

  init() throws {
    path = NSTemporaryDirectory() + "/airaccord-archive-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }
}

/// Small files as a reader would give them.
enum Sample {
  static let dongsi = Station(network: "prsa", identifier: "Dongsi")

  /// Hourly values at UTC+8 from the beginning of a local hour.
  static func series(
    _ values: [Double?], from date: String = "2014-01-01", hour: Int = 0,
    station: Station = dongsi, pollutant: Pollutant = .pm25,
    unit: MeasurementUnit = .microgramsPerCubicMetre, referenceState: ReferenceState = .kelvin273,
    step: Int = 3_600, utcOffset: Int = 28_800, stamp: StampConvention = .beginning
  ) throws -> MonitoringSeries {
    guard let day = CivilDate(date) else { throw WrongDate(text: date) }
    return MonitoringSeries(
      station: station, pollutant: pollutant, unit: unit, referenceState: referenceState,
      axis: TimeAxis(
        start: Instant(day, hour: hour, utcOffset: utcOffset), step: step, count: values.count,
        utcOffset: utcOffset, stamp: stamp),
      values: values)
  }

  /// A file whose hash is made from its name.
  static func file(_ name: String, _ series: [MonitoringSeries]) -> IngestedFile {
    IngestedFile(
      source: SourceFile(
        path: "/data/\(name)", name: name, sha256: "hash of \(name)", byteCount: 100,
        format: "sample", rowCount: series.first?.count ?? 0),
      series: series, notices: [])
  }

  struct WrongDate: Error { let text: String }
}
