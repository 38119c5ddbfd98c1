package import Documents

extension Value {
  /// A number with the digits that it was written with, without a decimal point that says nothing:
  /// `75`, `0.07`.
  package static func plain(_ number: Double) -> Value {
    if number == number.rounded(), abs(number) < 1e15 { return .count(Int(number)) }
    let text = "\(number)"
    guard !text.contains("e"), let point = text.firstIndex(of: ".") else { return .number(number) }
    return .number(number, .decimals(text.distance(from: point, to: text.endIndex) - 1))
  }
}
