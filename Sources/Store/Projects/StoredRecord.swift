public import Cooperation

/// A record as the archive keeps it.
public struct StoredRecord: Hashable, Sendable, Encodable {
  /// The record.
  public let record: RegistryRecord
  /// 1 when it is new, one more with every change.
  public let version: Int
}

/// One step of a record's history.
public struct RecordChange: Hashable, Sendable, Codable {
  /// Number of the line.
  public let sequence: Int64
  /// Number of the step to which it belongs, by which it is undone.
  public let change: Int64
  /// Kind of the record.
  public let kind: String
  /// Its id, or the file of an import.
  public let id: String
  /// Version after the change; `nil` for an import.
  public let version: Int?
  /// `add`, `edit`, `import`, `merge`, `withdraw`, `delete` or `undo`.
  public let action: String
  /// The office that made it: never a person.
  public let office: String
  /// Why, where it was asked for.
  public let reason: String
  /// UTC, ISO 8601.
  public let at: String
  /// Cells that changed, as they were, JSON; `nil` for a new record.
  public let before: String?
  /// The same cells as they are, JSON.
  public let after: String?
}

/// What an import did.
public struct ImportReport: Hashable, Sendable, Codable {
  /// New records by kind.
  public internal(set) var added: [String: Int] = [:]
  /// Records that were there with the same content.
  public internal(set) var unchanged: [String: Int] = [:]
  /// Records whose content was replaced.
  public internal(set) var replaced: [String: Int] = [:]
  /// Organisations that may be the same under several names; nothing was merged.
  public internal(set) var possibleDuplicates: [DuplicateCandidate] = []
}

/// What is known about a project or a claim.
public struct RegistryFinding: Hashable, Sendable, Codable {
  /// `projects` or `claims`.
  public let kind: String
  /// Id of the project or claim.
  public let id: String
  /// Title of the study or test.
  public let title: String
  /// Verdict in a few words.
  public let verdict: String
  /// The verdict in a sentence.
  public let sentence: String
  /// When it was kept, UTC, ISO 8601; `nil` in archives before format 7.
  public internal(set) var at: String?
  /// Why it can no longer be relied on; `nil` while nothing has changed.
  public internal(set) var staleness: Staleness?

  /// Why a finding that was kept is old.
  public enum Staleness: String, Hashable, Sendable, Codable {
    /// The claim or project itself was changed after it.
    case recordChanged = "the record was changed since"
    /// Records on which claims are tested were changed after it.
    case inputsChanged = "records that it rests on may have changed since"
  }

  /// What a study said about a record, in a word and in a sentence.
  public init(kind: RecordKind, id: String, title: String, verdict: String, sentence: String) {
    self.kind = kind.rawValue
    self.id = id
    self.title = title
    self.verdict = verdict
    self.sentence = sentence
  }
}

extension RegistryFinding {
  /// Whether both say the same; when it was kept is no part of it.
  public static func == (left: Self, right: Self) -> Bool {
    (left.kind, left.id, left.title) == (right.kind, right.id, right.title)
      && (left.verdict, left.sentence, left.staleness)
        == (right.verdict, right.sentence, right.staleness)
  }

  /// Hashes what it is about.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(kind)
    hasher.combine(id)
    hasher.combine(title)
  }
}
