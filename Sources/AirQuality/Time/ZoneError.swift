public import Documents

/// Why a clock's zone or offset cannot be used.
public enum ZoneError: Error, Equatable, Sendable {
  /// The machine's list has no zone of that name; names whose spelling is near.
  case unknownZone(String, nearest: [String])
  /// The machine has no list of zones at all.
  case notInstalled(String, searched: [String])
  /// The zone's file cannot be right.
  case damaged(String, file: String, reason: Message)
  /// The text is no fixed offset from UTC.
  case notOffset(String)
}

extension ZoneError: Explained {
  /// What is wrong.
  public var problem: Message {
    switch self {
    case .unknownZone(let name, _): Message("error.air.there-is-no-time", ["name": .fact(name)])
    case .notInstalled(let name, _):
      Message("error.air.time-zone-cannot-looked", ["name": .fact(name)])
    case .damaged(let name, _, let reason):
      Message("error.air.file-time-zone-cannot", ["name": .fact(name), "reason": .fact(reason)])
    case .notOffset(let text): Message("error.air.is-no-offset-from", ["text": .fact(text)])
    }
  }

  /// The folders or the file concerned.
  public var place: Message? {
    switch self {
    case .unknownZone, .notOffset: nil
    case .notInstalled(_, let searched): .verbatim(searched.joined(separator: ", "))
    case .damaged(_, let file, _): .verbatim(file)
    }
  }

  /// What to do.
  public var advice: Message {
    switch self {
    case .unknownZone(_, let nearest):
      nearest.isEmpty
        ? "error.air.write-name-iana-list"
        : Message("error.air.near-are", ["nearest": .names(nearest)])
    case .notInstalled: "error.air.install-tzdata-apt-get"
    case .damaged: "error.air.install-tzdata-again-set"
    case .notOffset:
      "error.air.write-hours-minutes-east"
    }
  }
}
