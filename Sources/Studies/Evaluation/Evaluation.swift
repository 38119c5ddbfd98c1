public import Cooperation
import Documents
public import Estimation
public import Store
import TextFiles

/// Answers a study with the series of an archive: the main job.
///
/// The result is the dossier; `keeps` decides whether the archive remembers it.
public struct Evaluation: Job {
  /// The study as it is written, which is kept beside the finding.
  public let text: String
  /// The study as it was read.
  public var study: StudyDescription
  /// Where the series are, and where the finding is kept.
  public let store: Archive
  /// Threads for negative controls; `nil` for the machine's. The dossier does not depend on it.
  public var threads: Int?
  /// Whether the finding is kept in the archive, which must then be open for writing. Default: yes,
  /// because a finding that nobody can look up again was not made.
  public var keeps = true
  /// The project of the study where it is a record of the archive itself; `nil` otherwise.
  public private(set) var ownProject: String?

  /// The plan that was made before; `nil` seals nothing.
  public var plan: StudyPlan?

  /// A job for a study file, YAML.
  ///
  /// - Parameters:
  ///   - file: its path.
  ///   - registry: records that the study may name.
  ///   - store: the archive, open for writing unless `keeps` is taken away.
  /// - Throws: `FileFault`; `EstimationError` for a fault of the file, told before one of the archive.
  public init(
    file: String, registry: Registry = .builtIn, in store: @autoclosure () throws -> Archive
  ) throws {
    try self.init(
      TextContent.utf8(path: file).text, file: file, registry: registry, in: try store())
  }

  /// A job for a study file that may name the records of its archive; one without records has those
  /// of the program.
  ///
  /// - Throws: as the other initialisers; a fault of the study is told before one of the archive.
  public init(file: String, ownRecordsIn store: @autoclosure () throws -> Archive) throws {
    let text = try TextContent.utf8(path: file).text
    let opened = Result { try store() }
    let ownRecords = try (try? opened.get())?.hasRegistry() ?? false
    let registry = ownRecords ? try opened.get().registry() : Registry.builtIn
    try self.init(text, file: file, registry: registry, in: try opened.get())
    if ownRecords {
      ownProject = study.measure.project.flatMap { registry.project($0) == nil ? nil : $0 }
    }
  }

  /// A job for the text of a study.
  ///
  /// - Parameters:
  ///   - text: the file's text, YAML.
  ///   - file: its name, for messages.
  ///   - registry: records that the study may name.
  ///   - store: the archive.
  /// - Throws: `EstimationError` for a fault of the file, told before one of the archive.
  public init(
    _ text: String, file: String, registry: Registry = .builtIn,
    in store: @autoclosure () throws -> Archive
  ) throws {
    self.text = text
    study = try StudyDescription(yaml: text, file: file, registry: registry)
    self.store = try store()
  }

  /// A study as its file describes it.
  ///
  /// - Throws: `FileFault`; `EstimationError` for a fault of the file.
  public static func description(
    file: String, registry: Registry = .builtIn
  ) throws -> StudyDescription {
    try StudyDescription(
      yaml: TextContent.utf8(path: file).text, file: file, registry: registry)
  }

  /// Asks every method of the study and judges the whole.
  ///
  /// - Throws: `ArchiveError`; `EstimationError` when the study cannot be put together or no method
  ///   can answer; `CancellationError`.
  public func run(_ watch: JobWatch) throws -> Dossier {
    let runner = StudyRunner(threads: threads, watch: watch)
    try plan?.verify()
    var dossier = try runner.run(study, library: try ArchiveLibrary(store))
    if let plan { dossier = try dossier.sealed(by: plan) }
    if keeps { try keep(dossier) }
    return dossier
  }

  private func keep(_ dossier: Dossier) throws {
    try store.save(
      StoredFinding(
        title: study.title, study: text,
        dossier: String(decoding: try StableJSON.encode(dossier), as: UTF8.self),
        provenance: .init(
          version: ToolVersion.current, seed: study.calibration?.seed ?? 0,
          settings: study.estimators.map { "\($0.method) \($0.text)" }
            .joined(separator: "; "),
          inputs: dossier.sources.map { .init(name: $0.name, sha256: $0.sha256) })))
  }
}
