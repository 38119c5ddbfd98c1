import AirQuality
public import Documents

/// What a job cannot do with what it was given.
public enum JobError: Error, Equatable, Sendable {
  /// Nothing in the archive fits the selection.
  case nothingFits(Message)
  /// Two series do not have enough days in common.
  case notComparable(String, String)
  /// A file cannot be written.
  case unwritable(String, reason: Message)
  /// A file was begun and could not be written to its end; nothing of it is left.
  case unfinished(String)
  /// A length of time is no whole number of a series' steps.
  case rollingWidth(String, series: String)
}

extension JobError: Explained {
  /// What is wrong.
  public var problem: Message {
    switch self {
    case .nothingFits(let selection):
      Message("error.command.archive-has-no-series", ["selection": .fact(selection)])
    case .notComparable:
      "error.command.two-have-fewer-than"
    case .unwritable(_, let reason):
      Message("error.command.file-cannot-written", ["reason": .fact(reason)])
    case .unfinished: "error.command.file-cannot-written-end"
    case .rollingWidth(let text, _):
      Message("error.command.is-no-whole-number", ["text": .fact(text)])
    }
  }

  /// The file or the series.
  public var place: Message? {
    switch self {
    case .unwritable(let path, _), .unfinished(let path): .verbatim(path)
    case .nothingFits: nil
    case .notComparable(let first, let second): .verbatim("\(first), \(second)")
    case .rollingWidth(_, let series): .verbatim(series)
    }
  }

  /// What to do.
  public var advice: Message {
    switch self {
    case .nothingFits: "error.command.list-what-there-is"
    case .notComparable: "error.command.see-airaccord-series-what"
    case .unwritable: "error.command.choose-place-you-may"
    case .unfinished: "error.command.make-room-write-elsewhere"
    case .rollingWidth: "error.command.write-rolling-number-steps"
    }
  }
}

extension Message {
  /// Which series were asked for: those of a pollutant, at a station.
  static func of(_ pollutant: Value, at station: Station? = nil) -> Message {
    let of = Message("error.command.of", ["pollutant": pollutant])
    guard let station else { return of }
    return .joined([of, Message("error.command.at", ["station": .text(station.key)])])
  }
}
