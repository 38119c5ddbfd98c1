import AirQuality
@testable import TextFiles
import Foundation
@testable import Ingest

/// Tables in the ways that people write them, and the proposal of descriptions.
enum DescribeTargets {
  /// The first byte chooses what is answered beforehand, the rest is the file.
  static func describe(_ input: [UInt8]) {
    guard let first = input.first else { return }
    var options = DescribeOptions()
    options.readingDate = Instant(secondsSinceEpoch: 1_800_000_000)
    if first & 1 != 0 {
      options.utcOffset = "+09:00"
      options.stamp = .ending
      options.units[""] = "µg/m³"
      options.century = 2_000
      options.dateOrder = .dayFirst
    }
    if first & 2 != 0 { options.wide = "pm25" }
    if first & 4 != 0 { options.pollutants["hours"] = "pm25" }
    if first & 8 != 0 { options.censored = .half }
    if first & 16 != 0 { options.jitter = first & 32 != 0 ? .snap : .average }
    guard
      let proposal = try? FileDescriber.describe(
        bytes: Array(input.dropFirst()), path: "fuzz/table.csv", options: options)
    else { return }
    // What is proposed without a question must be a description.
    if proposal.questions.isEmpty {
      precondition((try? FormatDescription(yaml: proposal.yaml, file: "f.yaml")) != nil)
    }
  }

  /// The first byte chooses a description whose tables are rewritten, the rest is the file.
  static func readWritten(_ input: [UInt8]) {
    guard let first = input.first else { return }
    let description = descriptions[Int(first) % descriptions.count]
    var options = IngestOptions(format: description.identifier, descriptions: [description])
    options.readingDate = Instant(secondsSinceEpoch: 1_800_000_000)
    guard
      let file = try? FileReader.read(
        bytes: Array(input.dropFirst()), path: "fuzz/table.csv", options: options)
    else { return }
    let steps = file.series.reduce(0) { $0 + $1.count }
    precondition(steps <= 100_000_000, "\(steps) steps from \(input.count) bytes")
  }

  /// Stamps of every pattern and count, behind a first byte that chooses.
  static func readStamp(_ input: [UInt8]) {
    guard let first = input.first else { return }
    let text = String(decoding: input.dropFirst(), as: UTF8.self)
    let patterns = [
      "yyyy-MM-dd'T'HH:mm:ss.SSSXXX", "d-MMM-yy h:mm a", "EEE, d MMM yyyy Hmm", "yyyyMdHmm",
      "yyyy年M月d日 ah:mm",
    ]
    if let pattern = StampPattern(patterns[Int(first) % patterns.count]) {
      _ = try? StampReader(pattern).read(text)
    }
    for count in StampCount.allCases { _ = try? count.read(text) }
    _ = StampPattern(text)
  }

  private static let descriptions: [FormatDescription] = [
    "time: { column: [d, t], pattern: dd/MM/yy h:mm a, century: 2000, utc_offset: \"+01:00\", order: any }\nthousands: comma",
    "time: { column: d, pattern: yyyyMMdd, hour: t, utc_offset: \"+09:00\", stamp: ending }\ncomments: [\"#\"]",
    "time: { column: d, pattern: yyyy-MM-dd, hours: { from: t, to: v }, utc_offset: \"+08:00\" }",
    "time: { column: t, pattern: \"yyyy-MM-dd'T'HH:mm:ssXXX\", step: 600, jitter: snap }\nseparator: bar",
    "time: { column: t, pattern: epoch-milliseconds, zone: Europe/Berlin, step: hour, jitter: average }\nseparator: blank",
    "time: { column: t, pattern: excel-days, utc_offset: Z }\nseparator: fixed\nwidths: [5, 12, 9]\ncolumns: [d, t, v]",
  ].compactMap { text in
    try? FormatDescription(
      yaml:
        "identifier: fuzz\nnetwork: fuzz\nstation: { value: s }\n\(text)\nmissing: [NA]\nvalues:\n"
        + "  - { column: v, pollutant: pm25, unit: 0.1 µg/m³, censored: keep, marks: { \"*\": keep } }\n",
      file: "f.yaml")
  }

  /// A small table of every description.
  static func seeds() -> [(name: String, input: [UInt8])] {
    let tables = [
      "d,t,v\n13/02/20,1:00 PM,\"1,234.5\"\n13/02/20,2:00 PM,<0.5\n",
      "d,t,v\n20200101,0100,5\n# x\n20200101,2400,6*\n",
      "d,t,u,v\n2020-01-01,1,2,3\n",
      "d|t|v\nx|2020-01-01T00:00:07+01:00|5\nx|2020-01-01T00:10:01+01:00|6\n",
      "d t v\nx 1577836800000 5\nx 1577837800000 NA\n", "x    43831.0     5\nx    43831.041667 6\n",
    ]
    return tables.enumerated().map { ("written-\($0)", [UInt8($0)] + Array($1.utf8)) }
      + tables.enumerated().map { ("described-\($0)", [1] + Array($1.utf8)) }
  }
}
