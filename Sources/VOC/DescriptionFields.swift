package import Documents
package import TextFiles
import Estimation

/// The fields of one mapping of an inventory or an impact description.
typealias DescriptionFields = YAMLFields<VOCError>

extension VOCError: YAMLFailure {
  package static var yamlKind: Message { "error.kind.such-file" }

  package init(_ fault: YAMLFault) {
    self = .field(
      fault.field, problem: fault.problem, remedy: fault.remedy, file: fault.place.english)
  }
}

extension YAMLFields<VOCError> {
  /// `0.9`, `0.85..0.95`, or `{ value: 1200, relative_deviation: 0.1 }`.
  func uncertain(_ name: String) throws(VOCError) -> UncertainNumber? {
    guard let value = value(name) else { return nil }
    if value.isMapping, let inner = try fields(name) {
      try inner.allow(["value", "relative_deviation", "unit", "source"])
      guard let central = try inner.number("value") else {
        throw inner.bad("value", "error.voc.is-missing", "error.voc.write-value")
      }
      guard let deviation = try inner.number("relative_deviation") else {
        return UncertainNumber(central)
      }
      guard deviation >= 0, central > 0 || deviation == 0 else {
        throw inner.bad(
          "relative_deviation",
          Message(
            "error.voc.is-deviation-of", ["deviation": .fact(deviation), "central": .fact(central)]),
          "error.voc.give-share-positive-value")
      }
      return deviation == 0
        ? UncertainNumber(central)
        : UncertainNumber(central, spread: .logarithmic(deviation: deviation))
    }
    let text = try needed(name)
    guard let number = UncertainNumber(text) else {
      throw bad(
        name, Message("error.voc.is-no-number", ["text": .fact(text)]),
        "error.voc.write-uncertain-share")
    }
    return number
  }
}
