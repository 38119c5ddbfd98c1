import Foundation

/// What is fuzzed: one entry into code that meets bytes from outside.
enum FuzzTarget: String, CaseIterable {
  /// The table scanner with a plan that the input chooses.
  case scanner
  /// The compressed bytes of a gzip file.
  case gzip
  /// Text encodings.
  case encodings
  /// Bytes on their way to text, and delimited records.
  case records
  /// An archive of files.
  case archive
  /// Time patterns and stamps.
  case stamps
  /// The whole reader on one of the built-in formats.
  case reader
  /// A description of a user's own format.
  case description
  /// A study file.
  case study
  /// The proposal of a description for an unknown table.
  case describe
  /// Tables that are rewritten before they are scanned.
  case written
  /// Stamps of every pattern, one by one.
  case stamp
  /// A packed block, in Swift and through SQL in C.
  case block
  /// Activities of IATI.
  case activities
  /// Records of the cooperation as CSV.
  case recordfile
  /// A whole SQLite file.
  case sqlite
  /// A description of a user's own with its table.
  case described
  /// Settings of every method, run to the end.
  case estimator
  /// Tables and descriptions of VOC and off-road machinery.
  case inventory
  /// What a server of data answers.
  case answer
  /// A regular expression and a name.
  case pattern

  func run(_ input: [UInt8]) {
    switch self {
    case .scanner: KernelTargets.scan(input)
    case .gzip: KernelTargets.inflate(input)
    case .encodings: KernelTargets.decodeText(input)
    case .records: KernelTargets.readRecords(input)
    case .archive: ReaderTargets.unpack(input)
    case .stamps: KernelTargets.readStamps(input)
    case .reader: ReaderTargets.readFile(input)
    case .description: ReaderTargets.readDescription(input)
    case .study: ReaderTargets.readStudy(input)
    case .describe: DescribeTargets.describe(input)
    case .written: DescribeTargets.readWritten(input)
    case .stamp: DescribeTargets.readStamp(input)
    case .block: BlockTarget.unpack(input)
    case .activities: OutsideTargets.readActivities(input)
    case .recordfile: OutsideTargets.readRecordFile(input)
    case .sqlite: OutsideTargets.openArchive(input)
    case .described: OutsideTargets.readDescribed(input)
    case .estimator: EstimatorTarget.run(input)
    case .inventory: OutsideTargets.readInventory(input)
    case .answer: OutsideTargets.takeAnswer(input)
    case .pattern: OutsideTargets.matchPattern(input)
    }
  }
}

/// The target that the environment names; looked up once.
enum ChosenTarget {
  static let target: FuzzTarget = {
    let name = ProcessInfo.processInfo.environment["FUZZ_TARGET"] ?? ""
    guard let target = FuzzTarget(rawValue: name) else {
      let known = FuzzTarget.allCases.map(\.rawValue).joined(separator: " ")
      FileHandle.standardError.write(Data("set FUZZ_TARGET to one of: \(known)\n".utf8))
      exit(64)
    }
    return target
  }()

  static func run(_ input: [UInt8]) { target.run(input) }
}
