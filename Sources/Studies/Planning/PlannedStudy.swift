import Cooperation
public import Estimation
public import Store
import TextFiles

/// A study as it is planned, and the place where its series are.
public struct PlannedStudy {
  /// The study as it is written.
  public let text: String
  /// The study as it was read.
  public let description: StudyDescription
  /// Where its series are.
  public let store: Archive

  /// A study file, YAML, that may name the records of its archive; one without records has those of the
  /// program.
  ///
  /// - Throws: `FileFault`; `EstimationError` for a fault of the file, told before one of the archive.
  public init(file: String, ownRecordsIn store: @autoclosure () throws -> Archive) throws {
    text = try TextContent.utf8(path: file).text
    let opened = Result { try store() }
    let ownRecords = try (try? opened.get())?.hasRegistry() ?? false
    description = try StudyDescription(
      yaml: text, file: file, registry: ownRecords ? try opened.get().registry() : .builtIn)
    self.store = try opened.get()
  }

  /// Its series and where they came from.
  ///
  /// - Throws: `ArchiveError`.
  public func library() throws -> some ProvenanceLibrary { try ArchiveLibrary(store) }
}
