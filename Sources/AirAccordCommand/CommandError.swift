import AirQuality

/// What only the command line can get wrong.
enum CommandError: Error, Equatable {
  /// Nothing in the archive fits the selection.
  case nothingFits(String)
  /// Two series do not have enough days in common.
  case notComparable(String, String)
  /// A file cannot be written.
  case unwritable(String, reason: String)
}

extension CommandError: Explained {
  var what: String {
    switch self {
    case .nothingFits(let selection): "the archive has no series \(selection)"
    case .notComparable:
      "the two have fewer than 40 days in common, or other units or clocks"
    case .unwritable(_, let reason): "the file cannot be written: \(reason)"
    }
  }

  var location: String {
    switch self {
    case .unwritable(let path, _): path
    case .nothingFits: ""
    case .notComparable(let first, let second): "\(first), \(second)"
    }
  }

  var remedy: String {
    switch self {
    case .nothingFits: "list what there is with “airaccord series”"
    case .notComparable: "see with “airaccord series” what each has"
    case .unwritable: "choose a place that you may write to"
    }
  }
}
