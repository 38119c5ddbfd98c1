public import Documents
import TextFiles
import Foundation

/// A public data set that can be fetched when somebody asks for it.
public struct PublicDataSet: Codable, Hashable, Sendable {
  /// What commands call it.
  public let name: String
  /// What it is.
  public let title: String
  /// The publisher's page.
  public let page: String
  /// Under which licence it may be used.
  public let licence: String
  /// The identifier of the format it is read as.
  public let format: String
  /// Its files.
  public let files: [File]

  /// One file of a data set.
  public struct File: Codable, Hashable, Sendable {
    /// What it is called on disk.
    public let name: String
    /// Where it lies.
    public let address: String
    /// SHA-256 of its bytes, hexadecimal; `nil` where it is not known beforehand.
    public let sha256: String?

    /// A file at an address; without a checksum the first content is held to afterwards.
    public init(name: String, address: String, sha256: String? = nil) {
      self.name = name
      self.address = address
      self.sha256 = sha256
    }
  }

  /// A data set, with the page and the licence of its publisher.
  public init(
    name: String, title: String, page: String, licence: String, format: String, files: [File]
  ) {
    self.name = name
    self.title = title
    self.page = page
    self.licence = licence
    self.format = format
    self.files = files
  }

  /// The built-in registry.
  public static let all: [PublicDataSet] = {
    guard let bytes = EmbeddedFile.bytes(named: "registry/datasets.json"),
      let sets = try? JSONDecoder().decode([PublicDataSet].self, from: Data(bytes))
    else { preconditionFailure("the registry of data sets does not parse") }
    return sets
  }()
}

/// Why a data set cannot be fetched.
public enum DataSetError: Error, Equatable, Sendable {
  /// No such data set.
  case unknown(String, known: [String])
  /// A file's name leads out of the folder.
  case outside(String)
  /// The mirror has no such file.
  case notInMirror(file: String)
  /// The address did not answer with the file.
  case download(address: String, problem: Message)
  /// The bytes are not those that were expected.
  ///
  /// `isKept`: whether they stand under the file's name; otherwise they were taken away.
  case checksum(file: String, expected: String, found: String, isKept: Bool)
  /// The bytes are not what the file's name says; they were taken away.
  case content(file: String, problem: Message)
  /// The file is larger than what is taken.
  case tooLarge(address: String, limit: Int)
  /// A file cannot be written.
  case unwritable(file: String, reason: Message)
}
