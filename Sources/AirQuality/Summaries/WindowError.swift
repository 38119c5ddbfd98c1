public import Documents

/// Why a length of time is no window, or no window of a series.
public enum WindowError: Error, Equatable, Sendable {
  /// The word is none of the known ones.
  case unknownWord(String)
  /// The number is no whole number above zero.
  case count(String)
  /// Windows below a day must fill it.
  case dividesNoDay(String)
  /// Windows of months must fill a year.
  case dividesNoYear(String)
  /// Seasons are taken one by one.
  case severalSeasons(String)
  /// More than 366 days, 53 weeks or 100 years.
  case tooLong(String)
  /// The series' steps are longer than the window.
  case stepTooLong(series: String, step: String)
  /// The window is no whole number of the series' steps.
  case stepDoesNotDivide(series: String, step: String)
  /// Directions lie on a circle.
  case directionsHaveNoOrder(series: String, statistic: String)
}

extension WindowError: Explained {
  /// What is wrong.
  public var problem: Message {
    switch self {
    case .unknownWord(let text): Message("error.air.is-no-window", ["text": .fact(text)])
    case .count(let text): Message("error.air.has-no-whole-number", ["text": .fact(text)])
    case .dividesNoDay(let text): Message("error.air.does-not-divide-day", ["text": .fact(text)])
    case .dividesNoYear(let text): Message("error.air.does-not-divide-year", ["text": .fact(text)])
    case .severalSeasons(let text):
      Message("error.air.counts-seasons-which-differ", ["text": .fact(text)])
    case .tooLong(let text): Message("error.air.step-is-too-long", ["text": .fact(text)])
    case .stepTooLong(_, let step):
      Message("error.air.series-step-is-longer", ["step": .fact(step)])
    case .stepDoesNotDivide(_, let step):
      Message("error.air.window-is-no-whole", ["step": .fact(step)])
    case .directionsHaveNoOrder(_, let statistic):
      Message("error.air.wind-directions-lie-circle", ["statistic": .fact(statistic)])
    }
  }

  /// The series concerned.
  public var place: Message? {
    switch self {
    case .stepTooLong(let series, _), .stepDoesNotDivide(let series, _),
      .directionsHaveNoOrder(let series, _):
      .verbatim(series)
    default: nil
    }
  }

  /// What to do.
  public var advice: Message {
    switch self {
    case .unknownWord:
      "error.air.write-number-word-such"
    case .count: "error.air.write-3-h-leave"
    case .dividesNoDay: "error.air.write-minutes-hours-fill"
    case .dividesNoYear: "error.air.write-1-2-3"
    case .severalSeasons: "error.air.write-season-so-many"
    case .tooLong: "error.air.choose-shorter-one"
    case .stepTooLong, .stepDoesNotDivide: "error.air.choose-window-whole-steps"
    case .directionsHaveNoOrder: "error.air.take-mean-frequency"
    }
  }
}
