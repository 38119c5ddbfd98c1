/// Why a clock's zone or offset cannot be used.
public enum ZoneError: Error, Equatable, Sendable {
  /// The machine's list has no zone of that name; names whose spelling is near.
  case unknownZone(String, nearest: [String])
  /// The machine has no list of zones at all.
  case notInstalled(String, searched: [String])
  /// The zone's file cannot be right.
  case damaged(String, file: String, reason: String)
  /// The text is no fixed offset from UTC.
  case notOffset(String)
}

extension ZoneError: Explained {
  /// What is wrong.
  public var what: String {
    switch self {
    case .unknownZone(let name, _): "there is no time zone “\(name)”"
    case .notInstalled(let name, _):
      "the time zone “\(name)” cannot be looked up, because this machine has no list of time zones"
    case .damaged(let name, _, let reason):
      "the file of the time zone “\(name)” cannot be used: \(reason)"
    case .notOffset(let text): "“\(text)” is no offset from UTC"
    }
  }

  /// The folders or the file concerned.
  public var location: String {
    switch self {
    case .unknownZone, .notOffset: ""
    case .notInstalled(_, let searched): searched.joined(separator: ", ")
    case .damaged(_, let file, _): file
    }
  }

  /// What to do.
  public var remedy: String {
    switch self {
    case .unknownZone(_, let nearest):
      nearest.isEmpty
        ? "write a name of the IANA list such as Europe/London or Asia/Shanghai, or a fixed offset "
          + "such as +08:00"
        : "near are: \(nearest.joined(separator: ", "))"
    case .notInstalled: "install tzdata (apt-get install tzdata), or set TZDIR to its folder"
    case .damaged: "install tzdata again, or set TZDIR to a whole copy"
    case .notOffset:
      "write hours and minutes east of Greenwich, from -12:00 to +14:00, such as +08:00, +0800, "
        + "UTC+8 or Z"
    }
  }
}
