import AirQuality
import TextFiles
import FoundationEssentials

/// Everything beside the bytes that decides what is read from a file.
///
/// Two readings with the same bytes and the same settings are one; after a correction in any of
/// them the file is read anew.
struct ReadingSettings: Encodable {
  /// The description as it was resolved; `nil` of a layout that is no plain table.
  private let description: FormatDescription?
  /// The identifier of such a layout.
  private let layout: String?
  private let stamp: StampConvention?
  private let dateOrder: DateOrder?
  private let network: String?
  private let station: String?
  /// Where the station comes from it.
  private let fileName: String?
  /// Of a file beside it that says how to read it.
  private let companion: String?
  /// Raised when the reader makes other series of the same file and description.
  private let reader = 1

  init(_ description: FormatDescription, _ options: IngestOptions, fileName: String?) {
    self.init(description, nil, options, fileName, nil)
  }

  init(
    _ arrangement: Arrangement, _ options: IngestOptions, fileName: String?, companion: String?
  ) {
    self.init(nil, arrangement.format.identifier, options, fileName, companion)
  }

  private init(
    _ description: FormatDescription?, _ layout: String?, _ options: IngestOptions,
    _ fileName: String?, _ companion: String?
  ) {
    self.companion = companion
    self.description = description
    self.layout = layout
    stamp = options.stamp
    dateOrder = options.dateOrder
    network = options.network
    station = options.station
    self.fileName = options.station == nil ? fileName : nil
  }

  /// With sorted keys, so that equal settings give equal text.
  var json: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    guard let data = try? encoder.encode(self) else {
      preconditionFailure("a description holds a number that JSON cannot write")
    }
    return String(decoding: data, as: UTF8.self)
  }

  /// The reading's hash.
  ///
  /// - Parameter digest: SHA-256 of the file's bytes.
  func reading(of digest: String) -> String {
    Checksum.sha256(Array("\(digest)\n\(json)".utf8))
  }
}
