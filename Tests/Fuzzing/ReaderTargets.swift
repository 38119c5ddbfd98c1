import AirQuality
import ArchiveFiles
import Estimation
@testable import TextFiles
import Foundation
@testable import Ingest

/// Readers of whole files.
enum ReaderTargets {
  /// The first byte chooses a built-in format or recognition, the rest is the file.
  static func readFile(_ input: [UInt8]) {
    guard let first = input.first else { return }
    let descriptions = FormatCatalogue.descriptions
    var options = IngestOptions()
    let choice = Int(first) % (descriptions.count + 1)
    if choice > 0 { options.format = descriptions[choice - 1].identifier }
    guard
      let file = try? FileReader.read(
        bytes: Array(input.dropFirst()), path: "fuzz/station.csv", options: options)
    else { return }
    let steps = file.series.reduce(0) { $0 + $1.count }
    // Two far dates make a long axis; the assembler must refuse what is out of proportion.
    precondition(steps <= 100_000_000, "\(steps) steps from \(input.count) bytes")
  }

  /// The first byte chooses the kind of archive whose first bytes are put in front.
  static func unpack(_ input: [UInt8]) {
    guard let first = input.first else { return }
    let signatures: [[UInt8]] = [
      [], [0x50, 0x4b, 3, 4], [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c],
      [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0],
      Array("BZh91AY&SY".utf8), [0x28, 0xb5, 0x2f, 0xfd],
    ]
    let bytes = signatures[Int(first) % signatures.count] + input.dropFirst()
    var limits = UnpackingLimits()
    limits.free = 1 << 20
    guard
      let content = try? TextContent(
        bytes, path: "f.zip", archives: LibraryArchives(), limits: limits)
    else { return }
    precondition(content.bytes.count <= (3 << 20) + 3 * bytes.count, "beyond the limit")
  }

  static func readDescription(_ input: [UInt8]) {
    _ = try? FormatDescription(yaml: String(decoding: input, as: UTF8.self), file: "f.yaml")
  }

  static func readStudy(_ input: [UInt8]) {
    _ = try? StudyDescription(yaml: String(decoding: input, as: UTF8.self), file: "s.yaml")
  }
}

extension ReaderTargets {
  /// A small file of every built-in format, as the reader target takes it: the format's number,
  /// then a header and two rows that the description would accept.
  static func seeds() -> [(name: String, input: [UInt8])] {
    FormatCatalogue.descriptions.enumerated().map { index, format in
      let separator =
        switch format.separator {
        case .comma: ","
        case .semicolon: ";"
        case .tab: "\t"
        case .bar: "|"
        case .blank, .fixed: " "
        }
      let columns = format.knownColumns + (format.wide == nil ? [] : ["1001A", "1002A"])
      func cell(_ column: String, _ row: Int) -> String {
        if column == format.time.column {
          return (format.time.pattern ?? "yyyy-MM-dd")
            .replacingOccurrences(of: "yyyy", with: "2015")
            .replacingOccurrences(of: "MM", with: "01").replacingOccurrences(of: "dd", with: "02")
            .replacingOccurrences(of: "HH", with: "0\(row)")
            .replacingOccurrences(of: "mm", with: "00").replacingOccurrences(of: "ss", with: "00")
            .replacingOccurrences(of: "'", with: "")
        }
        if column == format.time.year { return "2015" }
        if column == format.time.month || column == format.time.day { return "2" }
        if column == format.time.hour { return "\(row)" }
        if column == format.station.column { return format.station.known.first ?? "S" }
        if column == format.quality?.column { return format.quality?.accepted.first ?? "" }
        if column == format.pollutants?.column {
          return format.pollutants?.names.keys.sorted().first ?? ""
        }
        return "\(10 + row).5"
      }
      let lines =
        Array(repeating: "preamble", count: format.preamble)
        + [columns.joined(separator: separator)]
        + Array(repeating: "below", count: format.linesBelowHeader)
        + (1...2).map { row in columns.map { cell($0, row) }.joined(separator: separator) }
      return (
        format.identifier,
        [UInt8(index + 1)] + Array((lines.joined(separator: "\n") + "\n").utf8)
      )
    }
  }
}
