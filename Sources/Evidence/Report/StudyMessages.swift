import AirQuality
import Documents
import Estimation
import Studies

/// What several pages say about methods, remarks and conventions.
extension Message {
  /// A method by its identifier, under its usual name.
  static func method(_ identifier: String) -> Message { Message("method.\(identifier).name") }

  /// A design in words, with its label.
  static func design(_ design: DesignLabel) -> Message { Message("design.\(design.rawValue)") }

  /// To which temperature and pressure concentrations refer.
  static func state(_ state: ReferenceState) -> Message {
    switch state {
    case .standard(let kelvin, let kilopascals):
      .verbatim("\(NumberText.fixed(kelvin, 2)) K, \(NumberText.fixed(kilopascals, 3)) kPa")
    case .ambient: "state.ambient"
    case .chinaGB3095: "state.china-gb3095"
    case .unstated: "state.unstated"
    case .notApplicable: "state.not-applicable"
    }
  }
}

extension Severity {
  /// How much a remark of an estimator should worry.
  init(_ severity: Diagnostic.Severity) {
    switch severity {
    case .note: self = .note
    case .warning: self = .warning
    case .serious: self = .serious
    }
  }
}

extension ChecklistItem {
  /// The item in words.
  var message: Message {
    var arguments: [String: Value] = [:]
    for (name, value) in facts {
      arguments[name] =
        switch name {
        case "p": .probability(value)
        case "percent": .share(value / 100)
        case "smallest": .number(value, .decimals(3))
        default: .count(Int(value))
        }
    }
    return Message("checklist.\(identifier)", arguments)
  }
}
