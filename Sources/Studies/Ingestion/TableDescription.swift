import Documents
import Foundation
public import Ingest

/// Proposes how an unknown table is read, and writes the description once nothing is open.
public struct TableDescription: Job {
  /// The table.
  public let path: String
  /// What only a person knows.
  public var options = DescribeOptions()
  /// Where the description goes. Default: beside the table, with `.yaml` behind its name.
  public var output: String
  /// Whether a description that is there is written over. Default: no.
  public var overwrites = false

  /// A job for a table.
  public init(of path: String) {
    self.path = path
    output = path + ".yaml"
  }

  /// The proposal, and where its description is.
  public struct Answer: Sendable {
    /// What was seen, what is open, and the description so far.
    public let proposal: DescriptionProposal
    /// The file of the description; `nil` while questions are open.
    public let written: String?
  }

  /// - Throws: `IngestError`, `FileFault`; `JobError.unwritable` for a description that is there.
  public func run(_ watch: JobWatch) throws -> Answer {
    try watch.begin(0, of: 1, .verbatim(path))
    let proposal = try FileDescriber.describe(path: path, options: options)
    guard proposal.questions.isEmpty else { return Answer(proposal: proposal, written: nil) }
    guard overwrites || !FileManager.default.fileExists(atPath: output) else {
      throw JobError.unwritable(output, reason: "error.command.there-is-file-already")
    }
    try WholeFile.write(to: output) { try $0.append(proposal.yaml) }
    return Answer(proposal: proposal, written: output)
  }
}

extension DescribeOptions {
  /// Adds what is written as assignments.
  ///
  /// - Parameters:
  ///   - units: `PM2.5=µg/m³`, or a unit for all columns that name none.
  ///   - pollutants: `Fine=pm25`, a column and what it measures.
  ///   - marks: `*=keep`, a mark beside numbers and what it says.
  /// - Throws: `SettingFault`, named `pollutant` or `mark`.
  public mutating func add(
    units: [String], pollutants: [String], marks: [String]
  ) throws(SettingFault) {
    for text in units {
      let (name, value) = Self.pair(text)
      self.units[name] = value
    }
    for text in pollutants {
      let (name, value) = Self.pair(text)
      guard !name.isEmpty else {
        throw SettingFault("pollutant", "“\(text)”", "error.setting.column-and-pollutant")
      }
      self.pollutants[name] = value
    }
    for text in marks {
      let (name, value) = Self.pair(text)
      guard !name.isEmpty, let meaning = FormatDescription.MarkMeaning(rawValue: value) else {
        throw SettingFault("mark", "“\(text)”", "error.setting.mark-and-meaning")
      }
      self.marks[name] = meaning
    }
  }

  /// The texts before and behind the last equals sign; the first is empty where there is none.
  private static func pair(_ text: String) -> (String, String) {
    guard let sign = text.lastIndex(of: "=") else { return ("", text) }
    return (String(text[..<sign]), String(text[text.index(after: sign)...]))
  }
}
