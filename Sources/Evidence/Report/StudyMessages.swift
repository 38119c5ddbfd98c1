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

extension Value {
  /// A method under its usual name; files have its identifier.
  static func method(_ method: Method) -> Value {
    Message.method(method.identifier).coded(method.identifier)
  }
}

extension EffectEstimate {
  /// The estimate with the digits that its interval allows.
  var number: Value { estimate.within(interval, unit) }
  /// Its interval.
  var range: Value? { interval?.range(unit) }
  /// The estimate in its interval.
  var inItsInterval: Value { interval?.around(estimate, unit) ?? number }
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
    let facts = facts.map { name, value -> (String, Value) in
      switch name {
      case "p": (name, value.probability)
      case "percent": (name, (value / 100).share)
      case "smallest": (name, value.decimals(3))
      default: (name, .count(Int(value)))
      }
    }
    return Message("checklist.\(identifier)", Dictionary(facts) { $1 })
  }
}
