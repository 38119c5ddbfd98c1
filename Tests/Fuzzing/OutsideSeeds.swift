import AirQuality
import Store
import TextFiles
import Cooperation
import Foundation
import Ingest

/// What the targets of `OutsideTargets` begin with.
enum OutsideSeeds {
  static func of(_ target: FuzzTarget) -> [(name: String, input: [UInt8])] {
    switch target {
    case .activities:
      let text = IATIFile.text(
        .builtIn, reporter: .init(reference: "XI-X-1", name: "x", made: "2020-01-01T00:00:00Z"))
      return [("activities", Array(text.utf8.prefix(40_000)) + Array("</iati-activities>".utf8))]
    case .recordfile:
      return RecordKind.allCases.enumerated().compactMap { index, kind in
        EmbeddedFile.bytes(named: "cooperation/\(kind.rawValue).csv").map {
          (kind.rawValue, [UInt8(index + 1)] + $0.prefix(4_000))
        }
      }
    case .sqlite: return archive().map { [("archive", $0)] } ?? []
    case .described:
      let yaml =
        "identifier: own\nseparator: comma\ntime: { column: t, pattern: yyyy-MM-dd HH:mm, "
        + "utc_offset: \"+08:00\", stamp: beginning }\nstep: hour\nstation: { value: s }\n"
        + "columns: { pm25: { column: v, unit: µg/m³ } }\n"
      let table = "t,v\n2015-01-02 00:00,1.5\n2015-01-02 01:00,2\n"
      return [("own", Array(yaml.utf8) + [0] + Array(table.utf8))]
    case .estimator:
      return (0..<16).map { ("m\($0)", [UInt8($0)] + Array("confidenceLevel: 0.9, seed: 2".utf8)) }
    case .inventory:
      let yaml = "title: t\nfacilities: []\nprofiles: { a: { benzene: 0.5 } }\n"
      return (0..<8).map { ("k\($0)", [UInt8($0)] + Array(yaml.utf8)) }
        + [("table", [6] + Array("date,benzene\n2020-01-01,1\n2020-01-02,N.D.\n".utf8))]
    case .answer:
      return ["200\nETag: \"a\"\n\nbody", "206\nContent-Range: bytes 3-9/10\n\nbody", "416\n\n"]
        .enumerated().map { ("a\($0)", [3] + Array($1.utf8)) }
    case .pattern:
      return ["^(.+)\\.csv$\0a.csv", "(a+)+$\0aaaa", "[a-z]{2,3}?_(\\w|\\d)*\0ab_1"]
        .enumerated().map { ("p\($0)", Array($1.utf8)) }
    default: return ReaderTargets.seeds() + DescribeTargets.seeds()
    }
  }

  /// A small whole archive.
  private static func archive() -> [UInt8]? {
    let path = NSTemporaryDirectory() + "/seed-\(UUID().uuidString).sqlite"
    defer { try? FileManager.default.removeItem(atPath: path) }
    let values: [Double?] = (0..<200).map { Double($0 % 37) }
    let series = MonitoringSeries(
      station: Station(network: "n", identifier: "s"), pollutant: .pm25,
      unit: .microgramsPerCubicMetre,
      axis: TimeAxis(
        start: Instant(secondsSinceEpoch: 0), step: 3_600, count: values.count, utcOffset: 0),
      values: values)
    let source = SourceFile(
      path: "f", name: "f", sha256: "0", byteCount: 1, format: "f", rowCount: 200)
    guard let archive = try? Archive(path: path, mode: .create),
      (try? archive.ingest(IngestedFile(source: source, series: [series], notices: []))) != nil,
      (try? archive.close()) != nil
    else { return nil }
    return FileManager.default.contents(atPath: path).map { Array($0) }
  }
}
