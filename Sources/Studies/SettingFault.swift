public import Documents

/// A setting of a job that cannot have its value.
public struct SettingFault: Explained, Equatable, Sendable {
  /// The setting: the name of its property.
  public let setting: String
  /// What is wrong with it; the setting is the subject.
  public let fault: Message
  /// What to give instead.
  public let advice: Message

  /// What is wrong.
  public var problem: Message { .field(setting, fault) }
  /// Nowhere but in the setting.
  public var place: Message? { nil }

  /// A setting with a value that it cannot have.
  init(_ setting: String, _ value: some CustomStringConvertible, _ advice: Message) {
    self.init(
      setting, saying: Message("error.setting.is-value", ["value": .text("\(value)")]), advice)
  }

  /// A setting about which something else is wrong than its value alone.
  init(_ setting: String, saying fault: Message, _ advice: Message) {
    self.setting = setting
    self.fault = fault
    self.advice = advice
  }

  /// Refuses a number outside of a range; `nil` passes.
  static func check<Number: Comparable & CustomStringConvertible>(
    _ setting: String, _ value: Number?, _ range: ClosedRange<Number>
  ) throws(SettingFault) {
    guard let value, !range.contains(value) else { return }
    throw SettingFault(
      setting, value,
      Message(
        "error.setting.range",
        ["low": .text("\(range.lowerBound)"), "high": .text("\(range.upperBound)")]))
  }

  /// Refuses a number below the least; `nil` passes.
  static func check<Number: Comparable & CustomStringConvertible>(
    _ setting: String, _ value: Number?, _ range: PartialRangeFrom<Number>
  ) throws(SettingFault) {
    guard let value, !range.contains(value) else { return }
    throw SettingFault(
      setting, value, Message("error.setting.least", ["low": .text("\(range.lowerBound)")]))
  }

  /// Refuses a share outside of 0 to 1.
  static func check(share setting: String, _ value: Double) throws(SettingFault) {
    guard !(0...1).contains(value) else { return }
    throw SettingFault(setting, value, "error.setting.share")
  }

  /// Refuses a length of a period after that no study has.
  static func check(months: Double) throws(SettingFault) {
    guard !(months > 0 && months <= 240) else { return }
    throw SettingFault("months", months, "error.setting.months")
  }

  /// Refuses a level that is not between 0 and 1.
  static func check(level setting: String, _ value: Double) throws(SettingFault) {
    guard !(value > 0 && value < 1) else { return }
    throw SettingFault(setting, value, "error.setting.level")
  }
}
