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
  public var what: String {
    switch self {
    case .unknownWord(let text): "“\(text)” is no window"
    case .count(let text): "“\(text)” has no whole number above zero"
    case .dividesNoDay(let text): "“\(text)” does not divide a day"
    case .dividesNoYear(let text): "“\(text)” does not divide a year"
    case .severalSeasons(let text): "“\(text)” counts seasons, which differ in length"
    case .tooLong(let text): "“\(text)” is longer than 366 days, 53 weeks or 100 years"
    case .stepTooLong(_, let step): "one step of the series is \(step), longer than the window"
    case .stepDoesNotDivide(_, let step):
      "one step of the series is \(step), and the window is no whole number of them"
    case .directionsHaveNoOrder(_, let statistic):
      "wind directions lie on a circle and have no \(statistic)"
    }
  }

  /// The series concerned.
  public var location: String {
    switch self {
    case .stepTooLong(let series, _), .stepDoesNotDivide(let series, _),
      .directionsHaveNoOrder(let series, _):
      series
    default: ""
    }
  }

  /// What to do.
  public var remedy: String {
    switch self {
    case .unknownWord:
      "write a number and a word such as 15 min, 3 h, day, 3 day, week, 2 week, month, quarter, "
        + "season, year, 5 year, seasonal-year or fiscal-year"
    case .count: "write it as 3 h, or leave the number out: day"
    case .dividesNoDay: "write minutes or hours that fill a day, such as 15 min, 3 h or 8 h"
    case .dividesNoYear: "write 1, 2, 3, 4 or 6 months, 1 or 2 quarters, or whole years"
    case .severalSeasons: "write season, or so many months"
    case .tooLong: "choose a shorter one"
    case .stepTooLong, .stepDoesNotDivide: "choose a window of whole steps"
    case .directionsHaveNoOrder: "take the mean or the frequency"
    }
  }
}
