import AirQuality

/// What only the command line can get wrong.
enum CommandError: Error, Equatable {
  /// Nothing in the archive fits the selection.
  case nothingFits(String)
  /// Two series do not have enough days in common.
  case notComparable(String, String)
  /// A file cannot be written.
  case unwritable(String, reason: String)
  /// A file was begun and could not be written to its end; nothing of it is left.
  case unfinished(String)
  /// A length of time is no whole number of a series' steps.
  case rollingWidth(String, series: String)
}

extension CommandError: Explained {
  var what: String {
    switch self {
    case .nothingFits(let selection): "the archive has no series \(selection)"
    case .notComparable:
      "the two have fewer than 40 days in common, or other units or clocks"
    case .unwritable(_, let reason): "the file cannot be written: \(reason)"
    case .unfinished: "the file cannot be written to its end: the disk may be full"
    case .rollingWidth(let text, _): "“\(text)” is no whole number of the series’ steps above zero"
    }
  }

  var location: String {
    switch self {
    case .unwritable(let path, _), .unfinished(let path): path
    case .nothingFits: ""
    case .notComparable(let first, let second): "\(first), \(second)"
    case .rollingWidth(_, let series): series
    }
  }

  var remedy: String {
    switch self {
    case .nothingFits: "list what there is with “airaccord series”"
    case .notComparable: "see with “airaccord series” what each has"
    case .unwritable: "choose a place that you may write to"
    case .unfinished: "make room or write elsewhere; an earlier file of the name is as it was"
    case .rollingWidth:
      "write --rolling as a number of steps, or as a time such as “8 h” or “3 day”"
    }
  }
}
