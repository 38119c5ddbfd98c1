import Documents
import AirQuality
import Foundation
import Ingest

/// A file that exists while a test runs.
final class ScratchFile {
  let path: String

  init(_ bytes: [UInt8], name: String = "data.csv") throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("airaccord-ingest-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let file = folder.appendingPathComponent(name)
    try Data(bytes).write(to: file)
    path = file.path
  }

  convenience init(_ text: String, name: String = "data.csv") throws {
    try self.init(Array(text.utf8), name: name)
  }

  deinit {
    try? FileManager.default.removeItem(
      at: URL(fileURLWithPath: path).deletingLastPathComponent())
  }

  func read(_ options: IngestOptions = IngestOptions()) throws -> IngestedFile {
    try FileReader.read(path: path, options: options)
  }

  /// The explanation of the refusal, with the folder taken out.
  func refusal(_ options: IngestOptions = IngestOptions()) -> String {
    do throws(IngestError) {
      _ = try FileReader.read(path: path, options: options)
      return "no error"
    } catch {
      let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path + "/"
      return error.explanation.replacingOccurrences(of: folder, with: "")
    }
  }
}

/// A notice with its English words, to be compared word for word.
struct Told: Equatable {
  let kind: IngestNotice.Kind
  let message: String
  var line: Int? = nil
  let count: Int
}

extension IngestedFile {
  /// The notices in English.
  var told: [Told] {
    notices.map {
      Told(kind: $0.kind, message: $0.message.english, line: $0.line, count: $0.count)
    }
  }

  /// What was repaired or left out: the notices without what a format assumes and takes no part of.
  var repairs: [Told] {
    told.filter { ![.assumed, .columnsLeftOut, .stepInferred].contains($0.kind) }
  }
}
