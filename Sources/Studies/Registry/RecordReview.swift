public import Cooperation
public import Store

/// Shows one record with what belongs to it and what was found about it.
public struct RecordReview: Job {
  /// The records.
  public let source: RegistrySource
  /// Which record, of any kind.
  public let id: String

  /// A review of one record.
  public init(of id: String, in source: RegistrySource) {
    self.id = id
    self.source = source
  }

  /// One record with everything that hangs on it.
  public struct Outcome: Encodable, Sendable {
    /// The record.
    public let record: RegistryRecord
    /// How often it was written; `nil` of built-in records.
    public let version: Int?
    /// Records that name it, and those that it names.
    public let related: [RegistryRecord]
    /// What was found about a project or a claim.
    public let findings: [RegistryFinding]
    /// `not evaluated`, or how many findings there are; empty where nothing can be found.
    public let evaluation: String
    /// Money and results of a kept activity, or of the one that the project was made of.
    public let statements: [IATIStatement]
  }

  /// - Throws: `RegistryError.unknownRecord` with ids that are near.
  public func run(_ watch: JobWatch) throws -> Outcome {
    let (record, version) = try source.record(named: id)
    let related = try source.related(to: record)
    let isEvaluable = [RecordKind.projects, .claims].contains(record.kind)
    let findings = try isEvaluable ? source.archive?.registryFindings(record.kind, id) ?? [] : []
    let count = findings.count == 1 ? "1 finding" : "\(findings.count) findings"
    let old = findings.contains { $0.staleness != nil } ? ", some of them old" : ""
    return Outcome(
      record: record, version: version, related: related, findings: findings,
      evaluation: !isEvaluable ? "" : findings.isEmpty ? "not evaluated" : count + old,
      statements: try ([record] + related).filter { $0.kind == .iatiActivities }
        .flatMap { try IATIStatement.read($0["xml"]) })
  }
}

/// Finds records by parts of words in any language.
public struct RecordSearch: Job {
  /// The records.
  public let source: RegistrySource
  /// What is looked for: every word must occur.
  public let question: String
  /// Which kinds are looked through.
  public var kinds = RecordKind.allCases
  /// Most records that are given.
  public var most = 50

  /// A search through all kinds.
  public init(for question: String, in source: RegistrySource) {
    self.question = question
    self.source = source
  }

  /// Records, organisations first; encoded as such.
  public struct Outcome: Encodable, Sendable {
    /// The records.
    public let records: [RegistryRecord]
    /// How many were asked for, when there are more.
    public let cutAt: Int?
    /// Names that are near, where nothing was found.
    public let suggestions: [String]

    /// Writes the records.
    public func encode(to encoder: any Encoder) throws { try records.encode(to: encoder) }
  }

  /// Finds the records that hold the words.
  ///
  /// - Throws: `ArchiveError`; `CancellationError`.
  public func run(_ watch: JobWatch) throws -> Outcome {
    let found = try source.search(question, kinds: kinds, limit: most + 1)
    // A word that finds nothing either is no help.
    let near = try found.isEmpty ? nearest.prefix(3) : []
    return Outcome(
      records: Array(found.prefix(most)), cutAt: found.count > most ? most : nil,
      suggestions: Array(near))
  }

  private var nearest: [String] {
    get throws {
      try source.registry([.organisations]).suggestions(for: question)
        .filter { try !source.search($0, kinds: kinds, limit: 1).isEmpty }
    }
  }
}

/// Names every record that breaks a rule.
public struct BreachReview: Job {
  /// The records.
  public let source: RegistrySource

  /// A review of all records.
  public init(of source: RegistrySource) { self.source = source }

  /// What breaks a rule; encoded as such.
  public struct Outcome: Encodable, Sendable {
    /// Each with its record in words.
    public let problems: [RegistryError.RowProblem]

    /// Writes the problems.
    public func encode(to encoder: any Encoder) throws { try problems.encode(to: encoder) }
  }

  /// Finds the rules that records break.
  ///
  /// - Throws: `ArchiveError`; `CancellationError`.
  public func run(_ watch: JobWatch) throws -> Outcome {
    Outcome(problems: try source.registry().problems(naming: true))
  }
}

/// What happened to records, and who did it.
public struct RecordHistory: Job {
  /// The archive.
  public let archive: Archive
  /// Of which kind; all when none is named.
  public var kind: RecordKind?
  /// Of which record; all when none is named.
  public var id: String?

  /// Everything that happened.
  public init(of archive: Archive) { self.archive = archive }

  /// One line a change, oldest first; encoded as such.
  public struct Outcome: Encodable, Sendable {
    /// The changes.
    public let changes: [RecordChange]

    /// Writes the changes.
    public func encode(to encoder: any Encoder) throws { try changes.encode(to: encoder) }
  }

  /// Tells how the records came to be as they are.
  ///
  /// - Throws: `ArchiveError`; `CancellationError`.
  public func run(_ watch: JobWatch) throws -> Outcome {
    Outcome(changes: try archive.history(kind, id))
  }
}
