public import Cooperation
public import Documents

/// What is wrong with a cell or a yearly number that was given as `name=text`.
public enum CellTextError: Error, Equatable {
  /// No `name=text`.
  case assignment(String)
  /// No number of a fiscal year.
  case yearly(String)
  /// One name with two texts.
  case repeated(String)
}

extension CellTextError: Explained {
  /// What is wrong.
  public var problem: Message {
    switch self {
    case .assignment(let text), .yearly(let text):
      Message("error.command.is-no-assignment", ["text": .fact(text)])
    case .repeated(let name): Message("error.command.is-given-twice", ["name": .fact(name)])
    }
  }
  /// Nowhere in a file.
  public var place: Message? { nil }
  /// How it is written.
  public var advice: Message {
    switch self {
    case .assignment: "error.command.write-column-text-example"
    case .yearly: "error.command.write-year-number"
    case .repeated: "error.command.give-once-several-ids"
    }
  }
}

/// Cells and yearly numbers as they are typed: `name=text`.
public enum CellTexts {
  /// The texts by their names.
  public static func cells(_ texts: [String]) throws(CellTextError) -> [String: String] {
    var values: [String: String] = [:]
    for text in texts {
      guard let sign = text.firstIndex(of: "="), sign != text.startIndex else {
        throw .assignment(text)
      }
      let name = String(text[..<sign])
      // The later of two would silently win.
      guard values[name] == nil else { throw .repeated(name) }
      values[name] = String(text[text.index(after: sign)...])
    }
    return values
  }

  /// Numbers by fiscal year, such as `FY2014=17.2`.
  ///
  /// - Parameter isAmount: whether only numbers above zero are meant.
  public static func yearly(
    _ texts: [String], isAmount: Bool = false
  ) throws(CellTextError) -> [FiscalYear: Double] {
    var numbers: [FiscalYear: Double] = [:]
    if let text = texts.first(where: { !$0.contains("=") }) { throw .yearly(text) }
    for (year, text) in try cells(texts) {
      guard let fiscalYear = FiscalYear(year), let value = Double(text),
        !isAmount || (value > 0 && value.isFinite)
      else { throw .yearly("\(year)=\(text)") }
      numbers[fiscalYear] = value
    }
    return numbers
  }
}
