import Documents
import OffRoad
import Studies

extension Message {
  /// A type of machine by its identifier, or all of them.
  static func machinery(_ identifier: String) -> Message {
    guard let type = MachineType.all.first(where: { $0.identifier == identifier }) else {
      return identifier == "all" ? "off-road.all" : .verbatim(identifier)
    }
    return .named(type.english, japanese: type.japanese, chinese: type.chinese)
  }

  /// A stage of engines by its identifier; all of them, or machines without an engine.
  static func stage(_ identifier: String) -> Message {
    let id = identifier == "all" ? "off-road.all" : "stage.\(identifier)"
    return Catalogue.builtIn.has(id) ? Message(id) : .verbatim(identifier)
  }

  /// Who made a page about off-road machinery.
  static let madeByOffRoad = Message.madeBy("off-road")
}

extension Value {
  /// An amount of any size: inventories hold millions of tonnes beside fractions of a gram.
  static func amount(_ number: Double, unit: String = "") -> Value {
    let size = abs(number)
    let isWhole = size == size.rounded() && size < 1e9
    let digits: Digits =
      isWhole ? .decimals(0) : size >= 0.1 && size < 1 ? .decimals(3) : .size
    return .number(number, digits, unit: unit)
  }

  /// An amount with its interval; without the interval where nothing about it is uncertain, which
  /// rounding may hide.
  static func amount(_ value: IntervalEstimate?, unit: String = "") -> Value {
    guard let value else { return .missing }
    guard value.upper - value.lower > 1e-9 * abs(value.central) else {
      return .amount(value.central, unit: unit)
    }
    return .estimate(
      value.central, lower: value.lower, upper: value.upper, .interval(value.lower, value.upper),
      unit: unit)
  }

  /// A unit in words where it has them.
  static func unit(_ unit: String) -> Value {
    let id = "unit.\(unit)"
    return Catalogue.builtIn.has(id) ? .message(Message(id)) : .text(unit)
  }

  /// Where a figure comes from; an asterisk marks what no stored source backs.
  static func source(_ backing: Backing) -> Value {
    backing == .user
      ? .message("off-road.by-user")
      : backing.isBacked ? .text(backing.text) : .marked(.warning, .text(backing.text))
  }
}

extension Table {
  /// Everything that was assumed, each once.
  static func assumptions(_ uses: [DefaultUse]) -> Table {
    var seen: Set<DefaultUse> = []
    return Table(
      "defaults", "off-road.assumptions", note: "off-road.asterisk",
      uses.filter { seen.insert($0).inserted }
    ) {
      Column("quantity", "off-road.quantity") { .message($0.quantity) }
      Column("subject", in: .files) { $0.subject }
      Column("for") { .message(.machinery($0.subject)) }
      Column("value") { .amount($0.value) }
      Column("unit") { .unit($0.unit) }
      Column("machines") { $0.machines > 0 ? .amount($0.machines) : .missing }
      Column("status", "off-road.status") {
        .message($0.backing == .user ? "off-road.given" : "off-road.default")
      }
      Column("source") { .source($0.backing) }
    }
  }
}

/// Messages that differ in nothing but the band of power, told once with all bands.
func mergingBands(_ messages: [Message]) -> [Message] {
  var order: [Message] = []
  var bands: [Message: [Value]] = [:]
  for message in messages {
    var arguments = message.arguments
    let band = arguments.removeValue(forKey: "band")
    let rest = Message(message.id, arguments)
    if bands[rest] == nil { order.append(rest) }
    bands[rest, default: []] += [band].compactMap(\.self)
  }
  return order.map { rest in
    guard let own = bands[rest], !own.isEmpty else { return rest }
    let sorted = PowerBand.reported.map { Value.text($0.name) }.filter(own.contains)
    return Message(rest.id, rest.arguments.merging(["band": .list(sorted)]) { $1 })
  }
}
