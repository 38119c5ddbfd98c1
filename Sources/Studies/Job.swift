public import Documents
import Synchronization

/// A piece of work that a program asks for: a value whose properties are its settings, and one result.
///
/// Nothing is printed, and no page is written: who asked renders the result.
public protocol Job {
  /// What the work gives.
  associatedtype Outcome

  /// Does the work.
  ///
  /// - Parameter watch: is told how far the work has come, and can stop it.
  /// - Throws: what files, the archive and estimators throw; `CancellationError` when the work was
  ///   stopped.
  func run(_ watch: JobWatch) throws -> Outcome
}

extension Job {
  /// Does the work without telling anybody how far it is.
  public func run() throws -> Outcome { try run(JobWatch()) }
}

/// How far a job has come.
public struct JobStep: Hashable, Sendable {
  /// Pieces that are done.
  public let done: Int
  /// Pieces in all.
  public let total: Int
  /// What is being worked on: a method, a file, a station.
  public let subject: Message
  /// Parts of the present piece that are done, such as negative controls; 0 where it has none.
  public let partsDone: Int
  /// Parts of the present piece; 0 where it has none.
  public let parts: Int
}

/// Is told how far a job has come, and stops it.
///
/// A job is stopped between two pieces: what one piece has begun is ended, or left undone as a whole.
public final class JobWatch: Sendable {
  private let stopped = Atomic<Bool>(false)
  private let told: @Sendable (JobStep) -> Void

  /// - Parameter told: called before each piece and after each of its parts, on any thread.
  public init(_ told: @escaping @Sendable (JobStep) -> Void = { _ in }) { self.told = told }

  /// Asks the job to stop; may be called from any thread.
  public func cancel() { stopped.store(true, ordering: .relaxed) }

  /// Whether somebody asked the job to stop.
  public var isCancelled: Bool { stopped.load(ordering: .relaxed) }

  /// Tells that a piece begins.
  ///
  /// - Throws: `CancellationError` when the job was asked to stop.
  func begin(_ done: Int, of total: Int, _ subject: Message) throws(CancellationError) {
    if isCancelled { throw CancellationError() }
    tell(done, of: total, subject)
  }

  /// Tells how far a piece is.
  func tell(_ done: Int, of total: Int, _ subject: Message, part: Int = 0, of parts: Int = 0) {
    told(JobStep(done: done, total: total, subject: subject, partsDone: part, parts: parts))
  }
}
