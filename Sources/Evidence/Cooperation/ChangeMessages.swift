public import Cooperation
public import Documents
public import Store

extension StoredRecord {
  /// That it was changed.
  public var changed: Message {
    say("projects.changed", kind: record.kind.one, id: record.id, version: version)
  }

  /// That it is so already.
  public var unchanged: Message {
    say("projects.unchanged", kind: record.kind.one, id: record.id, version: version)
  }

  /// That it was taken back, and what its status says now.
  public var withdrawn: Message {
    say(
      "projects.withdrawn", kind: record.kind.one, id: record.id, version: version,
      status: Message("projects.status-\(record["status"])"))
  }
}

extension RecordKind {
  /// That a record of the kind was added.
  public func added(_ id: String) -> Message {
    say("projects.added", kind: one, id: id)
  }

  /// That a record of the kind was deleted.
  public func deleted(_ id: String) -> Message {
    say("projects.deleted", kind: one, id: id)
  }
}

extension RecordChange {
  /// What taking steps back did, record by record; of many the first twenty.
  public static func undone(_ lines: [RecordChange]) -> [Message] {
    let most = 20
    return lines.prefix(most).map { line in
      let what =
        line.after == nil ? "deleted" : line.before == nil ? "brought-back" : "changed-back"
      return say(
        "projects.undone-\(what)", kind: RecordKind(rawValue: line.kind)?.one ?? .text(line.kind),
        id: line.id)
    } + (lines.count > most ? [say("projects.undone-more", count: lines.count - most)] : [])
  }
}

extension Archive.MergeLine {
  /// What a merge does to one cell.
  ///
  /// - Parameter isDone: whether it was done already.
  package func message(isDone: Bool) -> Message {
    say(
      isDone ? "projects.merge-changed" : "projects.merge-would-change", kind: kind.one, id: id,
      column: column, before: before, after: after)
  }

  /// That two organisations differ in an official code.
  ///
  /// - Parameter other: the organisation that is kept.
  package func doubt(other: String) -> Message {
    Message(
      "projects.merge-doubt",
      [
        "id": .text(id), "column": .text(column), "code": .text(before), "other": .text(other),
        "otherCode": .text(after),
      ])
  }
}
