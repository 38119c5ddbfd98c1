import AirQuality
@testable import Store
@testable import TextFiles
import Cooperation
import Estimation
import Foundation
@testable import Ingest
import OffRoad
import VOC

/// What comes from other offices, archives and servers.
enum OutsideTargets {
  /// Temporary files in memory where the system has such a place.
  private static let folder: String = {
    let shared = "/dev/shm"
    let place = FileManager.default.isWritableFile(atPath: shared) ? shared : NSTemporaryDirectory()
    return "\(place)/airaccord-fuzz-\(ProcessInfo.processInfo.processIdentifier)"
  }()

  private static func file(_ bytes: ArraySlice<UInt8>, _ name: String) -> String {
    try? FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let path = "\(folder)/\(name)"
    FileManager.default.createFile(atPath: path, contents: Data(bytes))
    return path
  }

  /// Activities of IATI.
  static func readActivities(_ input: [UInt8]) {
    _ = try? IATIRules.problems(in: input, file: "f.xml")
    _ = try? IATIFile.records(input, file: "f.xml", knownTo: .builtIn)
  }

  /// The first byte chooses kind and encoding, the rest is a file of records.
  static func readRecordFile(_ input: [UInt8]) {
    guard let first = input.first else { return }
    let kinds: [RecordKind?] = [nil] + RecordKind.allCases
    let encodings: [TextEncoding?] = [nil, .utf8, .shiftJIS, .gb18030]
    _ = try? RecordFile(
      bytes: Array(input.dropFirst()), file: "f.csv", kind: kinds[Int(first & 15) % kinds.count],
      encoding: encodings[Int(first >> 4) % encodings.count])
  }

  /// A whole SQLite file that calls itself an archive.
  static func openArchive(_ input: [UInt8]) {
    let path = file(input[...], "a.sqlite")
    for suffix in ["-wal", "-shm", "-journal"] {
      try? FileManager.default.removeItem(atPath: path + suffix)
    }
    guard let archive = try? Archive(path: path) else { return }
    let isSound = (try? archive.checkStructure()) != nil
    _ = try? archive.verify()
    for summary in (try? archive.seriesList()) ?? [] { _ = try? archive.series(summary.key) }
    _ = try? archive.flags()
    let counted = try? archive.query(
      "SELECT station, count(*), max(time) FROM observation GROUP BY station",
      limits: QueryLimits(seconds: 5, megabytes: 300))
    // What is sound in form is readable, or refused for a block; it is never half.
    precondition(!isSound || counted != nil || (try? archive.verify())?.isSound == false)
    try? archive.close()
  }

  /// A description of a user's own before the first zero byte, its table behind it.
  static func readDescribed(_ input: [UInt8]) {
    let parts = input.split(separator: 0, maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2,
      let description = try? FormatDescription(
        yaml: String(decoding: parts[0], as: UTF8.self), file: "f.yaml")
    else { return }
    var options = IngestOptions(format: description.identifier, descriptions: [description])
    options.readingDate = Instant(secondsSinceEpoch: 1_800_000_000)
    guard
      let read = try? FileReader.read(
        bytes: Array(parts[1]), path: "fuzz/table.csv", options: options)
    else { return }
    let steps = read.series.reduce(0) { $0 + $1.count }
    precondition(steps <= 100_000_000, "\(steps) steps from \(input.count) bytes")
  }

  /// The first byte chooses the reader of a table or description of VOC or off-road machinery.
  static func readInventory(_ input: [UInt8]) {
    guard let first = input.first else { return }
    let text = String(decoding: input.dropFirst(), as: UTF8.self)
    switch first % 8 {
    case 0: _ = try? InventoryFile(yaml: text, file: "f.yaml")
    case 1: _ = try? ImpactDescription(yaml: text, file: "f.yaml")
    case 2: _ = try? DetectionLimits.read(text, file: "f.csv")
    case 3: _ = try? FleetRegister(text: text, file: "f.csv", dataYear: 2020)
    case 4: _ = try? ScenarioFile(yaml: text, file: "f.yaml")
    case 5: _ = try? ImpactFile(yaml: text, file: "f.yaml", folder: folder)
    case 6: _ = try? SpeciatedTableReader.read(path: file(input.dropFirst(), "f.csv"))
    default: _ = try? SourceProfileReader.read(path: file(input.dropFirst(), "f.csv"))
    }
  }

  /// What a server answers, line by line before an empty line, and the body behind it.
  static func takeAnswer(_ input: [UInt8]) {
    let part = URL(fileURLWithPath: file(input.prefix(Int(input.first ?? 0)), "f.part"))
    var download = DataSetDownload(
      of: URL(fileURLWithPath: "/f.csv"), to: part, limit: 1 << 16)
    let text = String(decoding: input.dropFirst(), as: UTF8.self)
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let status = Int(lines.first ?? "")
    if !lines.isEmpty { lines.removeFirst() }
    var headers: [String: String] = [:]
    while let line = lines.first, !line.isEmpty {
      let pair = line.split(separator: ":", maxSplits: 1).map(String.init)
      headers[pair.first ?? ""] = pair.count > 1 ? pair[1].trimmingCharacters(in: .whitespaces) : ""
      lines.removeFirst()
    }
    let offset = download.request.offset
    do {
      guard try download.begin(.init(status: status, headers: headers)) else { return }
      let body = Data(lines.joined(separator: "\n").utf8)
      try download.append(body)
      try download.finish()
      let size = (try? Data(contentsOf: part))?.count ?? -1
      precondition(size == (status == 206 ? offset : 0) + body.count, "\(size) bytes lie there")
    } catch {}
  }

  /// A pattern before the first zero byte, a name behind it.
  static func matchPattern(_ input: [UInt8]) {
    let parts = input.split(separator: 0, maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2,
      let pattern = try? LinearPattern(String(decoding: parts[0].prefix(300), as: UTF8.self))
    else { return }
    _ = pattern.match(String(decoding: parts[1].prefix(255), as: UTF8.self))
  }
}
