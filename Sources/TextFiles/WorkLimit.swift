public import Documents

/// How much one question may ask of the machine. What goes beyond is refused with the number and
/// the name of the environment variable that raises it.
public enum WorkLimit: String, CaseIterable, Sendable {
  /// Draws, replicates and every other count among a method's settings.
  case counts = "AIRACCORD_MOST_COUNTS"
  /// Methods that one study asks.
  case estimators = "AIRACCORD_MOST_ESTIMATORS"
  /// Negative controls of one study.
  case negativeControls = "AIRACCORD_MOST_NEGATIVE_CONTROLS"
  /// Weather models of one series.
  case models = "AIRACCORD_MOST_MODELS"
  /// Days by which a study’s periods may reach beyond the data.
  case emptyDays = "AIRACCORD_MOST_EMPTY_DAYS"
  /// Seconds for Python to draw a page’s figures or to read a table.
  case pythonSeconds = "AIRACCORD_PYTHON_SECONDS"

  /// Without the variable.
  public var standard: Int {
    switch self {
    case .counts: 100_000
    case .estimators: 100
    case .negativeControls: 10_000
    case .models: 1_000
    case .emptyDays: 3_660
    case .pythonSeconds: 120
    }
  }

  /// What holds: the variable’s value where it is a whole number above zero, else the standard.
  public var value: Int {
    guard let text = EnvironmentVariable.value(rawValue), let number = Int(text), number > 0 else {
      return standard
    }
    return number
  }

  /// “more than the limit of 100000; AIRACCORD_MOST_COUNTS raises it”.
  public var words: Message {
    Message("error.work-limit", ["limit": .count(value), "variable": .text(rawValue)])
  }

  /// The words where a number goes beyond, else `nil`.
  public func refusal(of number: Int) -> Message? { number > value ? words : nil }
}
